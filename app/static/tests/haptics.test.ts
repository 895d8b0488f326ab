// Haptics (震动): what is felt when something is saved or refused, and who feels nothing.
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { felt, feelRefusals, feelSaved } from "../src/field/haptics";
import { onSaved } from "../src/field/outbox";
import { forgetKey, noteOperation, setFact, waitingOf } from "../src/field/store";
import { ALICE, BOB, newPhone, recordFinding } from "./phone";

const SHORT = 30;
const DOUBLE = [80, 60, 80];
const vibrate = vi.fn();
onSaved(feelSaved);

function phoneThat(calm: boolean, shakes = true): void {
  vi.stubGlobal("matchMedia", () => ({ matches: calm }));
  vi.stubGlobal("navigator", shakes ? { vibrate } : {});
}

beforeEach(async () => {
  vibrate.mockClear();
  phoneThat(false);
  await newPhone();
});
afterEach(() => vi.unstubAllGlobals());

const refuse = async (op: string): Promise<void> => noteOperation(op, { refused: { type: "malformed" } });
const shaken = (): unknown[] => vibrate.mock.calls.map(([pattern]) => pattern as unknown);

test("a saved record is felt once, shortly", async () => {
  await recordFinding();
  expect(shaken()).toEqual([SHORT]);
});

test("a form that is refused is felt twice, and one that is not is not felt", () => {
  expect([felt("先拍一张照片"), felt("")]).toEqual(["先拍一张照片", ""]);
  expect(shaken()).toEqual([DOUBLE]);
});

test("what the server refuses is felt when it is told, and what it had refused before is not", async () => {
  const [old, op] = [await recordFinding(), await recordFinding()];
  await refuse(old);
  vibrate.mockClear();
  feelRefusals();
  await vi.waitFor(async () => expect(await waitingOf(ALICE)).toHaveLength(2));
  await new Promise((done) => setTimeout(done, 50));
  expect(shaken()).toEqual([]);
  await refuse(op);
  await vi.waitFor(() => expect(shaken()).toEqual([DOUBLE]));
});

test("another person's refusals are not felt by who signs in next", async () => {
  await refuse(await recordFinding(BOB));
  vibrate.mockClear();
  feelRefusals();
  await new Promise((done) => setTimeout(done, 50));
  await setFact("user_id", BOB);
  await new Promise((done) => setTimeout(done, 50));
  expect(shaken()).toEqual([]);
});

test("leaving with work that is not sent is not felt", async () => {
  await recordFinding();
  vibrate.mockClear();
  feelRefusals();
  await new Promise((done) => setTimeout(done, 50));
  await forgetKey(ALICE);
  await new Promise((done) => setTimeout(done, 50));
  expect(shaken()).toEqual([]);
});

test("whoever prefers less motion, and a browser that has none, is left alone", async () => {
  phoneThat(true);
  felt("先拍一张照片");
  phoneThat(false, false);
  await recordFinding();
  expect(shaken()).toEqual([]);
});
