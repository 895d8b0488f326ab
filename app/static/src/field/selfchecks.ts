// Self-checks (自查): what this town looked at this month, sent or not; a day counts once its photos have arrived.
import { taken } from "./capture/taken";
import { isoDay } from "./clock";
import { newId } from "./ids";
import { inOrder } from "./sorting";
import { record } from "./outbox";
import type { Json, Person, Position, SelfCheck } from "./shapes";
import { draftsOf } from "./store";
import { declaredOf, formOf, type Done } from "./work";

export interface SelfCheckForm { dimension: string; clean: boolean; note: string }
export interface Checked { id: string; dimension: string; clean: boolean; day: string; counts: boolean; kept: boolean }

export async function selfCheckDraft(user: string): Promise<{ id: string; form: SelfCheckForm }> {
  const found = (await draftsOf(user)).find((row) => row.kind === "selfcheck");
  return found ? { id: found.id, form: formOf<SelfCheckForm>(found) } : { id: newId(), form: { dimension: "", clean: true, note: "" } };
}

export async function recordSelfCheck(who: Person, selfcheck_id: string, form: SelfCheckForm, position: Position | null, now: number): Promise<void> {
  const photos = await taken(selfcheck_id);
  const { dimension, clean, note } = form;
  const payload = { selfcheck_id, town_id: who.place?.id ?? "", dimension, clean, note, position: position as Json, photos: declaredOf(photos) };
  const about = { title: "m.kind.selfcheck.record", place: who.place?.name ?? "", subject_id: selfcheck_id, item_code: dimension, clean, day: isoDay(now) };
  await record(who.id, "selfcheck.record", payload, { ...about, ...(photos[0] ? { photo_id: photos[0].id } : {}) }, selfcheck_id);
}

/** Of the running month, newest first; what this phone has made and the server has not told yet stands with it. */
export function checksOfMonth(told: SelfCheck[], done: Done[], now: number): Checked[] {
  const month = isoDay(now).slice(0, 7);
  const known = new Set(told.map((check) => check.id));
  const there = told.map((check) => ({ id: check.id, dimension: check.dimension ?? "", clean: check.clean, day: isoDay(Date.parse(check.checked_at)), counts: check.counts, kept: false }));
  const here = done.filter((one) => one.kind === "selfcheck.record" && !known.has(one.subject_id));
  const mine = here.map(({ subject_id, item_code, clean, day, kept }) => ({ id: subject_id, dimension: item_code ?? "", clean: clean ?? true, day: day ?? "", counts: false, kept }));
  return [...mine, ...there].filter((check) => check.day.startsWith(month)).sort((a, b) => inOrder(b.day, a.day));
}

export const daysOf = (checks: Checked[]): number => new Set(checks.map((check) => check.day)).size;
