// Photograph (拍照): from a chosen file to bytes, hashes and claims that are on the disk before anything else happens.
import { sha256 } from "../digest";
import { newId } from "../ids";
import type { Photo, PhotoRole, Position, Witness } from "../shapes";
import { addPhoto, forgetOld, photosOf } from "../store";
import { lastNonce } from "../net";
import { readExif } from "./exif";
import { segmentsOf, SEGMENTS } from "./segments";
import { shrink } from "./shrink";

export const LEAST_ROOM = 50_000_000;
export const ROOM_FOR_ORIGINALS = 500_000_000; // what is short keeps room for the photos themselves
const MOST_ORIGINAL = 25_000_000; // the server takes no more

export interface Taking { user_id: string; owner_id: string; role: PhotoRole; source: "camera" | "gallery"; position: Position | null }

export async function keepPhoto(file: File, { user_id, owner_id, role, source, position }: Taking): Promise<string> {
  const [original, server_nonce] = await Promise.all([file.arrayBuffer(), lastNonce()]); // not before what the phone had heard by then
  const sent = await shrink(file);
  const bytes = await sent.arrayBuffer();
  const slots = (await photosOf(owner_id)).map((photo) => photo.declared.slot);
  const segments = segmentsOf(original);
  const declared = {
    sha256: await sha256(bytes),
    slot: Math.max(-1, ...slots) + 1,
    role,
    source,
    position,
    taken_at: new Date(source === "gallery" ? file.lastModified : Date.now()).toISOString(),
    original_sha256: await sha256(original),
    original_bytes: original.byteLength,
    ...(segments ? { metadata_sha256: await sha256(segments) } : {}),
    exif: readExif(original),
    server_nonce,
  };
  const photo: Photo = { id: newId(), user_id, owner_id, op_id: null, type: sent.type || "image/jpeg", size: bytes.byteLength, declared, sent: 0 };
  const witnesses: [Witness, ArrayBuffer][] = segments ? [[witnessOf(photo, "metadata", declared.metadata_sha256!, SEGMENTS, segments), segments]] : [];
  if (await takesOriginal(photo, original)) witnesses.push([witnessOf(photo, "original", declared.original_sha256, file.type || "image/jpeg", original), original]);
  await addPhoto(photo, bytes, witnesses);
  return photo.id;
}

/** Not where the file itself is sent (a HEIC this browser cannot open), nor where the phone is getting full. */
async function takesOriginal({ declared }: Photo, original: ArrayBuffer): Promise<boolean> {
  if (declared.sha256 === declared.original_sha256 || original.byteLength > MOST_ORIGINAL) return false;
  return (await roomLeft()) >= ROOM_FOR_ORIGINALS;
}

function witnessOf({ id, user_id }: Photo, kind: Witness["kind"], its: string, type: string, bytes: ArrayBuffer): Witness {
  return { id: newId(), user_id, photo_id: id, kind, sha256: its, type, size: bytes.byteLength, sent: 0 };
}

/** Asked before the camera opens: what is in the store already makes room first. */
export async function hasRoom(): Promise<boolean> {
  if ((await roomLeft()) >= LEAST_ROOM) return true;
  await forgetOld(Infinity);
  return (await roomLeft()) >= LEAST_ROOM;
}

export async function roomLeft(): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage;
}
