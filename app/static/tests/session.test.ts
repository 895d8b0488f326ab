import { expect, test } from "vitest";
import { all, applyChanges, forgetMirror, waitingOf } from "../src/field/store";
import { ALICE, BOB, newPhone, recordFinding } from "./phone";

test("at sign-out the mirror of that person goes, nobody else's and nothing of the queue", async () => {
  await newPhone();
  await recordFinding(ALICE);
  const body = { id: "s", town_id: "t", month: "2026-11", value: null, band: null, computed_at: null } as never;
  for (const user of [ALICE, BOB]) await applyChanges(user, [{ noun: "score", id: "s", version: 1, body }], "1");
  await forgetMirror(ALICE);
  expect([await all(ALICE, "score"), await all(BOB, "score")]).toEqual([[], [body]]);
  expect(await waitingOf(ALICE)).toHaveLength(1);
});
