// Today (今天要看的镇): the towns of one's open rounds, what is still to see first, each with its place.
import { isoDay } from "./clock";
import { inOrder } from "./sorting";
import { catalogOf } from "./pull";
import type { Round } from "./shapes";
import { all } from "./store";
import { doneBy, openVisits, seenAs } from "./work";

export interface Stop { round: Round; town: { id: string; name: string }; again: boolean; point: { lon: number; lat: number } | null }

const OPEN = new Set(["planned", "under_way"]);

export async function townsToSee(user: string, now: number): Promise<Stop[]> {
  const [rounds, visits, mine, done, catalog] = await Promise.all([all(user, "round"), all(user, "visit"), openVisits(user), doneBy(user), catalogOf(user)]);
  const seen = new Set([...mine, ...visits].map((visit) => seenAs(visit.round_id, visit.town_id)));
  for (const one of done) if (one.seen && !one.kept) seen.add(one.seen); // on its way to the server
  const points = new Map(catalog?.towns.map(({ id, point }) => [id, point]));
  return rounds
    .filter((round) => OPEN.has(round.state) && round.window.to.slice(0, 10) >= isoDay(now))
    .flatMap((round) => round.towns.map((town) => ({ round, town, again: seen.has(seenAs(round.id, town.id)), point: points.get(town.id) ?? null })))
    .sort((a, b) => Number(a.again) - Number(b.again) || inOrder(a.round.window.from, b.round.window.from));
}
