// Phone (本机库): the database with its versions. What it says is saved, is on the disk (decision 41).
import Dexie, { liveQuery, type Table } from "dexie";
import type { Draft, Mirrored, Noun, Photo, Settled, Waiting, Witness } from "../shapes";
import type { Sealed } from "./box";

interface Fact { key: string; value: unknown }
interface Image { user_id: string; noun: Noun; id: string; version: number; body: Mirrored[Noun] }
export interface Bytes { photo_id: string; user_id?: string; bytes: ArrayBuffer } // of a photo or of a witness

const DEXIE_STEP = 10; // of the library's versions to the browser's
export const QUEUE_VERSION = 3; // a new one needs a dump of the last in tests/golden

class Phone extends Dexie {
  facts!: Table<Fact, string>;
  drafts!: Table<Sealed<Draft>, string>;
  photos!: Table<Sealed<Photo>, string>;
  witnesses!: Table<Witness, string>;
  bytes!: Table<Sealed<Bytes>, string>; // apart, so that lists never load pictures
  operations!: Table<Sealed<Waiting>, string>;
  settled!: Table<Sealed<Settled>, string>;
  mirror!: Table<Image, [string, Noun, string]>;

  constructor(name: string) {
    super(name, { chromeTransactionDurability: "strict" });
    this.version(1).stores({
      facts: "key",
      drafts: "id, user_id",
      photos: "id, user_id, owner_id, op_id",
      bytes: "photo_id",
      operations: "op_id, [user_id+n]",
      settled: "op_id, user_id",
      mirror: "[user_id+noun+id], [user_id+noun]",
    });
    this.version(2).stores({ witnesses: "id, user_id, photo_id" });
    this.version(QUEUE_VERSION).stores({}); // sealed rows: code that cannot open them must not open this database
    this.on("ready", () => refuseNewer(this.backendDB().version)); // the library itself would open it
    this.on("versionchange", () => tell("newer"));
    this.on("close", () => tell("closed"));
  }
}

/** A later release left rows here that this code would misread; what it wrote waits for it. */
function refuseNewer(stored: number): void {
  if (Math.floor(stored / DEXIE_STEP) > QUEUE_VERSION) throw new Error(`the store is of version ${stored / DEXIE_STEP}, this app knows ${QUEUE_VERSION}`);
}

/** The browser shut the database: a newer app needs it in another tab, or the site's data was taken away. */
export type Shut = "newer" | "closed";
const listeners = new Set<(why: Shut) => void>();
export const onShut = (listener: (why: Shut) => void): void => void listeners.add(listener);

function tell(why: Shut): void {
  for (const listener of listeners) listener(why);
}

export let phone = new Phone("xunzhen");
export const watch = liveQuery;

/** Another database under the same code: each test its own phone. */
export async function reopen(name: string): Promise<void> {
  phone.close();
  phone = new Phone(name);
  await phone.open();
}

export async function fact<T>(key: string): Promise<T | undefined> {
  return (await phone.facts.get(key))?.value as T | undefined;
}

export async function setFact(key: string, value: unknown): Promise<void> {
  await (value === undefined ? phone.facts.delete(key) : phone.facts.put({ key, value }));
}
