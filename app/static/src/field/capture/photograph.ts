// Photograph (拍照): from a chosen file to bytes, hashes and claims that are on the disk before anything else happens.
import { sha256 } from "../digest";
import { newId } from "../ids";
import type { PhotoRole, Position } from "../shapes";
import { addPhoto, forgetOld, photosOf } from "../store";
import { readExif } from "./exif";
import { shrink } from "./shrink";

const LEAST_ROOM = 50_000_000;

export interface Taking { user_id: string; owner_id: string; role: PhotoRole; source: "camera" | "gallery"; position: Position | null }

export async function keepPhoto(file: File, { user_id, owner_id, role, source, position }: Taking): Promise<void> {
  const original = await file.arrayBuffer();
  const sent = await shrink(file);
  const bytes = await sent.arrayBuffer();
  const slots = (await photosOf(owner_id)).map((photo) => photo.declared.slot);
  const declared = {
    sha256: await sha256(bytes),
    slot: Math.max(-1, ...slots) + 1,
    role,
    source,
    position,
    taken_at: new Date(source === "gallery" ? file.lastModified : Date.now()).toISOString(),
    original_sha256: await sha256(original),
    original_bytes: original.byteLength,
    exif: readExif(original),
  };
  await addPhoto({ id: newId(), user_id, owner_id, op_id: null, type: sent.type || "image/jpeg", size: bytes.byteLength, declared, sent: 0 }, bytes);
}

/** Asked before the camera opens: what is in the store already makes room first. */
export async function hasRoom(): Promise<boolean> {
  if ((await roomLeft()) >= LEAST_ROOM) return true;
  await forgetOld(Date.now(), true);
  return (await roomLeft()) >= LEAST_ROOM;
}

export async function roomLeft(): Promise<number> {
  const { quota = Infinity, usage = 0 } = (await navigator.storage?.estimate?.()) ?? {};
  return quota - usage;
}
