// Icons (图标): the phone's few lucide signs as strings in the bundle, so that they are there with no network.
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import type { Plugin } from "vite";
import names from "../src/field/icons.json" with { type: "json" };

const NAME = "virtual:icons";

export function icons(): Plugin {
  const folder = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");
  return {
    name: "phone-icons",
    resolveId: (id) => (id === NAME ? `\0${id}` : undefined),
    load(id) {
      if (id !== `\0${NAME}`) return undefined;
      return `export default ${JSON.stringify(Object.fromEntries(names.map((name) => [name, strokes(folder, name)])))}`;
    },
  };
}

function strokes(folder: string, name: string): string {
  const drawing = readFileSync(join(folder, `${name}.svg`), "utf8");
  const start = drawing.indexOf(">", drawing.indexOf("<svg")) + 1;
  return drawing.slice(start, drawing.lastIndexOf("</svg>")).replace(/\s*\n\s*/g, "");
}
