// Sync (传送): one at a time, operations first, then photos; leaves the queue only by a receipt; backs off to 5 minutes.
import { ask, serverTime, SignInNeeded, Unreachable, type Why } from "./net";
import { envelopeOf } from "./outbox";
import { isReceipt } from "./receipt";
import { mayCarryOriginals } from "./originals";
import type { Carried, Problem, Receipt, Waiting } from "./shapes";
import { endWitness, fact, forgetOld, noteOperation, notePhoto, noteWitness, photosToSend, setFact, settle, waitingOf, watch, witnessesToSend } from "./store";
import type { Parcel } from "./upload";

export const BATCH = 50;
const LONGEST_WAIT = 300;

/** What the screen may say of sending; in the store, so that page and service worker tell the same. */
export interface Sending {
  state: "idle" | "sending" | "later" | "sign_in"; user_id?: string; why?: Why;
  failures: number; next_at: number; beat_at: number;
}

interface Verdict { op_id: string; verdict: "applied" | "repeated" | "kept" | "refused"; receipt?: Receipt; problem?: Problem }

export const QUIET: Sending = { state: "idle", failures: 0, next_at: 0, beat_at: 0 };

/** Sends all that waits for this user. Never throws for a bad wire; the reason stands in the fact `sending`. */
export async function drain(user: string, signal: AbortSignal): Promise<void> {
  let failures = (await fact<Sending>("sending"))?.failures ?? 0;
  const shift = shiftOf(user, signal);
  try {
    while (await sendSome(user, shift.signal)) {
      failures = 0;
      await beat(user);
    }
    await forgetOld((await serverTime()) ?? 0); // a clock that is wrong by years must not end the keep
    await setFact("sending", { ...QUIET, user_id: user });
  } catch (trouble) {
    await setFact("sending", { ...later(failures + 1, trouble), user_id: user });
  } finally {
    shift.over();
  }
}

/** Over as well when this user leaves the phone: the next one's keys must never carry what is not theirs. */
function shiftOf(user: string, signal: AbortSignal): { signal: AbortSignal; over: () => void } {
  const ends = new AbortController();
  const end = (): void => ends.abort();
  signal.addEventListener("abort", end);
  const watching = watch(() => fact<string>("user_id")).subscribe((here) => void (here === user || end()));
  return { signal: ends.signal, over: () => watching.unsubscribe() };
}

/** True while there may be more: what was saved meanwhile goes before the next photo. */
async function sendSome(user: string, signal: AbortSignal): Promise<boolean> {
  const waiting = (await waitingOf(user)).filter((op) => !op.refused);
  const fresh = waiting.filter((op) => op.retry_at === undefined);
  if (fresh.length) return sendBatch(fresh.slice(0, BATCH), signal);
  const alone = waiting.find(isNow);
  return alone ? sendBatch([alone], signal) : sendOnePhoto(user, signal);
}

/** After silence the same bytes go again: the answer repeats the first receipt, and says if the work was kept. */
async function sendBatch(ops: Waiting[], signal: AbortSignal): Promise<boolean> {
  const device_id = await fact<string>("device_id");
  const body = { device_id, operations: ops.map(envelopeOf) };
  const answer = await ask("/operations", { method: "POST", as: "grant", body, signal });
  if (answer.status !== 200) return setApart(ops);
  const verdicts = verdictsIn(answer.body);
  for (const op of ops) await take(op, verdicts.get(op.op_id));
  return true;
}

function verdictsIn(body: unknown): Map<string, Verdict> {
  const told = Array.isArray(body) ? body : (body as { verdicts?: unknown } | null)?.verdicts;
  if (!Array.isArray(told)) throw new Unreachable("captive");
  return new Map((told as Verdict[]).map((verdict) => [verdict.op_id, verdict]));
}

/** Without a receipt of its own the operation stays, whatever else the answer says. */
async function take(op: Waiting, told: Verdict | undefined): Promise<void> {
  if (told?.verdict === "refused") {
    await noteOperation(op.op_id, { refused: told.problem ?? { type: "refused" } });
  } else if (told && isReceipt(told.receipt, op)) {
    const { verdict, receipt, problem } = told;
    await settle(op, { verdict, receipt, settled_at: await receiptTime(), ...(problem ? { problem } : {}) });
  } else {
    throw new Unreachable("captive");
  }
}

/** The envelope was not understood: each goes alone from now on, so that one bad row stops no other. */
async function setApart(ops: Waiting[]): Promise<boolean> {
  const retry_at = ops.length > 1 ? 0 : Date.now() + LONGEST_WAIT * 1000;
  for (const op of ops) await noteOperation(op.op_id, { retry_at });
  return true;
}

async function sendOnePhoto(user: string, signal: AbortSignal): Promise<boolean> {
  const photo = (await photosToSend(user)).find(isNow);
  if (!photo) return sendOneWitness(user, signal);
  const note = (learnt: Partial<Carried>): Promise<void> => notePhoto(photo.id, learnt);
  await carry({ ...photo, sha256: photo.declared.sha256, note }, signal, {
    arrived: async (receipt) => notePhoto(photo.id, { receipt, received_at: await receiptTime(), sent: photo.size }),
    refused: (problem) => notePhoto(photo.id, { refused: problem }),
  });
  return true;
}

async function sendOneWitness(user: string, signal: AbortSignal): Promise<boolean> {
  const witness = (await witnessesToSend(user, await mayCarryOriginals())).find(isNow);
  if (!witness) return false;
  const note = (learnt: Partial<Carried>): Promise<void> => noteWitness(witness.id, learnt);
  await carry({ ...witness, note }, signal, {
    arrived: async (receipt) => endWitness(witness.id, { receipt, received_at: await receiptTime() }),
    refused: async (problem) => endWitness(witness.id, { refused: problem, received_at: await receiptTime() }),
  });
  return true;
}

/** A time further off than the longest wait was noted by a clock that has been set back since. */
function isNow({ retry_at = 0 }: { retry_at?: number }): boolean {
  const left = retry_at - Date.now();
  return left <= 0 || left > LONGEST_WAIT * 1000;
}

const receiptTime = async (): Promise<number> => (await serverTime()) ?? Date.now();

interface Ends { arrived: (receipt: Receipt) => Promise<void>; refused: (problem: Problem) => Promise<void> }

async function carry(parcel: Parcel, signal: AbortSignal, ends: Ends): Promise<void> {
  const { carryParcel, NotTaken } = await import("./upload");
  try {
    await ends.arrived(await carryParcel(parcel, signal));
  } catch (trouble) {
    if (!(trouble instanceof NotTaken)) throw trouble;
    if (trouble.final) await ends.refused(trouble.problem);
    else await parcel.note({ retry_at: Date.now() + LONGEST_WAIT * 1000, upload_url: undefined, sent: 0 });
  }
}

async function beat(user: string): Promise<void> {
  await setFact("sending", { ...QUIET, state: "sending", user_id: user, beat_at: Date.now() } satisfies Sending);
}

function later(failures: number, trouble: unknown): Sending {
  if (trouble instanceof SignInNeeded) return { ...QUIET, state: "sign_in" };
  if (!(trouble instanceof Unreachable)) throw trouble;
  const seconds = Math.max(trouble.seconds, Math.min(2 ** failures, LONGEST_WAIT));
  return { state: "later", why: trouble.why, failures, next_at: Date.now() + seconds * 1000, beat_at: Date.now() };
}
