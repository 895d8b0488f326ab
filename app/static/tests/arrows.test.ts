// Arrows (箭头): the same path as at the desk, from a finger to shares of the picture, on the disk beside untouched bytes.
import { beforeEach, expect, test } from "vitest";
import { arrowPath, isArrow, movedByKey, onPicture } from "../src/field/arrows";
import { marksHere } from "../src/field/marked";
import { person } from "../src/field/person";
import type { Mark, Person, Photo } from "../src/field/shapes";
import { addPhoto, bytesOf, declareAnew, photosOf } from "../src/field/store";
import { declaredOf } from "../src/field/work";
import { ALICE, newPhone } from "./phone";

const ARROW: Mark = { kind: "arrow", from: [0.1, 0.5], to: [0.6, 0.5] };
const box = (left: number, top: number, width: number, height: number): DOMRect => ({ left, top, width, height }) as DOMRect;

beforeEach(async () => {
  await newPhone();
  person.value = { id: ALICE } as Person;
});

test("an arrow is a line to its tip and the two strokes of its head, as at the desk", () => {
  expect(arrowPath(ARROW, 1000, 800)).toBe("M100.0 400.0L600.0 400.0M547.0 371.8L600.0 400.0L547.0 428.2");
});

test.each([
  ["in the middle", 200, 300, [0.5, 0.5]],
  ["on the edge of a picture with bars above and below", 0, 150, [0, 0]],
  ["on the bar above it", 100, 20, [0.25, 0]],
  ["beyond its right edge", 900, 450, [1, 1]],
] as const)("a finger %s is there on the picture", (_name, x, y, there) => {
  expect(onPicture(x, y, box(0, 0, 400, 600), { width: 1600, height: 1200 })).toEqual(there);
});

test("a touch is no arrow, a short stroke is", () => {
  expect([isArrow({ ...ARROW, to: [0.12, 0.51] }), isArrow({ ...ARROW, to: [0.14, 0.5] })]).toEqual([false, true]);
});

test("a key brings an arrow to the middle, the next ones move it, with Shift its tip alone; other keys do nothing", () => {
  const first = movedByKey(undefined, "ArrowUp", false)!;
  expect(isArrow(first)).toBe(true);
  expect(movedByKey(first, "ArrowRight", false)).toEqual({ kind: "arrow", from: [0.37, 0.65], to: [0.52, 0.5] });
  expect(movedByKey(first, "ArrowUp", true)).toEqual({ ...first, to: [0.5, 0.48] });
  expect(movedByKey({ ...first, to: [1, 0] }, "ArrowRight", true)!.to).toEqual([1, 0]);
  expect([movedByKey(first, "a", false), movedByKey(undefined, "Tab", false)]).toEqual([undefined, undefined]);
});

test("arrows go with the declaration, and bytes and hash stay what they were", async () => {
  const declared = { sha256: "ab", slot: 0, role: "before", taken_at: "", position: null, source: "camera", original_sha256: "ab", original_bytes: 3, exif: {} } as const;
  const photo: Photo = { id: "p", user_id: ALICE, owner_id: "f", op_id: null, type: "image/jpeg", size: 3, declared: { ...declared }, sent: 0 };
  await addPhoto(photo, new Uint8Array([1, 2, 3]).buffer);
  await declareAnew(photo, { ...declared, marks: [ARROW] });
  expect(declaredOf(await photosOf("f"))).toEqual([{ ...declared, marks: [ARROW] }]);
  expect(new Uint8Array((await bytesOf("p"))!)).toEqual(new Uint8Array([1, 2, 3]));
  expect(await marksHere("p")).toEqual([ARROW]);
});
