import { readdirSync, readFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

const here = fileURLToPath(new URL(".", import.meta.url));
const catalogue = (language: string): Record<string, string> => JSON.parse(readFileSync(`${here}../../texts/${language}.json`, "utf8")) as Record<string, string>;
const sources = readdirSync(`${here}../src/field`, { recursive: true, encoding: "utf8" })
  .filter((name) => /\.(ts|vue)$/.test(name))
  .map((name) => readFileSync(`${here}../src/field/${name}`, "utf8"))
  .join("\n");
const asked = new Set([...sources.matchAll(/["'`](m\.[a-z_.]*[a-z_])["'`]/g)].map((found) => found[1]!));
const families = [...sources.matchAll(/`(m\.[a-z_.]+\.)\$\{/g)].map((found) => found[1]!);
const own = Object.keys(catalogue("zh")).filter((key) => key.startsWith("m."));

test("every sentence that a screen asks for is in the catalogue", () => {
  expect([...asked].filter((key) => !own.includes(key) && !families.includes(`${key}.`))).toEqual([]);
});

test("no sentence of the phone is left without a screen", () => {
  expect(own.filter((key) => !asked.has(key) && !families.some((family) => key.startsWith(family)))).toEqual([]);
});

test("both languages have the same sentences with the same parameters", () => {
  const shape = (texts: Record<string, string>): Record<string, string[]> =>
    Object.fromEntries(own.map((key) => [key, [...(texts[key] ?? "missing").matchAll(/\{\w+\}/g)].map(String).sort()]));
  expect(shape(catalogue("en"))).toEqual(shape(catalogue("zh")));
});
