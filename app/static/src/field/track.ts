// Track (路线): the way of a visit as this phone noted it; a draft of its own until the visit's end takes it along.
import { distance } from "./nearby";
import type { Draft } from "./shapes";
import { draft, draftsOf, dropDraft, fact, saveDraft, setFact } from "./store";

export interface TrackPoint { at: string; lon: number; lat: number; accuracy_m: number }
interface TrackForm { visit_id: string; points: TrackPoint[] }

export const MOST_POINTS = 2_000; // the server takes no more
const FAR_ENOUGH = 15; // metres
const LONG_ENOUGH = 60_000;
const WORST = 100; // metres

const idOf = (visit_id: string): string => `track:${visit_id}`;
const switchOf = (user: string): string => `track:${user}`;
const formOf = (row: Draft): TrackForm => row.body as unknown as TrackForm;

export const mayNote = async (user: string): Promise<boolean> => (await fact<boolean>(switchOf(user))) ?? true;

/** Switched off, what is not sent yet goes too. */
export async function letNote(user: string, may: boolean): Promise<void> {
  await setFact(switchOf(user), may);
  if (!may) await forgetTracks(user, []);
}

export async function trackOf(visit_id: string): Promise<TrackPoint[]> {
  const row = await draft(idOf(visit_id));
  return row ? formOf(row).points : [];
}

/** On the disk before it says so; one that is too vague or too near the last one is none. */
export async function note(user: string, visit_id: string, point: TrackPoint): Promise<void> {
  const points = await trackOf(visit_id);
  if (!isNews(points.at(-1), point)) return;
  const kept = points.length < 2 * MOST_POINTS ? points : evenly(points, MOST_POINTS); // a visit that somebody forgot to end
  const body = { visit_id, points: [...kept, point] };
  await saveDraft({ id: idOf(visit_id), user_id: user, kind: "track", body: body as unknown as Draft["body"], updated_at: Date.now() });
}

export function isNews(last: TrackPoint | undefined, next: TrackPoint): boolean {
  if (next.accuracy_m > WORST) return false;
  if (!last) return true;
  const passed = Date.parse(next.at) - Date.parse(last.at);
  return passed > 0 && (passed >= LONG_ENOUGH || distance(last, next) >= FAR_ENOUGH);
}

/** What leaves with the visit's end: nothing from before its start or after its end, also where a clock was set meanwhile. */
export async function sentTrack(user: string, visit_id: string, started_at: string, ended_at: string): Promise<TrackPoint[]> {
  if (!(await mayNote(user))) return [];
  const within = (await trackOf(visit_id)).filter(({ at }) => Date.parse(at) >= Date.parse(started_at) && Date.parse(at) <= Date.parse(ended_at));
  return evenly(inOrder(within), MOST_POINTS);
}

function inOrder(points: TrackPoint[]): TrackPoint[] {
  const kept: TrackPoint[] = [];
  for (const point of points) if (Date.parse(point.at) > Date.parse(kept.at(-1)?.at ?? "1970-01-01")) kept.push(point);
  return kept;
}

/** So many of them at most, the first and the last among them. */
export function evenly<T>(points: T[], most: number): T[] {
  if (points.length <= most) return points;
  return Array.from({ length: most }, (_none, i) => points[Math.round((i * (points.length - 1)) / (most - 1))]!);
}

/** Ways of visits that are over, or of all when none is open. */
export async function forgetTracks(user: string, open: string[]): Promise<void> {
  const mine = (await draftsOf(user)).filter((row) => row.kind === "track" && !open.includes(formOf(row).visit_id));
  for (const row of mine) await dropDraft(row.id);
}
