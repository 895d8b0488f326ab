import { expect, test } from "vitest";
import { countdown } from "../src/field/clock";
import { readExif } from "../src/field/capture/exif";
import { inApp } from "../src/field/fitness";
import { newOpId } from "../src/field/ids";
import { offered, search } from "../src/field/items";
import { lookedOf } from "../src/field/looked";
import { distance, suggestions } from "../src/field/nearby";
import { fromHeader, isReceipt } from "../src/field/receipt";
import type { Checklist, Finding, Item } from "../src/field/shapes";

const item = (code: string, problem: string, initials: string): Item => ({
  code, problem, initials, dimension: code.slice(0, 2), standard: "", deduction: "1", unit: "处", severity: "ordinary", time_grade: "T2", red_line: false, merge_radius_m: 30, done_when: "",
});
const ITEMS = [item("WS-01", "成堆成片暴露垃圾", "cdcpblj"), item("SS-02", "井盖缺失、移位", "jgqsyw"), item("DZ-01", "出店经营", "cdjy")];
const RECEIPT = { op_id: "a", body_sha256: "b", stream: "s", seq: 4, head: "h", server_time: "t", signature: "x" };
const point = (state: string, lat: number): Finding => ({ id: "f", town_id: "t", state, spot_id: "p", item_code: "WS-01", position: { lon: 119.5, lat } }) as Finding;

test("an item is found by a word, by its initials and by its code", () => {
  expect(["井盖", "JGQS", "ss-02"].map((asked) => search(ITEMS, asked)[0]?.code)).toEqual(["SS-02", "SS-02", "SS-02"]);
});

test("recent items stand first, and none stands twice", () => {
  expect(offered(ITEMS, { recent: ["DZ-01", "gone"], often: [], near: [] }, 3).map((one) => one.code)).toEqual(["DZ-01", "WS-01", "SS-02"]);
});

test("an open point within the radius may be the same, a closed one may be back, a far one is neither", () => {
  const told = suggestions([point("fixing", 29.5001), point("closed", 29.5002), point("fixing", 29.51)], ITEMS[0]!, "t", { lon: 119.5, lat: 29.5, accuracy_m: 5, provider: "", datum: "wgs84" });
  expect(told.map(({ spot }) => spot.is)).toEqual(["same", "again"]);
});

test("a degree of latitude is 111 kilometres", () => {
  expect(Math.round(distance({ lon: 119, lat: 29 }, { lon: 119, lat: 30 }) / 1000)).toBe(111);
});

test("a dimension with a finding is looked at, whatever its switch says", () => {
  const checklist: Checklist = { version: "1", dimensions: [{ code: "WS", name: "环境卫生", full: "25" }, { code: "DZ", name: "秩序", full: "15" }], items: ITEMS };
  const visit = { visit_id: "v", round_id: "r", town_id: "t", town_name: "", started_at: "", looked: { WS: "clean" as const } };
  const rows = lookedOf(checklist, visit, [{ item_code: "WS-01" }]);
  expect(rows.map((row) => row.looked)).toEqual(["found", "not_looked"]);
});

test("a receipt must carry our hash, our id and all its parts", () => {
  expect(isReceipt(RECEIPT, { op_id: "a", sha256: "b" })).toBe(true);
  expect(isReceipt({ ...RECEIPT, signature: "" }, { op_id: "a", sha256: "b" })).toBe(false);
  expect(isReceipt(RECEIPT, { op_id: "other", sha256: "b" })).toBe(false);
  expect(isReceipt("<html>", { sha256: "b" })).toBe(false);
});

test("a header that is no receipt is none", () => {
  const sha = "a".repeat(64);
  const receipt = { ...RECEIPT, body_sha256: sha };
  expect(fromHeader(JSON.stringify(receipt), sha)).toEqual(receipt);
  expect([fromHeader("<html>", sha), fromHeader(JSON.stringify(RECEIPT), sha), fromHeader(null, sha)]).toEqual([undefined, undefined, undefined]);
});

test("an operation id is a version 7 UUID that sorts by time", () => {
  const [first, second] = [newOpId(1_795_000_000_000), newOpId(1_795_000_000_001)];
  expect(first).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-7[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(first < second).toBe(true);
});

test("a countdown says days, then hours, then that it is over; at the printed moment it is over", () => {
  const at = Date.parse("2026-11-18T10:00:00Z");
  const said = (due_at: string, rework_count = 0): unknown => countdown({ due_at, soon_at: "2026-11-18T10:00:00Z", rework_count }, at);
  const calm = { due_at: "2026-11-29T10:00:00Z", soon_at: "2026-11-18T10:00:01Z", rework_count: 0 };
  expect(countdown(calm, at)).toMatchObject({ tone: "", n: 7, unit: "天" }); // of eleven days two weekends are not worked
  expect(said("2026-11-18T15:30:00Z")).toMatchObject({ tone: "blue", n: 5, unit: "小时" });
  expect(said("2026-11-18T15:30:00Z", 1)).toMatchObject({ tone: "blue" }); // time presses before what came back
  expect(countdown({ ...calm, rework_count: 1 }, at)).toMatchObject({ tone: "yellow" });
  expect(said("2026-11-18T10:00:00Z")).toMatchObject({ tone: "red" });
  expect(said("2026-11-17T10:00:00Z")).toMatchObject({ tone: "red", n: 1, unit: "天" });
});

test("a file that is no picture, or a cut one, has no metadata and makes no error", () => {
  const cut = new Uint8Array([0xff, 0xd8, 0xff, 0xe1, 0, 40, 0x45, 0x78, 0x69, 0x66, 0, 0, 0x49, 0x49, 42, 0, 8, 0, 0, 0, 9, 0]);
  expect([readExif(new ArrayBuffer(0)), readExif(new TextEncoder().encode("<script>").buffer), readExif(cut.buffer)]).toEqual([{}, {}, {}]);
});

test("a browser inside another app is known by its name, an ordinary one is not mistaken for one", () => {
  const [wechat, dingtalk, chrome] = ["Mozilla/5.0 MicroMessenger/8.0", "Mozilla/5.0 AliApp(DingTalk/7.0)", "Mozilla/5.0 (Linux; Android 14) Chrome/130.0 Mobile Safari/537.36"];
  expect([wechat, dingtalk, chrome].map(inApp)).toEqual(["wechat", "dingtalk", undefined]);
});
