import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { canonical, digestOf } from "../src/field/digest";
import type { Json } from "../src/field/shapes";

interface Vector { name: string; payload: Json; canonical: string; sha256: string }
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/canonical.json", import.meta.url), "utf8")) as Vector[];

test.each(vectors)("$name: the phone writes the same bytes as the server", async ({ payload, canonical: text, sha256 }) => {
  expect(canonical(payload)).toBe(text);
  expect(await digestOf(payload)).toBe(sha256);
});
