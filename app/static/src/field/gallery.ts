// Shared photos (相册分享): what the gallery handed over waits in a cache of its own, as it came, until it is added or thrown away.
import { readExif } from "./capture/exif";
import { newId } from "./ids";
import { fact, IV_BYTES, keyOf, seal, unseal } from "./store";

export const SHARE = "/m/share";
const CACHE = "shared";
const SEALED = "X-Sealed-For";
const FIELD = "photos"; // as the manifest calls them
const NOBODY = "nobody"; // not signed in: whoever signs in next is who shared

const folder = (user: string): string => `${SHARE}/${user}/`;

/** The worker's part: keeps the pictures for who uses this phone, and opens the app where they are offered. */
export async function takeShared(request: Request): Promise<Response> {
  const sent = (await request.formData()).getAll(FIELD);
  const pictures = sent.filter((one): one is File => one instanceof File && one.type.startsWith("image/"));
  const [cache, user] = await Promise.all([caches.open(CACHE), fact<string>("user_id")]);
  for (const picture of pictures) {
    const address = folder(user ?? NOBODY) + newId();
    await cache.put(address, await closed(address, picture, user));
  }
  return Response.redirect("/m/#/record", 303);
}

/** Sealed for who is signed in, like everything that is made on this phone; for nobody yet, as it came. */
async function closed(address: string, picture: File, user: string | undefined): Promise<Response> {
  const headers = { "Content-Type": picture.type, "Last-Modified": new Date(picture.lastModified).toUTCString() };
  const key = user === undefined ? undefined : await keyOf(user);
  if (!key) return new Response(picture, { headers });
  const { iv, sealed } = await seal(key, address, await picture.arrayBuffer());
  return new Response(new Blob([iv, sealed]), { headers: { ...headers, [SEALED]: user! } });
}

/** Nothing where its owner's key is not here. */
async function opened(address: string, kept: Response): Promise<ArrayBuffer | undefined> {
  const owner = kept.headers.get(SEALED);
  const bytes = await kept.arrayBuffer();
  if (owner === null) return bytes;
  const key = await keyOf(owner);
  return key && unseal(key, address, { iv: new Uint8Array(bytes.slice(0, IV_BYTES)), sealed: bytes.slice(IV_BYTES) });
}

/** The addresses of what waits for this person, in the order it came. */
export async function sharedWith(user: string): Promise<string[]> {
  if (!globalThis.caches || !(await caches.has(CACHE))) return []; // no cache without a trusted address
  const kept = await (await caches.open(CACHE)).keys();
  const own = [folder(user), folder(NOBODY)];
  return kept.map((request) => new URL(request.url).pathname).filter((path) => own.some((start) => path.startsWith(start)));
}

/** A form forgets when a file was made; the picture itself may still say it. */
export async function sharedFile(address: string): Promise<File | undefined> {
  const kept = await (await caches.open(CACHE)).match(address);
  if (!kept) return undefined; // another tab has taken it
  const bytes = await opened(address, kept);
  if (!bytes) return undefined;
  const lastModified = takenAt(bytes) ?? Date.parse(kept.headers.get("Last-Modified") ?? "");
  return new File([bytes], "shared", { type: kept.headers.get("Content-Type") ?? "", lastModified });
}

function takenAt(bytes: ArrayBuffer): number | undefined {
  const { DateTimeOriginal, OffsetTimeOriginal = "" } = readExif(bytes);
  const said = /^(\d{4}):(\d\d):(\d\d) (\d\d:\d\d:\d\d)$/.exec(String(DateTimeOriginal));
  const at = said ? Date.parse(`${said[1]}-${said[2]}-${said[3]}T${said[4]}${String(OffsetTimeOriginal)}`) : NaN;
  return at <= Date.now() ? at : undefined;
}

export async function letGo(addresses: string[]): Promise<void> {
  const cache = await caches.open(CACHE);
  await Promise.all(addresses.map((address) => cache.delete(address)));
}
