// Texts (文案): gives the phone its part of the shared catalogue, so that no sentence stands in two files.
import { readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import type { Plugin } from "vite";

const FOLDER = fileURLToPath(new URL("../../texts/", import.meta.url));
const NAME = "virtual:texts/";
const PHONE = /^(m|w\.(role|looked|photo|photo_source|kind|finding|order|severity|band|score|weekday|recheck_why)|w\.fact\.red_line)(\.|$)/; // refusals come worded from the server

export function texts(): Plugin {
  return {
    name: "texts",
    resolveId: (id) => (id.startsWith(NAME) ? `\0${id}` : undefined),
    load(id) {
      if (!id.startsWith(`\0${NAME}`)) return undefined;
      const file = `${FOLDER}${id.slice(NAME.length + 1)}.json`;
      this.addWatchFile(file);
      const all = Object.entries(JSON.parse(readFileSync(file, "utf8")) as Record<string, string>);
      const words = JSON.stringify(Object.fromEntries(all.filter(([key]) => PHONE.test(key))));
      return `export default JSON.parse(${JSON.stringify(words)})`; // read in half the time of an object written out
    },
  };
}
