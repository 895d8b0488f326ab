// Acts (手机上的动作): what a person does with the phone, by the functions the screens call.
import { readFileSync } from "node:fs";
import { sha256 } from "../../src/field/digest";
import { newId } from "../../src/field/ids";
import { ask } from "../../src/field/net";
import type { Kind, Waiting, Witness } from "../../src/field/shapes";
import { addPhoto, draft, fact, photosOfUser, saveDraft, settledOf, waitingOf, witnessesOf } from "../../src/field/store";
import { drain } from "../../src/field/sync";
import { send } from "../../src/field/trigger";
import { asJson, finishVisit, type FindingForm, formOf, recordFinding, startVisit, type VisitForm } from "../../src/field/work";
import { passTime } from "./browser";

export interface Taken { path: string; original?: string }
export interface Noted { finding_id: string; visit_id: string; note: string; photos: Taken[] }

/** What the phone calls saved: its id and the hash of its bytes, from wherever it lies by now. */
interface Said { op_id: string; sha256: string }

export async function me(): Promise<string> {
  const user = await fact<string>("user_id");
  if (user === undefined) throw new Error("nobody is signed in");
  return user;
}

async function said(user: string, kind: Kind, subject_id: string): Promise<Said> {
  const isIt = (row: { kind: Kind; about: { subject_id: string } }): boolean => row.kind === kind && row.about.subject_id === subject_id;
  const waiting = (await waitingOf(user)).find(isIt);
  if (waiting) return { op_id: waiting.op_id, sha256: waiting.sha256 };
  const { op_id, receipt } = (await settledOf(user)).find(isIt)!;
  return { op_id, sha256: receipt.body_sha256 };
}

export async function start({ round_id, town_id }: { round_id: string; town_id: string }): Promise<Said & { visit_id: string }> {
  const user = await me();
  const round = { id: round_id, title: "", kind: "announced", state: "planned", window: { from: "", to: "" }, towns: [], checklist_version: "" } as const;
  const visit_id = await startVisit(user, { ...round, towns: [] }, { id: town_id, name: "梅城镇" }, null);
  return { ...(await said(user, "visit.start", visit_id)), visit_id };
}

export async function record({ finding_id, visit_id, note, photos }: Noted): Promise<Said> {
  const user = await me();
  const visit = formOf<VisitForm>((await draft(visit_id))!);
  const form: FindingForm = { visit_id, item_code: "WS-03", quantity: "1", note, spot: { is: "new" }, position: null };
  await saveDraft({ id: finding_id, user_id: user, kind: "finding", body: asJson(form), updated_at: Date.now() });
  for (const [slot, taken] of photos.entries()) await take(user, finding_id, slot, taken);
  await recordFinding(user, { finding_id, form, visit, checklist_version: "default-1", title: note });
  return said(user, "finding.record", finding_id);
}

export async function finish({ visit_id }: { visit_id: string }): Promise<Said> {
  const user = await me();
  const form = formOf<VisitForm>((await draft(visit_id))!);
  await finishVisit(user, form, [{ code: "WS", looked: "found" }, { code: "CK", looked: "clean" }]);
  return said(user, "visit.finish", visit_id);
}

async function read(path: string): Promise<{ bytes: ArrayBuffer; sha: string }> {
  const bytes = new Uint8Array(readFileSync(path)).buffer;
  return { bytes, sha: await sha256(bytes) };
}

/** As the camera leaves it, after shrinking: the photo, and the untouched file where it was another. */
async function take(user: string, owner_id: string, slot: number, { path, original }: Taken): Promise<void> {
  const [sent, whole] = [await read(path), await read(original ?? path)];
  const declared = { sha256: sent.sha, slot, role: "before" as const, taken_at: new Date().toISOString(), position: null, source: "camera" as const, original_sha256: whole.sha, original_bytes: whole.bytes.byteLength, exif: {} };
  const photo = { id: newId(), user_id: user, owner_id, op_id: null, type: "image/jpeg", size: sent.bytes.byteLength, declared, sent: 0 };
  const witness: Witness = { id: newId(), user_id: user, photo_id: photo.id, kind: "original", sha256: whole.sha, type: "image/jpeg", size: whole.bytes.byteLength, sent: 0 };
  await addPhoto(photo, sent.bytes, original ? [[witness, whole.bytes]] : []);
}

/** Two senders at once, as after a stolen lock. */
export async function sendTwice(): Promise<void> {
  const user = await me();
  const never = new AbortController().signal;
  await Promise.all([drain(user, never), drain(user, never)]);
}

/** The newest waiting operation five times in parallel, past the queue; answers the receipts that came. */
export async function sendFiveTimes(): Promise<unknown[]> {
  const op = (await waitingOf(await me())).filter((one) => !one.refused).pop();
  if (!op) return [];
  const body = { device_id: await fact<string>("device_id"), operations: [bare(op)] };
  const asked = await Promise.allSettled(Array.from({ length: 5 }, () => ask("/operations", { method: "POST", as: "grant", body })));
  const verdicts = asked.flatMap((one) => (one.status === "fulfilled" ? ((one.value.body as { verdicts?: { receipt?: unknown }[] } | null)?.verdicts ?? []) : []));
  return verdicts.map((verdict) => verdict.receipt ?? null);
}

const bare = ({ user_id: _user, about: _about, retry_at: _retry, refused: _refused, ...operation }: Waiting): object => operation;

/** `send` returns at once where somebody sends already; this waits for that too. */
export async function sendToTheEnd(now = false): Promise<void> {
  await send(now);
  await navigator.locks.request("xunzhen-send", () => undefined);
}

const LOOK = 20_000;
const PATIENCE = 660_000;

/** Eleven minutes of an open app on a sound wire, nobody pressing anything; the clock does the waiting. */
export async function untilQuiet(): Promise<void> {
  const user = await me();
  for (let waited = 0; waited <= PATIENCE; waited += LOOK) {
    await sendToTheEnd();
    const carried = [...(await photosOfUser(user)), ...(await witnessesOf(user))];
    const open = (await waitingOf(user)).some((op) => !op.refused) || carried.some((one) => !one.receipt && !one.refused);
    if (!open && (await fact<{ state: string }>("sending"))?.state === "idle") return;
    passTime(LOOK);
  }
}
