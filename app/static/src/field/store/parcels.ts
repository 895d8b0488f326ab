// Parcels (待传的照片): bytes on their way by their hash, each behind the record it belongs to; kept a while after the receipt.
import type { Table } from "dexie";
import type { Carried, Photo, Witness } from "../shapes";
import { forgetPhotos, photosOfUser } from "./drafts";
import { phone } from "./phone";
import { settledOf } from "./queue";

const DAY = 86_400_000;
export const KEEP_DAYS = 7;

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

export async function notePhoto(id: string, note: Partial<Carried>): Promise<void> {
  await phone.photos.update(id, note);
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
