// Box (封存): what its owner's key alone opens, bound to the row it belongs to (AES-GCM; decision 41).

export interface Box { iv: Uint8Array<ArrayBuffer>; sealed: ArrayBuffer }
/** A row as it lies in the store: with a box, its hidden fields are only in there. */
export type Sealed<Row> = Row & { box?: Box };

export const IV_BYTES = 12;
const text = new TextEncoder();

/** Never inside a transaction: it would end while this waits. */
export async function seal(key: CryptoKey, of: string, bytes: BufferSource): Promise<Box> {
  const iv = crypto.getRandomValues(new Uint8Array(IV_BYTES));
  return { iv, sealed: await ours(crypto.subtle.encrypt({ name: "AES-GCM", iv, additionalData: text.encode(of) }, key, bytes)) };
}

/** Nothing where the key, the row or a byte is not what it was. */
export async function unseal(key: CryptoKey, of: string, { iv, sealed }: Box): Promise<ArrayBuffer | undefined> {
  try {
    return await ours(crypto.subtle.decrypt({ name: "AES-GCM", iv, additionalData: text.encode(of) }, key, sealed));
  } catch (reason) {
    if (reason instanceof DOMException) return undefined;
    throw reason;
  }
}

/** Of 64 hexadecimal digits; the browser gives its bytes to nobody again. */
export async function importKey(hex: string): Promise<CryptoKey> {
  const raw = Uint8Array.from(hex.match(/../g) ?? [], (pair) => parseInt(pair, 16));
  return crypto.subtle.importKey("raw", raw, "AES-GCM", false, ["encrypt", "decrypt"]);
}

/** A promise of the browser's own, handed to Dexie's, or a live query forgets what it was watching. */
const ours = <T>(theirs: Promise<T>): Promise<T> => Promise.resolve(theirs);
