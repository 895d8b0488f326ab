// Disk (落盘): fake-indexeddb forgets with its process, so each committed transaction is appended to a file before its
// `complete` is told, and read back by the next process. What a SIGKILL leaves is then what a browser's store promises:
// whole transactions. It shows nothing of quotas, of power cuts or of a browser's own faults.
import { appendFileSync, closeSync, existsSync, openSync, readFileSync, truncateSync } from "node:fs";
import { KeyObject } from "node:crypto";
import { deserialize, serialize } from "node:v8";

type Rows = unknown[];
interface Finished {
  _scope: Set<string>;
  db: { _rawDatabase: { rawObjectStores: Map<string, { getAllValues: () => Rows }> } };
}

const LENGTH = 4;
const written = new Map<string, Buffer>(); // each object store, as the file has it

/** What the last process had committed; a record it was killed in the middle of is cut off. */
function readBack(file: string): Map<string, Rows> {
  const found = new Map<string, Rows>();
  const bytes = existsSync(file) ? readFileSync(file) : Buffer.alloc(0);
  let at = 0;
  while (at + LENGTH <= bytes.length && at + LENGTH + bytes.readUInt32LE(at) <= bytes.length) {
    const end = at + LENGTH + bytes.readUInt32LE(at);
    const stores = deserialize(bytes.subarray(at + LENGTH, end)) as Map<string, Buffer>;
    for (const [name, rows] of stores) found.set(name, deserialize(rows) as Rows);
    at = end;
  }
  if (at < bytes.length) truncateSync(file, at);
  return found;
}

function append(file: string, db: Finished["db"], names: Set<string>): void {
  const changed = new Map<string, Buffer>();
  for (const name of names) {
    const rows = serialize(db._rawDatabase.rawObjectStores.get(name)!.getAllValues().map(withoutKey));
    if (!written.get(name)?.equals(rows)) changed.set(name, rows);
  }
  if (changed.size === 0) return;
  const body = serialize(changed);
  const length = Buffer.alloc(LENGTH);
  length.writeUInt32LE(body.length);
  appendFileSync(file, Buffer.concat([length, body]));
  for (const [name, rows] of changed) written.set(name, rows);
}

interface Kept { key: string; value: unknown }

/** A browser keeps its CryptoKeys in a place of its own; this one's lie in the file. */
function withoutKey(row: unknown): unknown {
  const { key, value } = row as Kept;
  return value instanceof CryptoKey ? { key, raw: KeyObject.from(value).export() } : row;
}

async function withKey(row: unknown): Promise<unknown> {
  const { key, raw } = row as { key: string; raw?: Buffer };
  if (!raw) return row;
  return { key, value: await crypto.subtle.importKey("raw", new Uint8Array(raw), "AES-GCM", true, ["encrypt", "decrypt"]) };
}

/** Fills the open database with what the file holds; from then on the file learns of each commit first. */
export async function keepOnDisk(name: string, file: string): Promise<void> {
  closeSync(openSync(file, "a"));
  await fill(name, readBack(file));
  const { prototype } = IDBTransaction;
  const tell = prototype.dispatchEvent;
  prototype.dispatchEvent = function told(this: IDBTransaction & Finished, event: Event): boolean {
    if (event.type === "complete" && this.mode === "readwrite") keep(file, this);
    return tell.call(this, event);
  };
}

/** What is not asked for strictly, reaches the disk some time after its `complete`, as in Chromium; never out of order. */
const LAZY = 2_000;
const strict = new WeakSet<IDBTransaction>();
const owed = new Set<string>();

function keep(file: string, transaction: IDBTransaction & Finished): void {
  for (const name of transaction._scope) owed.add(name);
  const flush = (): void => {
    append(file, transaction.db, owed);
    owed.clear();
  };
  if (strict.has(transaction)) flush();
  else setTimeout(flush, LAZY);
}

/** Before the database is opened, for Dexie holds on to what it finds then. */
export function heedDurability(): void {
  const { prototype } = IDBDatabase;
  const begin = prototype.transaction;
  prototype.transaction = function begun(this: IDBDatabase, ...how): IDBTransaction {
    const transaction = begin.apply(this, how as Parameters<typeof begin>);
    if (how[2]?.durability === "strict") strict.add(transaction);
    return transaction;
  };
}

async function fill(name: string, stores: Map<string, Rows>): Promise<void> {
  const opened = indexedDB.open(name);
  await settled(opened);
  const names = [...stores.keys()];
  const whole = await Promise.all([...stores].map(async ([store, rows]) => [store, await Promise.all(rows.map(withKey))] as const));
  if (names.length) {
    const transaction = opened.result.transaction(names, "readwrite");
    for (const [store, rows] of whole) for (const row of rows) transaction.objectStore(store).put(row);
    await new Promise((done) => (transaction.oncomplete = done));
  }
  opened.result.close();
}

function settled(request: IDBOpenDBRequest): Promise<void> {
  return new Promise((done, failed) => {
    request.onsuccess = () => done();
    request.onerror = () => failed(request.error);
  });
}
