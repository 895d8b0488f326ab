// Drafts (草稿): forms as they are being filled in, and the photos that were taken for them.
import type { DeclaredPhoto, Draft, Photo, Witness } from "../shapes";
import { seal, unseal, type Sealed } from "./box";
import { phone, type Bytes } from "./phone";
import { hideNow, keyOf, reveal } from "./rows";
import { inTurn } from "./turns";

export async function draft(id: string): Promise<Draft | undefined> {
  const row = await phone.drafts.get(id);
  return row && (await readable([row]))[0];
}

export async function draftsOf(user: string): Promise<Draft[]> {
  return readable(await phone.drafts.where({ user_id: user }).toArray());
}

const readable = async (rows: Sealed<Draft>[]): Promise<Draft[]> => (await reveal("drafts", rows)).filter((row) => row.body !== null);

export const saveDraft = (row: Draft): Promise<void> => inTurn(() => write(row));

/** From what lies there when its turn comes, so that of two quick changes both stay. */
export const changeDraft = (id: string, change: (row: Draft | undefined) => Draft): Promise<void> => inTurn(async () => write(change(await draft(id))));

async function write(row: Draft): Promise<void> {
  await phone.drafts.put(await hideNow("drafts", row));
}

export async function dropDraft(id: string): Promise<void> {
  await inTurn(() => phone.transaction("rw", [phone.drafts, phone.photos, phone.witnesses, phone.bytes], async () => {
    const loose = await phone.photos.where({ owner_id: id }).filter((photo) => photo.op_id === null).primaryKeys();
    await Promise.all([forgetPhotos(loose), phone.drafts.delete(id)]);
  }));
}

/** The photo and what it was made from, all or nothing. */
export async function addPhoto(photo: Photo, bytes: ArrayBuffer, witnesses: [Witness, ArrayBuffer][] = []): Promise<void> {
  const row = await hideNow("photos", photo);
  const all = [[photo.id, bytes] as const, ...witnesses.map(([witness, its]) => [witness.id, its] as const)];
  const boxes = await Promise.all(all.map(([id, its]) => boxed({ photo_id: id, user_id: photo.user_id, bytes: its })));
  await phone.transaction("rw", phone.photos, phone.witnesses, phone.bytes, async () => {
    await phone.photos.add(row);
    await phone.witnesses.bulkAdd(witnesses.map(([witness]) => witness));
    await phone.bytes.bulkAdd(boxes);
  });
}

/** What is said of a photo that belongs to no operation yet; its bytes stay. */
export const declareAnew = (photo: Photo, declared: DeclaredPhoto): Promise<void> => inTurn(async () => {
  const row = await hideNow("photos", { ...photo, declared });
  await phone.transaction("rw", phone.photos, async () => {
    if ((await phone.photos.get(photo.id))?.op_id === null) await phone.photos.put(row);
  });
});

export async function dropPhoto(id: string): Promise<void> {
  await phone.transaction("rw", phone.photos, phone.witnesses, phone.bytes, async () => {
    if ((await phone.photos.get(id))?.op_id === null) await forgetPhotos([id]);
  });
}

export async function forgetPhotos(ids: string[]): Promise<void> {
  const witnesses = await phone.witnesses.where("photo_id").anyOf(ids).primaryKeys();
  await Promise.all([phone.photos.bulkDelete(ids), phone.witnesses.bulkDelete(witnesses), phone.bytes.bulkDelete([...ids, ...witnesses])]);
}

export async function photosOf(owner: string): Promise<Photo[]> {
  const photos = await reveal("photos", await phone.photos.where({ owner_id: owner }).toArray());
  return photos.sort((a, b) => a.declared.slot - b.declared.slot);
}

export async function photosOfUser(user: string): Promise<Photo[]> {
  return reveal("photos", await phone.photos.where({ user_id: user }).toArray());
}

export async function boxed({ photo_id, user_id = "", bytes }: Bytes): Promise<Sealed<Bytes>> {
  const key = await keyOf(user_id);
  if (!key) return { photo_id, user_id, bytes };
  return { photo_id, user_id, box: await seal(key, `bytes:${photo_id}`, bytes) } as Sealed<Bytes>;
}

/** Its bytes are here, and open again when their maker signs in. */
export async function isLocked(photo: string): Promise<boolean> {
  const row = await phone.bytes.get(photo);
  return row?.box !== undefined && (await keyOf(row.user_id ?? "")) === undefined;
}

export async function bytesOf(photo: string): Promise<ArrayBuffer | undefined> {
  const row = await phone.bytes.get(photo);
  if (!row?.box) return row?.bytes;
  const key = await keyOf(row.user_id ?? "");
  return key && unseal(key, `bytes:${photo}`, row.box);
}
