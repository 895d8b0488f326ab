// Nearby (附近已知的点): is this the same place again? The person says; the rule only suggests (decision 21).
import type { Finding, Item, Position, Spot } from "./shapes";

const EARTH = 6_371_008.8;

export interface Suggestion { finding: Finding; spot: Spot; metres: number }

/** Known occurrences of the same item within its merge radius: an open one is the same, a closed one is back again. */
export function suggestions(findings: Finding[], item: Item, town_id: string, at: Position | null): Suggestion[] {
  if (!at) return [];
  return findings
    .filter((one) => one.item_code === item.code && one.town_id === town_id && one.state !== "void" && one.spot_id !== null && one.position !== null)
    .map((finding) => ({ finding, metres: Math.round(distance(at, finding.position!)), spot: spotOf(finding) }))
    .filter(({ metres }) => metres <= item.merge_radius_m)
    .sort((a, b) => a.metres - b.metres);
}

const CLOSE_BY = 150;

/** Item codes of what is known close by, the nearest first: the same thing tends to be there again. */
export function itemsNear(findings: Finding[], at: Position | null): string[] {
  if (!at) return [];
  const near = findings.flatMap(({ item_code, position }) => (position ? [{ item_code, metres: distance(at, position) }] : []));
  return [...new Set(near.filter(({ metres }) => metres <= CLOSE_BY).sort((a, b) => a.metres - b.metres).map(({ item_code }) => item_code))];
}

/** Points struck off in that town, the nearest first: so they looked, so they look now. */
export function closedIn(findings: Finding[], town_id: string, at: { lon: number; lat: number } | null): { finding: Finding; metres: number | null }[] {
  return findings
    .filter((one) => one.town_id === town_id && one.state === "closed")
    .map((finding) => ({ finding, metres: at && finding.position ? Math.round(distance(at, finding.position)) : null }))
    .sort((a, b) => (a.metres ?? Infinity) - (b.metres ?? Infinity));
}

/** The way through all of them: always on to the nearest one left; what has no place comes last. */
export function route<T extends { point: { lon: number; lat: number } | null }>(stops: T[], from: { lon: number; lat: number }): T[] {
  const left = stops.filter((stop) => stop.point);
  const way: T[] = [];
  for (let at = from; left.length; at = way.at(-1)!.point!) {
    const next = left.reduce((best, stop) => (distance(at, stop.point!) < distance(at, best.point!) ? stop : best));
    way.push(...left.splice(left.indexOf(next), 1));
  }
  return [...way, ...stops.filter((stop) => !stop.point)];
}

const spotOf = (finding: Finding): Spot => ({ is: finding.state === "closed" ? "again" : "same", spot_id: finding.spot_id! });

export function distance(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const [lat1, lat2] = [rad(a.lat), rad(b.lat)];
  const h = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}

/** Which way it lies: degrees clockwise from north, along the shortest way. */
export function bearing(from: { lon: number; lat: number }, to: { lon: number; lat: number }): number {
  const [lat1, lat2, lon] = [rad(from.lat), rad(to.lat), rad(to.lon - from.lon)];
  const y = Math.sin(lon) * Math.cos(lat2);
  const x = Math.cos(lat1) * Math.sin(lat2) - Math.sin(lat1) * Math.cos(lat2) * Math.cos(lon);
  return ((Math.atan2(y, x) * 180) / Math.PI + 360) % 360;
}

const WINDS = ["n", "ne", "e", "se", "s", "sw", "w", "nw"] as const;

export const compass = (degrees: number): (typeof WINDS)[number] => WINDS[Math.round(degrees / 45) % 8]!;

const rad = (degrees: number): number => (degrees * Math.PI) / 180;
