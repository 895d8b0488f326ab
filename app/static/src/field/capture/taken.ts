// Taken (收好的照片): seen at once, and waited for by whoever saves the record while they are on their way to the disk.
import { computed, shallowReactive, type ComputedRef } from "vue";
import { newId } from "../ids";
import type { Photo } from "../shapes";
import { photosOf } from "../store";

export const MOST_PHOTOS = 20; // the server takes no more with one record
interface Taking { id: string; owner: string; file: File }
interface Batch { owner: string; kept: Promise<unknown> }

const batches = new Set<Batch>();
const underWay = shallowReactive(new Set<Taking>());

/** What is chosen for a record, and not on the disk yet. */
export const takingFor = (owner: string): ComputedRef<Taking[]> => computed(() => [...underWay].filter((one) => one.owner === owner));

/** How many more a record may have, counting those that are on their way to the disk. */
export async function freeSlots(owner: string): Promise<number> {
  const onTheWay = [...underWay].filter((one) => one.owner === owner).length;
  return Math.max(0, MOST_PHOTOS - (await photosOf(owner)).length - onTheWay);
}

export async function takeAll(owner: string, files: File[], keep: (file: File) => Promise<unknown>): Promise<void> {
  const shots = files.map((file) => ({ id: newId(), owner, file }));
  for (const shot of shots) underWay.add(shot);
  const batch = { owner, kept: eachOf(shots, keep) };
  batches.add(batch);
  try {
    await batch.kept;
  } finally {
    batches.delete(batch);
  }
}

/** One after the other: a phone has no room for several large pictures at once. One that fails stops no other. */
async function eachOf(shots: Taking[], keep: (file: File) => Promise<unknown>): Promise<void> {
  const failed: unknown[] = [];
  for (const shot of shots) {
    await keep(shot.file).catch((reason: unknown) => failed.push(reason));
    underWay.delete(shot);
  }
  if (failed.length) throw failed[0];
}

/** Fails with a photo that failed: a record must not leave without what its maker believes is in it. */
export async function taken(owner: string): Promise<Photo[]> {
  await Promise.all([...batches].filter((batch) => batch.owner === owner).map((batch) => batch.kept));
  return photosOf(owner);
}
