// Rescue file (救援文件): all that this user could not send, in one file that only the server opens; nothing leaves the queue by it.
import { envelopeOf } from "./outbox";
import type { Operation } from "./shapes";
import { bytesOf, fact, keyOf, photosOfUser, seal, waitingOf, witnessesOf } from "./store";

const FORMAT = "xunzhen-rescue-1";
const text = new TextEncoder();

interface Blobbed { id: string; sha256: string; type: string; size: number }
export interface Rescue { file: File; records: number; photos: number }

/** Nothing without a key: who signed in before there were keys signs in once more. */
export async function rescueFile(user: string): Promise<Rescue | undefined> {
  const key = await keyOf(user);
  if (!key) return undefined;
  const operations = (await waitingOf(user)).filter((op) => op.payload !== null).map(envelopeOf);
  const blobs = await unsentOf(user);
  const made_at = new Date().toISOString();
  const device_id = (await fact<string>("device_id")) ?? "";
  const frames = 1 + blobs.length;
  const name = (i: number): string => `rescue:${device_id}:${made_at}:${i}/${frames}`;
  const head = `${JSON.stringify({ format: FORMAT, device_id, user_id: user, made_at, frames })}\n`;
  const parts: Blob[] = [new Blob([head]), await frameOf(key, name(0), text.encode(listOf(operations, blobs)))];
  for (const [i, blob] of blobs.entries()) parts.push(await frameOf(key, name(i + 1), (await bytesOf(blob.id))!)); // one in memory at a time
  const file = new File(parts, `xunzhen-${device_id.slice(0, 8)}-${made_at.slice(0, 10)}.xzr`, { type: "application/octet-stream" });
  return { file, records: operations.length, photos: (await photosOfUser(user)).filter((photo) => photo.op_id && !photo.receipt).length };
}

const listOf = (operations: Operation[], blobs: Blobbed[]): string =>
  JSON.stringify({ operations, blobs: blobs.map(({ sha256, type, size }) => ({ sha256, type, size })) });

/** Photos and witnesses of records, sent or not, that have no receipt of their own; of drafts none, for nobody declared them. */
async function unsentOf(user: string): Promise<Blobbed[]> {
  const photos = (await photosOfUser(user)).filter((photo) => photo.op_id !== null);
  const own = new Set(photos.map((photo) => photo.id));
  const open = photos.filter((photo) => !photo.receipt).map(({ id, type, size, declared }) => ({ id, type, size, sha256: declared.sha256 }));
  const witnesses = (await witnessesOf(user)).filter((one) => !one.receipt && !one.refused && own.has(one.photo_id));
  const found: Blobbed[] = [];
  for (const { id, type, size, sha256 } of [...open, ...witnesses]) if (sha256 && (await bytesOf(id))) found.push({ id, type, size, sha256 });
  return found;
}

/** Length · nonce · what is sealed. */
async function frameOf(key: CryptoKey, name: string, bytes: BufferSource): Promise<Blob> {
  const { iv, sealed } = await seal(key, name, bytes);
  const length = new Uint8Array(4);
  new DataView(length.buffer).setUint32(0, iv.length + sealed.byteLength);
  return new Blob([length, iv, sealed]);
}
