// Marked (标过的照片): what is drawn on the server's photos, asked of the mirror once for all pictures of a screen.
import { shallowRef, type ShallowRef } from "vue";
import { person } from "./person";
import type { Mark } from "./shapes";
import { all, photosOfUser, watch } from "./store";

type Marked = Map<string, Mark[]>;

const marked = shallowRef<Marked>(new Map());
let following: { user: string; end: () => void } | undefined;

/** By the server's id of a photo; follows the mirror of whoever uses the phone now. */
export function marksOnServer(): ShallowRef<Marked> {
  const user = person.value?.id ?? "";
  if (following?.user !== user) {
    following?.end();
    const watching = watch(() => told(user)).subscribe((now) => (marked.value = now));
    following = { user, end: () => watching.unsubscribe() };
  }
  return marked;
}

async function told(user: string): Promise<Marked> {
  const sent = (await all(user, "recheck")).map((recheck) => recheck.finding);
  const photos = [...(await all(user, "finding")), ...sent].flatMap((finding) => finding.photos);
  return new Map(photos.flatMap(({ id, marks }) => (marks?.length ? [[id, marks]] : [])));
}

/** On a photo of this phone. */
export async function marksHere(id: string): Promise<Mark[]> {
  const photos = await photosOfUser(person.value?.id ?? "");
  return photos.find((photo) => photo.id === id)?.declared.marks ?? [];
}
