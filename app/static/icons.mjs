// Icon sprite (图标): copies the lucide signs named in src/shared/icons.json into one file, at each build.
import { readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const names = join(here, "src/shared/icons.json");
const sprite = join(here, "src/shared/icons.svg");

function symbol(folder, name) {
  const drawing = readFileSync(join(folder, `${name}.svg`), "utf8");
  const strokes = drawing.slice(drawing.indexOf(">", drawing.indexOf("<svg")) + 1, drawing.lastIndexOf("</svg>"));
  return `<symbol id="${name}" viewBox="0 0 24 24">${strokes.replace(/\s*\n\s*/g, "")}</symbol>`;
}

export function writeSprite() {
  const icons = join(dirname(createRequire(import.meta.url).resolve("lucide-static/package.json")), "icons");
  const symbols = JSON.parse(readFileSync(names, "utf8")).map((name) => symbol(icons, name));
  const head = "<!-- lucide-static, ISC licence, https://lucide.dev -->";
  const text = `<svg xmlns="http://www.w3.org/2000/svg">${head}\n${symbols.join("\n")}\n</svg>\n`;
  let before = "";
  try {
    before = readFileSync(sprite, "utf8");
  } catch (absent) {
    if (absent.code !== "ENOENT") throw absent;
  }
  if (before !== text) writeFileSync(sprite, text);
}

export const iconSprite = () => ({ name: "icon-sprite", buildStart: writeSprite });

if (process.argv[1] === fileURLToPath(import.meta.url)) writeSprite();
