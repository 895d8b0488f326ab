// Asks (申请): what this town has asked about a point, from the mirror and from what is not sent yet; and asking anew.
import { taken } from "./capture/taken";
import { isoDay } from "./clock";
import { newId } from "./ids";
import { record } from "./outbox";
import type { Finding, Json, Request, RequestKind } from "./shapes";
import { draftsOf } from "./store";
import { declaredOf, formOf, type Done } from "./work";

export interface RequestForm { finding_id: string; kind: RequestKind; until: string; reason: string; unit_name: string }
/** `mine`: of this unit, so that it may be taken back; another one's is only seen. */
export interface Open { request_id: string; kind: RequestKind; until: string | null; mine: boolean }
export const KINDS: RequestKind[] = ["extension", "suspension", "dispute"];
const DAY = 86_400_000;
const LONGEST = 365 * DAY; // a suspension

/** One open form per point and kind, found again after a kill. */
export async function requestDraft(user: string, finding_id: string, kind: RequestKind): Promise<{ id: string; form: RequestForm }> {
  const forms = (await draftsOf(user)).filter((row) => row.kind === "request");
  const found = forms.find((row) => formOf<RequestForm>(row).finding_id === finding_id && formOf<RequestForm>(row).kind === kind);
  return found ? { id: found.id, form: formOf<RequestForm>(found) } : { id: newId(), form: { finding_id, kind, until: "", reason: "", unit_name: "" } };
}

export async function askFor(user: string, request_id: string, finding: Finding, form: RequestForm): Promise<void> {
  const photos = await taken(request_id);
  const { kind, reason, until, unit_name } = form;
  const more: { [field: string]: Json } = kind === "dispute" ? { unit_name } : { until };
  const payload = { request_id, finding_id: finding.id, kind, reason, ...more, photos: declaredOf(photos) };
  const about = { title: finding.problem, place: finding.town_name, subject_id: finding.id, request_id, asks: kind, until: until || null };
  await record(user, "request.make", payload, { ...about, ...(photos[0] ? { photo_id: photos[0].id } : {}) }, request_id);
}

export async function withdraw(user: string, finding: Finding, { request_id, kind }: Pick<Open, "request_id" | "kind">): Promise<void> {
  const about = { title: finding.problem, place: finding.town_name, subject_id: finding.id, request_id, asks: kind };
  await record(user, "request.withdraw", { request_id }, about);
}

/** What waits for an answer: as the server knows it, and as this phone has said since. */
export function openAsks(finding: Finding, done: Done[]): Open[] {
  const mine = done.filter((one) => one.subject_id === finding.id && !one.kept && one.request_id !== undefined);
  const taken = new Set(mine.filter((one) => one.kind === "request.withdraw").map((one) => one.request_id));
  const told = finding.requests ?? []; // an older server told none
  const known = new Set(told.map((request) => request.id));
  const here = mine.filter((one) => one.kind === "request.make" && !known.has(one.request_id!)).map(({ request_id, asks, until }) => ({ request_id: request_id!, kind: asks!, until: until ?? null, mine: true }));
  const made = new Set(mine.filter((one) => one.kind === "request.make").map((one) => one.request_id));
  const asOpen = ({ id, kind, until, offered }: Request): Open => ({ request_id: id, kind, until, mine: made.has(id) || (offered?.some((one) => one.action === "withdraw" && !one.problem) ?? false) });
  return [...told.filter((request) => request.state === "asked").map(asOpen), ...here].filter((one) => !taken.has(one.request_id));
}

/** The county's newest word on each kind, unless the same has been asked anew since. */
export function answersOf(finding: Finding, open: Open[]): Request[] {
  const answered = (finding.requests ?? []).filter((request) => request.answered_at && !open.some((one) => one.kind === request.kind));
  const newest = new Map(answered.sort((a, b) => Date.parse(a.answered_at!) - Date.parse(b.answered_at!)).map((request) => [request.kind, request]));
  return [...newest.values()];
}

/** First and last day that may be wished for, as a date field takes them. */
export function daysFor(finding: Finding, kind: RequestKind, now: number): { min: string; max: string } {
  if (kind === "suspension") return { min: isoDay(now + DAY), max: isoDay(now + LONGEST) };
  const after = isoDay(Date.parse(finding.due_at ?? "") + DAY);
  const latest = finding.offered.find((one) => one.action === "ask_extension")?.latest ?? "";
  return { min: latest && latest < after ? latest : after, max: latest };
}
