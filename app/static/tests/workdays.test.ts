import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { countdown } from "../src/field/clock";
import { endsOfDayBetween, type WorkCalendar } from "../src/field/workdays";

interface Vectors extends WorkCalendar { cases: { name: string; start: string; end: string; ends: number }[] }
const vectors = JSON.parse(readFileSync(new URL("../../../tests/vectors/workdays.json", import.meta.url), "utf8")) as Vectors;

test.each(vectors.cases)("$name, on the phone as at the desk", ({ start, end, ends }) => {
  expect(endsOfDayBetween(Date.parse(start), Date.parse(end), vectors)).toBe(ends);
});

test("a point due before a weekend is one working day late on Monday evening", () => {
  const late = countdown({ due_at: "2026-11-20T10:00:00Z", rework_count: 0 }, Date.parse("2026-11-23T10:30:00Z"), vectors);
  expect(late).toMatchObject({ tone: "red", n: 1, unit: "天" });
});
