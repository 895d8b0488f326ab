import { expect, test } from "vitest";
import { betterClaim } from "../src/field/capture/position";
import { habits, offered, used } from "../src/field/items";
import { marksOf } from "../src/field/map/marks";
import { around, Plane, ruler, zoomed } from "../src/field/map/plane";
import { tilesUnder } from "../src/field/map/tiles";
import { bearing, closedIn, compass, distance, itemsNear, route } from "../src/field/nearby";
import { wantedPictures } from "../src/field/ahead";
import type { Finding, Item, Position } from "../src/field/shapes";
import { ALICE, newPhone } from "./phone";

const HERE = { lon: 119.51, lat: 29.546 };
const north = (metres: number): { lon: number; lat: number } => ({ lon: HERE.lon, lat: HERE.lat + metres / 111_195 });
const at = (metres: number, more: Partial<Finding> = {}): Finding =>
  ({ id: `${metres}`, town_id: "t", item_code: "WS-01", state: "fixing", problem: "卫生死角", position: north(metres), due_at: null, rework_count: 0, ...more }) as Finding;

test("a place on the plane is where the earth has it, to a thousandth, and comes back", () => {
  const plane = new Plane(HERE);
  const far = { lon: 119.7, lat: 29.4 };
  const { x, y } = plane.point(far);
  expect(Math.abs(Math.hypot(x, y) / distance(HERE, far) - 1)).toBeLessThan(0.003);
  expect(plane.degrees({ x, y }).lon).toBeCloseTo(far.lon, 9);
});

test("what is asked for is in the window, and zooming keeps the place under the finger", () => {
  const window = around([{ x: -500, y: 0 }, { x: 700, y: 100 }], 300);
  expect(window.x - 150 * window.scale).toBeLessThan(-500);
  const finger = { x: 40, y: -20 };
  const pixels = (one: { x: number; scale: number }): number => (finger.x - one.x) / one.scale;
  expect(pixels(zoomed(window, 0.5, finger))).toBeCloseTo(pixels(window), 9);
});

test("the ruler is a round length that fits", () => {
  expect([ruler(1, 96), ruler(0.3, 96), ruler(33, 96)].map((one) => one.metres)).toEqual([50, 20, 2000]);
});

test("the shape of a mark says the state, and the worst lies on top", () => {
  const now = Date.parse("2026-11-22T02:00:00Z");
  const marks = marksOf([at(1, { due_at: "2026-11-21T10:00:00Z" }), at(2, { state: "closed" }), at(3, { due_at: "2026-12-20T10:00:00Z", rework_count: 1 }), at(4, { position: null }), at(5, { state: "void" })], now);
  expect(marks.map((mark) => mark.shape)).toEqual(["closed", "rework", "overdue"]);
});

test("the way goes on to the nearest town left, and what has no place comes last", () => {
  const stops = [3000, null, 1000, 2200, -900].map((metres) => ({ metres, point: metres === null ? null : north(metres) }));
  expect(route(stops, HERE).map((stop) => stop.metres)).toEqual([-900, 1000, 2200, 3000, null]);
});

test("what is known within 150 metres is guessed, the nearest first; what was struck off in the town is shown", () => {
  const known = [at(140, { item_code: "DZ-01" }), at(20), at(160, { item_code: "SS-02" })];
  expect(itemsNear(known, { ...HERE, accuracy_m: 8, provider: "", datum: "wgs84" })).toEqual(["WS-01", "DZ-01"]);
  expect(closedIn([at(900, { state: "closed" }), at(50, { state: "closed" }), at(10)], "t", HERE).map((one) => one.metres)).toEqual([50, 900]);
});

test("the two last used come first, then what is near, then what is used often", async () => {
  await newPhone();
  for (const code of ["A", "A", "A", "B", "C"]) await used(ALICE, code);
  const items = ["E", "D", "C", "B", "A"].map((code) => ({ code }) as Item);
  expect(offered(items, { ...(await habits(ALICE)), near: ["D"] }, 5).map((item) => item.code)).toEqual(["C", "B", "D", "A", "E"]);
});

test("the direction is told along the shortest way, in eight winds", () => {
  expect([north(100), { lon: HERE.lon + 0.001, lat: HERE.lat }, north(-100), { lon: HERE.lon - 0.001, lat: HERE.lat + 0.001 }].map((to) => compass(bearing(HERE, to)))).toEqual(["n", "e", "s", "nw"]);
});

const fix = (accuracy_m: number, provider = "geolocation"): Position => ({ ...HERE, accuracy_m, provider, datum: "wgs84" });

test("the place of a photographed point gets better while it is bad, stays once it is good, and a hand's word stands", () => {
  expect(betterClaim(null, fix(80), true)).toEqual(fix(80));
  expect(betterClaim(fix(80), fix(20), true)).toEqual(fix(20));
  expect(betterClaim(fix(80), fix(90), true)).toEqual(fix(80));
  expect(betterClaim(fix(20), fix(5), true)).toEqual(fix(20));
  expect(betterClaim(fix(20), fix(30), false)).toEqual(fix(30));
  expect(betterClaim(fix(20, "hand"), fix(5), false)).toEqual(fix(20, "hand"));
  expect(betterClaim(fix(20), null, false)).toEqual(fix(20));
});

test("pictures are fetched ahead for what can be looked at, the latest first, and not without end", () => {
  const photos = (id: string): Finding["photos"] => [{ id, role: "before", slot: 0, ready: true }, { id: `${id}x`, role: "after", slot: 0, ready: false }];
  const many = Array.from({ length: 200 }, (_, i) => at(i, { photos: photos(`p${i}`), state: i === 199 ? "void" : "closed", due_at: new Date(i * 86_400_000).toISOString() }));
  const wanted = wantedPictures(many);
  expect([wanted.length, wanted[0]]).toEqual([120, "/api/v1/photos/p198/320"]);
});

test("tiles cover the window, lie where the earth has them, and are asked of 天地图 by their Web Mercator numbers", () => {
  const plane = new Plane(HERE);
  const size = { width: 360, height: 480 };
  const view = { ...plane.point(HERE), scale: 2 };
  const tiles = tilesUnder(["https://t{s}.example/{z}/{x}/{y}"], plane, view, size);
  const [z, x, y] = [16, 54524, 27133]; // 119.51° E, 29.546° N by the formula of the OGC's GoogleMapsCompatible matrix
  expect(tiles.map((tile) => tile.href.replace(/t[0-7]/, "t"))).toContain(`https://t.example/${z}/${x}/${y}`);
  expect(Math.min(...tiles.map((tile) => tile.x))).toBeLessThanOrEqual(-360);
  expect(Math.max(...tiles.map((tile) => tile.y + tile.height))).toBeGreaterThanOrEqual(480);
  expect(tiles.length).toBeLessThan(30);
  expect(tilesUnder([], plane, view, size)).toEqual([]);
});
