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

const spotOf = (finding: Finding): Spot => ({ is: finding.state === "closed" ? "again" : "same", spot_id: finding.spot_id! });

export function distance(a: { lon: number; lat: number }, b: { lon: number; lat: number }): number {
  const [lat1, lat2] = [rad(a.lat), rad(b.lat)];
  const h = Math.sin((lat2 - lat1) / 2) ** 2 + Math.cos(lat1) * Math.cos(lat2) * Math.sin(rad(b.lon - a.lon) / 2) ** 2;
  return 2 * EARTH * Math.asin(Math.sqrt(h));
}

const rad = (degrees: number): number => (degrees * Math.PI) / 180;
