// Rechecks (复查): points I am sent to look at again, nearest first, and what I say of them from the spot.
import { taken } from "./capture/taken";
import { newId } from "./ids";
import { route } from "./nearby";
import { record } from "./outbox";
import type { Json, Position, Recheck, RecheckOutcome } from "./shapes";
import { all, draftsOf } from "./store";
import { declaredOf, doneBy, formOf } from "./work";

export interface RecheckForm { recheck_id: string; outcome: RecheckOutcome | ""; note: string }

/** Not yet looked at, neither by the server's word nor by this phone's. */
export async function rechecksToDo(user: string): Promise<Recheck[]> {
  const [told, mine] = await Promise.all([all(user, "recheck"), doneBy(user)]); // asked at once: behind a wait a live query sees no change
  const done = new Set(mine.filter((one) => one.kind === "recheck.report" && !one.kept).map((one) => one.subject_id));
  const waiting = told.filter((one) => one.state === "wanted" && !done.has(one.id));
  return waiting.sort((a, b) => Date.parse(a.look_by) - Date.parse(b.look_by));
}

/** The way through all of them, from here; without a place by their day. */
export function onTheWay(rechecks: Recheck[], here: { lon: number; lat: number } | null): Recheck[] {
  if (!here) return rechecks;
  return route(rechecks.map((recheck) => ({ recheck, point: recheck.finding.position })), here).map(({ recheck }) => recheck);
}

/** Where a notice about that point leads whoever is sent to it. */
export async function recheckAt(user: string, finding_id: string): Promise<string | undefined> {
  const found = (await all(user, "recheck")).findLast((one) => one.finding.id === finding_id);
  return found && `/recheck/${found.id}`;
}

export async function recheckDraft(user: string, recheck_id: string): Promise<{ id: string; form: RecheckForm }> {
  const found = (await draftsOf(user)).find((row) => row.kind === "recheck" && formOf<RecheckForm>(row).recheck_id === recheck_id);
  return found ? { id: found.id, form: formOf<RecheckForm>(found) } : { id: newId(), form: { recheck_id, outcome: "", note: "" } };
}

/** What of it is still missing, as a key of the sentence; nothing when it can be sent. */
export function missingOf(form: RecheckForm, photos: number): string {
  if (!photos) return "m.recheck.no_photo";
  if (!form.outcome) return "m.recheck.no_outcome";
  return form.outcome === "fails" && !form.note.trim() ? "m.recheck.no_words" : "";
}

export async function reportRecheck(user: string, draft_id: string, recheck: Recheck, form: RecheckForm, position: Position | null): Promise<void> {
  const photos = await taken(draft_id);
  const { outcome, note } = form;
  const payload = { recheck_id: recheck.id, outcome, note: note.trim(), position: position as Json, photos: declaredOf(photos) };
  const about = { title: recheck.finding.problem, place: recheck.finding.town_name, subject_id: recheck.id };
  await record(user, "recheck.report", payload, { ...about, ...(photos[0] ? { photo_id: photos[0].id } : {}) }, draft_id);
}
