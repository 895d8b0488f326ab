// Rechecks (复查): what is still to look at, in which order, and what a report needs.
import { beforeEach, expect, test } from "vitest";
import { missingOf, onTheWay, rechecksToDo, reportRecheck } from "../src/field/rechecks";
import type { Change, Finding, Recheck } from "../src/field/shapes";
import { applyChanges, waitingOf } from "../src/field/store";
import { ALICE, newPhone } from "./phone";


function recheck(id: string, more: Partial<Recheck> = {}, lon = 119.5): Recheck {
  const finding = { id: `f-${id}`, problem: "垃圾桶满溢", town_name: "梅城镇", position: { lon, lat: 29.5 }, photos: [] } as unknown as Finding;
  return { id, state: "wanted", why: "sampled", look_by: "2026-12-01", finding, outcome: null, note: "", ...more };
}

const tell = (...rows: Recheck[]): Promise<void> => applyChanges(ALICE, rows.map((body): Change => ({ noun: "recheck", id: body.id, version: 1, body })), "c");

beforeEach(() => newPhone());

test("what is reported or taken back is no longer to do, also before the server says so", async () => {
  await tell(recheck("a"), recheck("b", { look_by: "2026-11-30" }), recheck("c", { state: "dropped" }), recheck("d", { state: "holds" }));
  expect((await rechecksToDo(ALICE)).map((one) => one.id)).toEqual(["b", "a"]);
  await reportRecheck(ALICE, "draft", recheck("b"), { recheck_id: "b", outcome: "holds", note: " 干净 " }, null);
  expect((await rechecksToDo(ALICE)).map((one) => one.id)).toEqual(["a"]);
  const [sent] = await waitingOf(ALICE);
  expect([sent?.kind, sent?.payload]).toEqual(["recheck.report", { recheck_id: "b", outcome: "holds", note: "干净", position: null, photos: [] }]);
});

test("with a place the way goes on to the nearest one left, without one by day", () => {
  const rows = [recheck("far", {}, 119.9), recheck("near", {}, 119.51), recheck("middle", {}, 119.6)];
  expect(onTheWay(rows, { lon: 119.5, lat: 29.5 }).map((one) => one.id)).toEqual(["near", "middle", "far"]);
  expect(onTheWay(rows, null)).toBe(rows);
});

test.each([
  [{ outcome: "holds", note: "" }, 0, "m.recheck.no_photo"],
  [{ outcome: "", note: "" }, 1, "m.recheck.no_outcome"],
  [{ outcome: "fails", note: " " }, 1, "m.recheck.no_words"],
  [{ outcome: "fails", note: "又满了" }, 1, ""],
  [{ outcome: "holds", note: "" }, 1, ""],
] as const)("a report of %o with %i photos lacks %s", (form, photos, lacks) => {
  expect(missingOf({ recheck_id: "a", ...form }, photos)).toBe(lacks);
});
