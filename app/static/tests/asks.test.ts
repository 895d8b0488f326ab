// Asks, self-checks and places (申请、自查、位置): what the phone shows before the server has told it, and after.
import { describe, expect, test } from "vitest";
import { answersOf, daysFor, openAsks } from "../src/field/asks";
import { isPoorlyPlaced } from "../src/field/looked";
import { checksOfMonth, daysOf } from "../src/field/selfchecks";
import type { Finding, Position, Request, SelfCheck } from "../src/field/shapes";
import type { Done } from "../src/field/work";

const NOON = Date.parse("2026-11-12T04:00:00Z");
const point = (more: Partial<Finding> = {}): Finding => ({ id: "f", state: "fixing", due_at: "2026-11-13T10:00:00Z", offered: [], requests: [], ...more }) as unknown as Finding;
const asked = (more: Partial<Done> = {}): Done => ({ kind: "request.make", subject_id: "f", title: "", request_id: "r", asks: "extension", until: "2026-11-16", kept: false, ...more });
const told = (state: string): Request => ({ id: "r", kind: "extension", state, until: "2026-11-16", asked_at: "" });
const OPEN = [{ request_id: "r", kind: "extension", until: "2026-11-16", mine: true }];

describe("asks", () => {
  test("what waits in the queue is asked at once", () => expect(openAsks(point(), [asked()])).toEqual(OPEN));
  test("what the server tells too is asked once", () => expect(openAsks(point({ requests: [told("asked")] }), [asked()])).toEqual(OPEN));
  test("what a person must decide on is not asked", () => expect(openAsks(point(), [asked({ kept: true })])).toEqual([]));
  test("what the server has seen withdrawn stays so, though the queue remembers it", () => expect(openAsks(point({ requests: [told("withdrawn")] }), [asked()])).toEqual([]));
  test("taken back without signal it is gone at once", () => {
    const back = asked({ kind: "request.withdraw" });
    expect(openAsks(point(), [asked(), back])).toEqual([]);
    expect(openAsks(point({ requests: [told("asked")] }), [back])).toEqual([]);
  });
  test("another point's is not this one's", () => expect(openAsks(point({ id: "g" }), [asked()])).toEqual([]));
  test("an extension lies between the day behind the deadline and the last the server allows", () => {
    const offered = [{ action: "ask_extension", problem: null, latest: "2026-11-16" }];
    expect(daysFor(point({ offered }), "extension", NOON)).toEqual({ min: "2026-11-14", max: "2026-11-16" });
  });
  test("a suspension lies between tomorrow and a year from now", () => expect(daysFor(point(), "suspension", NOON)).toEqual({ min: "2026-11-13", max: "2027-11-12" }));
});

test("the newest answer of each kind is told, and no longer once the same is asked anew", () => {
  const answer = (id: string, state: string, day: number): Request => ({ ...told(state), id, answered_at: `2026-11-1${day}T02:00:00Z` });
  const finding = point({ requests: [answer("b", "refused", 4), answer("a", "granted", 3), { ...answer("c", "granted", 2), kind: "dispute" }] });
  expect(answersOf(finding, []).map((one) => one.id)).toEqual(["c", "b"]);
  expect(answersOf(finding, openAsks(finding, [asked()])).map((one) => one.id)).toEqual(["c"]);
});

describe("self-checks", () => {
  const check = (id: string, checked_at: string, counts: boolean): SelfCheck => ({ id, town_id: "t", dimension: "WS", clean: true, note: "", checked_at, counts });
  const mine = (subject_id: string, day: string): Done => ({ kind: "selfcheck.record", subject_id, title: "", item_code: "LS", clean: false, day, kept: false });

  test("days are counted once, by China's clocks, and only of this month", () => {
    const all = [check("a", "2026-11-11T15:59:00Z", true), check("b", "2026-11-11T16:01:00Z", true), check("c", "2026-11-12T01:00:00Z", true), check("d", "2026-10-30T01:00:00Z", true)];
    expect(daysOf(checksOfMonth(all, [], NOON))).toBe(2);
  });
  test("one that the server has not told yet stands in the list and counts for nothing", () => {
    const list = checksOfMonth([check("a", "2026-11-10T02:00:00Z", true)], [mine("b", "2026-11-12")], NOON);
    expect(list.map((one) => [one.id, one.counts])).toEqual([["b", false], ["a", true]]);
  });
  test("once told it stands there once", () => expect(checksOfMonth([check("b", "2026-11-12T02:00:00Z", true)], [mine("b", "2026-11-12")], NOON)).toHaveLength(1));
});

describe("places", () => {
  const at = (accuracy_m: number): Position => ({ lon: 119, lat: 29, accuracy_m, provider: "geolocation", datum: "wgs84" });
  const recorded = (position: Position | null): Done => ({ kind: "finding.record", subject_id: "f", title: "", kept: false, position });
  const amended: Done = { kind: "finding.amend", subject_id: "f", title: "", kept: false };

  test.each([[at(80), true], [null, true], [at(50), false]])("recorded with %j", (position, poor) => expect(isPoorlyPlaced("f", [recorded(position)], undefined)).toBe(poor));
  test("amended it is no longer poor, before the server knows", () => expect(isPoorlyPlaced("f", [recorded(at(80)), amended], point({ state: "found", accuracy_m: 80 }))).toBe(false));
  test("an amendment that was kept changed nothing", () => expect(isPoorlyPlaced("f", [{ ...amended, kept: true }], point({ state: "found", accuracy_m: 80 }))).toBe(true));
  test("once confirmed it is nothing to be done here", () => expect(isPoorlyPlaced("f", [], point({ state: "confirmed", accuracy_m: 80 }))).toBe(false));
});

test("another unit's request on the same point is seen and not taken back", () => {
  const theirs = { ...told("asked"), offered: [{ action: "withdraw", problem: "request_of_other_unit" }] };
  expect(openAsks(point({ requests: [theirs] }), []).map((one) => one.mine)).toEqual([false]);
});
