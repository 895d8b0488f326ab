// Store (本机库): the only file that knows IndexedDB. What it says is saved, is on the disk (decision 41).
import Dexie, { liveQuery, type Table } from "dexie";
import type { Carried, Change, Draft, Mirrored, Noun, Operation, Photo, Settled, Waiting, Witness } from "./shapes";

interface Fact { key: string; value: unknown }
interface Bytes { photo_id: string; bytes: ArrayBuffer } // of a photo or of a witness
interface Image { user_id: string; noun: Noun; id: string; version: number; body: Mirrored[Noun] }

export const QUEUE_VERSION = 2; // a new one needs a dump of the last in tests/golden

class Phone extends Dexie {
  facts!: Table<Fact, string>;
  drafts!: Table<Draft, string>;
  photos!: Table<Photo, string>;
  witnesses!: Table<Witness, string>;
  bytes!: Table<Bytes, string>; // apart, so that lists never load pictures
  operations!: Table<Waiting, string>;
  settled!: Table<Settled, string>;
  mirror!: Table<Image, [string, Noun, string]>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      facts: "key",
      drafts: "id, user_id",
      photos: "id, user_id, owner_id, op_id",
      bytes: "photo_id",
      operations: "op_id, [user_id+n]",
      settled: "op_id, user_id",
      mirror: "[user_id+noun+id], [user_id+noun]",
    });
    this.version(2).stores({ witnesses: "id, user_id, photo_id" });
  }
}

let phone = new Phone("xunzhen");
export const watch = liveQuery;
const DAY = 86_400_000;
export const KEEP_DAYS = 7;

/** Another database under the same code: each test its own phone. */
export async function reopen(name: string): Promise<void> {
  phone.close();
  phone = new Phone(name);
  await phone.open();
}

export async function fact<T>(key: string): Promise<T | undefined> {
  return (await phone.facts.get(key))?.value as T | undefined;
}

export async function setFact(key: string, value: unknown): Promise<void> {
  await (value === undefined ? phone.facts.delete(key) : phone.facts.put({ key, value }));
}

// Drafts (草稿) and their photos

export const draft = (id: string): Promise<Draft | undefined> => phone.drafts.get(id);
export const draftsOf = (user: string): Promise<Draft[]> => phone.drafts.where({ user_id: user }).toArray();

export async function saveDraft(row: Draft): Promise<void> {
  await phone.drafts.put(row);
}

export async function dropDraft(id: string): Promise<void> {
  await phone.transaction("rw", [phone.drafts, phone.photos, phone.witnesses, phone.bytes], async () => {
    const loose = await phone.photos.where({ owner_id: id }).filter((photo) => photo.op_id === null).primaryKeys();
    await Promise.all([forgetPhotos(loose), phone.drafts.delete(id)]);
  });
}

/** The photo and what it was made from, all or nothing. */
export async function addPhoto(photo: Photo, bytes: ArrayBuffer, witnesses: [Witness, ArrayBuffer][] = []): Promise<void> {
  await phone.transaction("rw", phone.photos, phone.witnesses, phone.bytes, async () => {
    await phone.photos.add(photo);
    await phone.bytes.add({ photo_id: photo.id, bytes });
    for (const [witness, its] of witnesses) {
      await phone.witnesses.add(witness);
      await phone.bytes.add({ photo_id: witness.id, bytes: its });
    }
  });
}

export async function dropPhoto(id: string): Promise<void> {
  await phone.transaction("rw", phone.photos, phone.witnesses, phone.bytes, async () => {
    if ((await phone.photos.get(id))?.op_id === null) await forgetPhotos([id]);
  });
}

async function forgetPhotos(ids: string[]): Promise<void> {
  const witnesses = await phone.witnesses.where("photo_id").anyOf(ids).primaryKeys();
  await Promise.all([phone.photos.bulkDelete(ids), phone.witnesses.bulkDelete(witnesses), phone.bytes.bulkDelete([...ids, ...witnesses])]);
}

export const photosOf = (owner: string): Promise<Photo[]> => phone.photos.where({ owner_id: owner }).sortBy("declared.slot");
export const photosOfUser = (user: string): Promise<Photo[]> => phone.photos.where({ user_id: user }).toArray();
export const bytesOf = async (photo: string): Promise<ArrayBuffer | undefined> => (await phone.bytes.get(photo))?.bytes;

// Outbox (待传)

/** Numbers the operation, takes its photos out of the draft and drops the draft: all or nothing. */
export async function append(operation: Omit<Operation, "n">, of: Pick<Waiting, "user_id" | "about">, owner?: string): Promise<void> {
  await phone.transaction("rw", [phone.facts, phone.operations, phone.photos, phone.drafts], async () => {
    const n = (((await phone.facts.get("counter"))?.value as number | undefined) ?? 0) + 1;
    await phone.facts.put({ key: "counter", value: n });
    await phone.operations.add({ ...operation, n, ...of });
    if (owner === undefined) return;
    const loose = phone.photos.where({ owner_id: owner }).filter((photo) => photo.op_id === null);
    await loose.modify({ op_id: operation.op_id });
    await phone.drafts.delete(owner);
  });
}

export const waitingOf = (user: string): Promise<Waiting[]> =>
  phone.operations.where("[user_id+n]").between([user, Dexie.minKey], [user, Dexie.maxKey]).toArray();
export const settledOf = (user: string): Promise<Settled[]> => phone.settled.where({ user_id: user }).toArray();

/** The only place where an operation leaves the queue: its receipt is stored in the same transaction. */
export async function settle(op: Waiting, end: Pick<Settled, "verdict" | "receipt" | "problem" | "settled_at">): Promise<void> {
  const { op_id, user_id, n, kind, about, made_at } = op;
  await phone.transaction("rw", phone.operations, phone.settled, async () => {
    await phone.settled.put({ op_id, user_id, n, kind, about, made_at, ...end });
    await phone.operations.delete(op_id);
  });
}

export async function noteOperation(op_id: string, note: Pick<Waiting, "refused" | "retry_at">): Promise<void> {
  await phone.operations.update(op_id, note);
}

/** Photos whose record has its receipt; a photo never goes before its operation. */
export async function photosToSend(user: string): Promise<Photo[]> {
  const settled = new Map((await settledOf(user)).map((row) => [row.op_id, row.n]));
  const due = (await photosOfUser(user)).filter((photo) => isDue(photo) && settled.has(photo.op_id ?? ""));
  const newest = (photo: Photo): number => settled.get(photo.op_id ?? "") ?? 0;
  return due.sort((a, b) => newest(b) - newest(a) || a.declared.slot - b.declared.slot);
}

const isDue = (carried: Carried): boolean => !carried.receipt && !carried.refused;

export const witnessesOf = (user: string): Promise<Witness[]> => phone.witnesses.where({ user_id: user }).toArray();

/** Behind the photo they witness; the small ones before the large ones, which may have to wait for Wi-Fi. */
export async function witnessesToSend(user: string, originals: boolean): Promise<Witness[]> {
  const open = new Set((await photosOfUser(user)).filter((photo) => !photo.receipt).map((photo) => photo.id));
  const due = (await witnessesOf(user)).filter((one) => isDue(one) && !open.has(one.photo_id) && (originals || one.kind === "metadata"));
  return due.sort((a, b) => a.size - b.size);
}

/** Its receipt is here, or the server can do nothing with it: only the note of that stays. */
export async function endWitness(id: string, note: Pick<Witness, "receipt" | "refused" | "received_at">): Promise<void> {
  await phone.transaction("rw", phone.witnesses, phone.bytes, async () => {
    await phone.witnesses.update(id, note);
    await phone.bytes.delete(id);
  });
}

export async function noteWitness(id: string, note: Partial<Omit<Witness, "id">>): Promise<void> {
  await phone.witnesses.update(id, note);
}

/** A person's press cancels what was put off. */
export async function putOffNothing(user: string): Promise<void> {
  await phone.transaction("rw", phone.operations, phone.photos, phone.witnesses, async () => {
    await phone.operations.filter((op) => op.user_id === user && (op.retry_at ?? 0) > 0).modify({ retry_at: 0 });
    for (const table of [phone.photos, phone.witnesses]) {
      await (table as Table<Carried, string>).where({ user_id: user }).filter((one) => (one.retry_at ?? 0) > 0).modify({ retry_at: 0 });
    }
  });
}

export async function notePhoto(id: string, note: Partial<Omit<Photo, "id">>): Promise<void> {
  await phone.photos.update(id, note);
}

/** Receipted photos and receipts older than the keep by the server's time; with Infinity at once, when space is short. */
export async function forgetOld(now: number): Promise<void> {
  const before = now - KEEP_DAYS * DAY;
  await phone.transaction("rw", [phone.photos, phone.witnesses, phone.bytes, phone.settled], async () => {
    const waited = new Set((await phone.witnesses.filter(isDue).toArray()).map((one) => one.photo_id));
    const old = await phone.photos.filter((photo) => (photo.received_at ?? Infinity) < before && !waited.has(photo.id)).primaryKeys();
    await forgetPhotos(old);
    const open = new Set((await phone.photos.toArray()).map((photo) => photo.op_id));
    await phone.settled.filter((row) => row.settled_at < before && !open.has(row.op_id)).delete();
  });
}

// Mirror (镜像) of what this user may see

export async function all<N extends Noun>(user: string, noun: N): Promise<Mirrored[N][]> {
  const rows = await phone.mirror.where({ user_id: user, noun }).toArray();
  return rows.map((row) => row.body as Mirrored[N]);
}

export async function one<N extends Noun>(user: string, noun: N, id: string): Promise<Mirrored[N] | undefined> {
  return (await phone.mirror.get([user, noun, id]))?.body as Mirrored[N] | undefined;
}

export async function applyChanges(user: string, items: Change[], cursor: string): Promise<void> {
  await phone.transaction("rw", phone.mirror, phone.facts, async () => {
    for (const { noun, id, version, deleted, body } of items) {
      if (noun === "stream") continue;
      if (deleted) await phone.mirror.delete([user, noun, id]);
      else await phone.mirror.put({ user_id: user, noun, id, version, body });
    }
    await phone.facts.put({ key: `cursor:${user}`, value: cursor });
  });
}

/** At sign-out what was read goes; what was made on this phone stays for its maker. */
export async function forgetMirror(user: string): Promise<void> {
  await phone.transaction("rw", phone.mirror, phone.facts, async () => {
    await phone.mirror.where("[user_id+noun]").between([user, Dexie.minKey], [user, Dexie.maxKey]).delete();
    await phone.facts.bulkDelete([`cursor:${user}`]);
  });
}
