// Track (路线): thin, at once on the disk, one operation with the visit's end, and gone when it is not wanted.
import { beforeEach, expect, test } from "vitest";
import { draftsOf, waitingOf } from "../src/field/store";
import { evenly, forgetTracks, isNews, letNote, MOST_POINTS, note, trackOf, type TrackPoint } from "../src/field/track";
import { finishVisit, saveVisit, type VisitForm } from "../src/field/work";
import { ALICE, newPhone } from "./phone";

const BEGAN = Date.now() - 3_600_000;
const VISIT: VisitForm = { visit_id: "v1", round_id: "r", town_id: "t", town_name: "梅城镇", started_at: new Date(BEGAN).toISOString(), looked: {} };
const point = (seconds: number, metres: number, accuracy_m = 8): TrackPoint => ({ at: new Date(BEGAN + seconds * 1000).toISOString(), lon: 119.4991, lat: 29.5429 + metres / 111_195, accuracy_m });
const tracks = async (): Promise<number> => (await draftsOf(ALICE)).filter((row) => row.kind === "track").length;
const sent = async (): Promise<{ track?: TrackPoint[] }> => (await waitingOf(ALICE)).find((op) => op.kind === "visit.finish")?.payload as { track?: TrackPoint[] };

beforeEach(async () => {
  await newPhone();
  await saveVisit(ALICE, VISIT);
});

test.each([
  ["fifteen metres on", point(5, 15), true],
  ["fourteen metres on", point(5, 14), false],
  ["a minute later in the same place", point(60, 0), true],
  ["just under a minute later", point(59, 0), false],
  ["too vague", point(90, 200, 101), false],
  ["as vague as it may be", point(90, 200, 100), true],
  ["from before", point(-90, 200), false],
])("a point %s", (_name, next, is) => expect(isNews(point(0, 0), next)).toBe(is));

test("each point is on the disk before the next one, and the visit's end takes them along in one operation", async () => {
  await note(ALICE, "v1", point(1, 0));
  await note(ALICE, "v1", point(20, 30));
  expect(await trackOf("v1")).toHaveLength(2);
  await finishVisit(ALICE, VISIT, []);
  expect((await sent()).track).toEqual([point(1, 0), point(20, 30)]);
  expect(await tracks()).toBe(0);
});

test("a visit without a track ends without the field", async () => {
  await finishVisit(ALICE, VISIT, []);
  expect(Object.keys(await sent())).toEqual(["visit_id", "ended_at", "dimensions"]);
});

test("nothing from before the start leaves, nor from a clock that ran ahead", async () => {
  for (const one of [point(-60, 0), point(10, 20), point(7200, 60)]) await note(ALICE, "v1", one);
  await finishVisit(ALICE, VISIT, []);
  expect((await sent()).track).toEqual([point(10, 20)]);
});

test("switched off, what was noted is gone and nothing is sent", async () => {
  await note(ALICE, "v1", point(1, 0));
  await letNote(ALICE, false);
  expect(await tracks()).toBe(0);
  await note(ALICE, "v1", point(30, 0));
  await finishVisit(ALICE, VISIT, []);
  expect(await sent()).not.toHaveProperty("track");
});

test("the way of a visit that is over is forgotten, that of an open one stays", async () => {
  await note(ALICE, "v1", point(1, 0));
  await note(ALICE, "v2", point(1, 0));
  await forgetTracks(ALICE, ["v1"]);
  expect([await trackOf("v1"), await trackOf("v2")].map((points) => points.length)).toEqual([1, 0]);
});

test("more than the server takes is thinned evenly, with its ends", () => {
  const many = Array.from({ length: 5_001 }, (_none, i) => i);
  const few = evenly(many, MOST_POINTS);
  expect([few.length, few[0], few.at(-1), new Set(few).size]).toEqual([MOST_POINTS, 0, 5_000, MOST_POINTS]);
  expect(Math.max(...few.slice(1).map((n, i) => n - few[i]!))).toBeLessThanOrEqual(3);
});
