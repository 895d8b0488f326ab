// Outbox (待传): appends what was done, and tells truthfully how far each record is.
import { digestOf } from "./digest";
import { newOpId } from "./ids";
import { lastNonce } from "./net";
import type { About, Json, Kind, Operation, Photo, Settled, Waiting } from "./shapes";
import { append, photosOfUser, settledOf, waitingOf } from "./store";

export type Step = "local" | "sending" | "stored" | "kept" | "refused";

/** One line of the outbox page. */
export interface Entry {
  op_id: string; kind: Kind; about: About; made_at: string; step: Step; percent: number;
  photos: Photo[]; number?: string; problem?: { type: string; detail?: string };
}

const listeners = new Set<(n: number) => void>();

/** Called after each save with the record's number, so that sending starts by itself. */
export function onSaved(listener: (n: number) => void): void {
  listeners.add(listener);
}

/** Hashes first, for no transaction may wait for anything but the disk; then one append. */
export async function record(user: string, kind: Kind, payload: Json, about: About, owner?: string): Promise<string> {
  const op_id = newOpId();
  const operation = {
    op_id,
    kind,
    payload,
    made_at: new Date().toISOString(),
    schema_version: 1 as const,
    server_nonce: await lastNonce(),
    sha256: await digestOf(payload),
  };
  const n = await append(operation, { user_id: user, about }, owner);
  for (const listener of listeners) listener(n);
  return op_id;
}

/** Newest first: what waits, then what is in the store, as long as the phone keeps it. */
export async function entries(user: string): Promise<Entry[]> {
  const [waiting, settled, photos] = await Promise.all([waitingOf(user), settledOf(user), photosOfUser(user)]);
  const of = byOperation(photos);
  const rows = [
    ...waiting.map((op) => ({ n: op.n, entry: waitingEntry(op, of.get(op.op_id) ?? []) })),
    ...settled.map((row) => ({ n: row.n, entry: settledEntry(row, of.get(row.op_id) ?? []) })),
  ];
  return rows.sort((a, b) => b.n - a.n).map((row) => row.entry);
}

/** As it is sent; what only the phone needs to know stays here. */
export function envelopeOf({ op_id, n, kind, made_at, schema_version, server_nonce, sha256, payload }: Waiting): Operation {
  return { op_id, n, kind, made_at, schema_version, server_nonce, sha256, payload };
}

export const isOpen = (entry: Entry): boolean => entry.step === "local" || entry.step === "sending";

const DAY = 86_400_000;
export const LOUD_DAYS = 3; // iOS may clear an unopened site's store after seven

/** Since the oldest of these was saved, by this phone's clock on both ends. */
export function daysWaiting(open: Entry[], at = Date.now()): number {
  return Math.floor((at - Math.min(at, ...open.map((entry) => Date.parse(entry.made_at)))) / DAY);
}

function byOperation(photos: Photo[]): Map<string, Photo[]> {
  const groups = new Map<string, Photo[]>();
  for (const photo of photos) groups.set(photo.op_id ?? "", [...(groups.get(photo.op_id ?? "") ?? []), photo]);
  return groups;
}

function waitingEntry(op: Waiting, photos: Photo[]): Entry {
  const { op_id, kind, about, made_at } = op;
  const entry: Entry = { op_id, kind, about, made_at, photos, step: op.refused ? "refused" : "local", percent: 0 };
  return op.refused ? { ...entry, problem: op.refused } : entry;
}

function settledEntry(row: Settled, photos: Photo[]): Entry {
  const { op_id, kind, about, made_at } = row;
  const entry: Entry = { op_id, kind, about, made_at, photos, step: "stored", percent: sentShare(photos), number: receiptNumber(row) };
  const refused = photos.find((photo) => photo.refused)?.refused;
  if (refused) return { ...entry, step: "refused", problem: refused };
  if (photos.some((photo) => !photo.receipt)) return { ...entry, step: "sending" };
  return row.verdict === "kept" ? { ...entry, step: "kept", ...(row.problem ? { problem: row.problem } : {}) } : entry;
}

export const receiptNumber = (row: Pick<Settled, "receipt">): string => `${row.receipt.stream.slice(0, 4).toUpperCase()}-${row.receipt.seq}`;

/** Of bytes that the server has acknowledged, never of time. */
function sentShare(photos: Photo[]): number {
  const size = photos.reduce((sum, photo) => sum + photo.size, 0);
  const sent = photos.reduce((sum, photo) => sum + (photo.receipt ? photo.size : photo.sent), 0);
  return size ? Math.floor((sent / size) * 100) : 100;
}
