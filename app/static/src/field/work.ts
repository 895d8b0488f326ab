// Work (手上的活): visits, findings and evidence as this phone knows them: the mirror, and what is not sent yet.
import { taken } from "./capture/taken";
import { newId } from "./ids";
import { record } from "./outbox";
import type { RequestForm } from "./asks";
import type { RecheckForm } from "./rechecks";
import type { SelfCheckForm } from "./selfchecks";
import type { About, Draft, Finding, Json, Kind, Looked, Photo, Position, Round, Spot, Visit } from "./shapes";
import { forgetTracks, sentTrack } from "./track";
import { all, changeDraft, draft, draftsOf, one, saveDraft, settledOf, waitingOf, whenWritten } from "./store";

export interface VisitForm { visit_id: string; round_id: string; town_id: string; town_name: string; started_at: string; looked: Record<string, Looked> }
export interface FindingForm { visit_id: string; item_code: string; quantity: string; note: string; spot: Spot; position: Position | null }
export interface EvidenceForm { finding_id: string; note: string }

export const asJson = (form: VisitForm | FindingForm | EvidenceForm | RequestForm | SelfCheckForm | RecheckForm): Json => JSON.parse(JSON.stringify(form)) as Json;
export const formOf = <F>(row: Draft): F => row.body as unknown as F;

/** What this phone has done and the mirror may not show yet. */
export interface Done extends Omit<About, "place"> { kind: Kind; kept: boolean }

export async function doneBy(user: string): Promise<Done[]> {
  const rows = [...(await waitingOf(user)).map((op) => ({ ...op, kept: false })), ...(await settledOf(user)).map((row) => ({ ...row, kept: row.verdict === "kept" }))];
  return rows.map(({ kind, about, kept }) => ({ kind, kept, ...about }));
}

export async function hasDone(user: string, kind: Kind, subject_id: string): Promise<boolean> {
  return (await waitingOf(user)).some((op) => op.kind === kind && op.about.subject_id === subject_id);
}

/** Visits under way: those of this phone, and those the server knows from another one. */
export async function openVisits(user: string): Promise<VisitForm[]> {
  const drafts = await draftsOf(user);
  const over = new Set((await all(user, "visit")).filter((visit) => visit.state !== "started").map((visit) => visit.id));
  const begun = new Set(drafts.filter((row) => row.kind === "finding").map((row) => formOf<FindingForm>(row).visit_id));
  const isMine = (visit: VisitForm): boolean => !over.has(visit.visit_id) || begun.has(visit.visit_id); // what is begun can be ended
  const mine = drafts.filter((row) => row.kind === "visit").map(formOf<VisitForm>).filter(isMine);
  const ended = new Set((await doneBy(user)).filter((done) => done.kind === "visit.finish").map((done) => done.subject_id));
  const known = new Set([...mine.map((visit) => visit.visit_id), ...ended]);
  const others = (await all(user, "visit")).filter((visit) => visit.state === "started" && !known.has(visit.id));
  return [...mine, ...(await Promise.all(others.map((visit) => formFrom(user, visit))))];
}

async function formFrom(user: string, visit: Visit): Promise<VisitForm> {
  const round = await one(user, "round", visit.round_id);
  const looked = Object.fromEntries(visit.dimensions.map(({ code, looked: how }) => [code, how]));
  const town_name = round?.towns.find((town) => town.id === visit.town_id)?.name ?? "";
  return { visit_id: visit.id, round_id: visit.round_id, town_id: visit.town_id, town_name, started_at: visit.started_at, looked };
}

export async function startVisit(user: string, round: Round, town: { id: string; name: string }, position: Position | null): Promise<string> {
  const visit_id = newId();
  const started_at = new Date().toISOString();
  const form: VisitForm = { visit_id, round_id: round.id, town_id: town.id, town_name: town.name, started_at, looked: {} };
  await saveVisit(user, form);
  const payload = { visit_id, round_id: round.id, town_id: town.id, started_at, position: position as Json };
  await record(user, "visit.start", payload, { title: "m.kind.visit.start", place: town.name, subject_id: visit_id, visit_id, seen: seenAs(round.id, town.id) });
  return visit_id;
}

/** A town of a round: what a visit, also one still on its way, has made seen. */
export const seenAs = (round_id: string, town_id: string): string => `${round_id} ${town_id}`;

export const saveVisit = (user: string, form: VisitForm): Promise<void> => saveDraft(draftOf(user, form));

const draftOf = (user: string, form: VisitForm): Draft => ({ id: form.visit_id, user_id: user, kind: "visit", body: asJson(form), updated_at: Date.now() });

/** The same again takes it back. `visit` as the screen shows it, which a quick thumb is ahead of. */
export async function sayLooked(user: string, visit: VisitForm, code: string, looked: Looked): Promise<void> {
  await changeDraft(visit.visit_id, (row) => {
    const form = row ? formOf<VisitForm>(row) : visit;
    return draftOf(user, { ...form, looked: { ...form.looked, [code]: form.looked[code] === looked ? "not_looked" : looked } });
  });
}

/** What was said of it last, once all of that is on the disk. */
export async function visitNow(visit: VisitForm): Promise<VisitForm> {
  await whenWritten();
  const row = await draft(visit.visit_id);
  return row ? formOf<VisitForm>(row) : visit;
}

export async function finishVisit(user: string, form: VisitForm, dimensions: { code: string; looked: Looked }[]): Promise<void> {
  const ended_at = new Date().toISOString();
  const track = await sentTrack(user, form.visit_id, form.started_at, ended_at);
  const payload = { visit_id: form.visit_id, ended_at, dimensions, ...(track.length ? { track: track as unknown as Json } : {}) };
  const about = { title: "m.kind.visit.finish", place: form.town_name, subject_id: form.visit_id, visit_id: form.visit_id };
  await record(user, "visit.finish", payload, about, form.visit_id);
  await forgetTracks(user, (await openVisits(user)).map((visit) => visit.visit_id));
}

export const declaredOf = (photos: Photo[]): Json[] => photos.map((photo) => photo.declared as unknown as Json);

export interface Recording { finding_id: string; form: FindingForm; visit: VisitForm; checklist_version: string; title: string }

export async function recordFinding(user: string, { finding_id, form, visit, checklist_version, title }: Recording): Promise<void> {
  const photos = await taken(finding_id);
  const { item_code, quantity, note, spot, position } = asJson(form) as unknown as FindingForm; // plain: the store takes no proxies
  const payload = {
    finding_id, town_id: visit.town_id, round_id: visit.round_id, visit_id: visit.visit_id, source: "inspection",
    item_code, checklist_version, quantity, note, position: position as Json, spot: spot as unknown as Json, photos: declaredOf(photos),
  };
  const about = { title, place: visit.town_name, subject_id: finding_id, visit_id: visit.visit_id, item_code, position, ...(photos[0] ? { photo_id: photos[0].id } : {}) };
  await record(user, "finding.record", payload, about, finding_id);
}

export async function amendPlace(user: string, finding_id: string, title: string, place: string, position: Position): Promise<void> {
  const set = JSON.parse(JSON.stringify(position)) as Position;
  await record(user, "finding.amend", { finding_id, position: set as unknown as Json }, { title, place, subject_id: finding_id, position: set });
}

/** Strokes without a name say nothing of whose they are: they go only with one. */
export async function handOver(user: string, finding_id: string, title: string, place: string, { name, signature }: { name: string; signature: string }): Promise<void> {
  const payload = { finding_id, ...(name ? { signed: { name, ...(signature ? { signature } : {}) } } : {}) };
  await record(user, "finding.hand_over", payload, { title, place, subject_id: finding_id });
}

export async function submitEvidence(user: string, evidence_id: string, finding: Finding, note: string): Promise<void> {
  const photos = await taken(evidence_id);
  const payload = { evidence_id, finding_id: finding.id, note, photos: declaredOf(photos) };
  const about = { title: finding.problem, place: finding.town_name, subject_id: finding.id, ...(photos[0] ? { photo_id: photos[0].id } : {}) };
  await record(user, "evidence.submit", payload, about, evidence_id);
}

/** One open answer per finding, found again after a kill. */
export async function evidenceDraft(user: string, finding_id: string): Promise<{ id: string; form: EvidenceForm }> {
  const found = (await draftsOf(user)).find((row) => row.kind === "evidence" && formOf<EvidenceForm>(row).finding_id === finding_id);
  return found ? { id: found.id, form: formOf<EvidenceForm>(found) } : { id: newId(), form: { finding_id, note: "" } };
}

export async function findingDraft(id: string): Promise<FindingForm | undefined> {
  const row = await draft(id);
  return row && formOf<FindingForm>(row);
}
