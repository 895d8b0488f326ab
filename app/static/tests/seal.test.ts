// Sealing (封存): what a user made opens for nobody else on this phone, and one row that no longer opens stops no other.
import Dexie from "dexie";
import { forceCloseDatabase } from "fake-indexeddb";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../src/field/ids";
import { entries } from "../src/field/outbox";
import { bytesOf, draftsOf, forgetKey, keyOf, photosOfUser, reopen, saveDraft, setFact, takeKey, waitingOf, witnessesOf } from "../src/field/store";
import { drain } from "../src/field/sync";
import { ALICE, BOB, Desk, newPhone, recordFinding, recordWithWitnesses } from "./phone";

type Row = { [field: string]: unknown };
const NOTE = "北门两只桶满溢";
const draft = (user = ALICE): Parameters<typeof saveDraft>[0] => ({ id: newId(), user_id: user, kind: "finding", body: { note: NOTE }, updated_at: 1 });
const running = (): AbortSignal => new AbortController().signal;
let desk: Desk;
let name: string;

beforeEach(async () => {
  desk = await Desk.open();
  name = await newPhone();
});
afterEach(() => desk.close());

async function raw(work: (db: Dexie) => Promise<unknown>): Promise<void> {
  const db = await new Dexie(name).open();
  await work(db);
  db.close();
}

/** Every byte and every string that lies in the database. */
async function lyingThere(): Promise<string> {
  let all = "";
  const asText = (_field: string, value: unknown): unknown =>
    value instanceof ArrayBuffer ? Buffer.from(value).toString("latin1") : value instanceof Uint8Array ? Buffer.from(value).toString("latin1") : value;
  await raw(async (db) => {
    for (const table of db.tables) all += JSON.stringify(await table.toArray(), asText);
  });
  return all;
}

test("neither words nor places nor pictures can be read from the store", async () => {
  await saveDraft(draft());
  await recordFinding(ALICE, { note: NOTE, position: { lon: 119.281234, lat: 29.476543 } });
  await recordWithWitnesses(300, 900);
  const [photo] = await photosOfUser(ALICE);
  const picture = Buffer.from((await bytesOf(photo!.id))!).toString("latin1");
  const lies = await lyingThere();
  for (const secret of [NOTE, "119.281234", "梅城镇", photo!.declared.taken_at, JSON.stringify(picture).slice(1, -1)]) expect(lies).not.toContain(secret);
});

test("the browser gives the key to nobody", async () => {
  await expect(crypto.subtle.exportKey("raw", (await keyOf(ALICE))!)).rejects.toThrow();
});

test("without its key a queue says so and stays; with the key again it goes", async () => {
  await recordFinding(ALICE, { note: NOTE });
  await forgetKey(ALICE);
  expect((await entries(ALICE)).map((entry) => [entry.step, entry.problem?.type])).toEqual([["refused", "locked"]]);
  await drain(ALICE, running());
  expect([desk.operations.size, (await waitingOf(ALICE)).length]).toEqual([0, 1]);
  await takeKey(ALICE, "0".repeat(64));
  await drain(ALICE, running());
  expect([...desk.operations.values()].map((op) => (op.payload as Row).note)).toEqual([NOTE]);
});

test("another user's key opens nothing", async () => {
  await saveDraft(draft(BOB));
  await forgetKey(BOB);
  await takeKey(BOB, "5".repeat(64));
  expect(await draftsOf(BOB)).toEqual([]);
});

test("what was saved without a key is sealed when the key comes, also what sending touches meanwhile", async () => {
  await forgetKey(ALICE);
  await setFact(`sealed:${ALICE}`, undefined); // as an app of the version before left it
  await saveDraft(draft());
  await recordFinding(ALICE, { note: NOTE });
  await recordWithWitnesses(300, 900);
  expect(await lyingThere()).toContain(NOTE);
  await Promise.all([takeKey(ALICE, "0".repeat(64)), drain(ALICE, running())]);
  expect(await lyingThere()).not.toContain(NOTE);
  expect((await photosOfUser(ALICE)).every((photo) => photo.receipt && photo.declared.sha256)).toBe(true);
});

test("a record whose bytes rotted is set apart with its reason; the others go", async () => {
  const broken = await recordFinding();
  await recordFinding();
  await raw((db) => db.table("operations").update(broken, { box: { iv: new Uint8Array(12), sealed: new ArrayBuffer(64) } }));
  await drain(ALICE, running());
  expect(desk.operations.size).toBe(1);
  expect((await entries(ALICE)).map((entry) => [entry.step, entry.problem?.type])).toEqual([["stored", undefined], ["refused", "unreadable"]]);
});

test("a box moved to another row does not open there", async () => {
  const [first, second] = [await recordFinding(), await recordFinding()];
  await raw(async (db) => db.table("operations").update(first, { box: ((await db.table("operations").get(second)) as Row).box }));
  expect((await waitingOf(ALICE)).map((op) => op.refused?.type)).toEqual(["unreadable", undefined]);
});

test("a database that the browser closed opens again by itself", async () => {
  const opened = indexedDB.open(name);
  await new Promise((done) => (opened.onsuccess = done));
  await setFact("mark", 1);
  const { connections } = (opened.result as unknown as { _rawDatabase: { connections: IDBDatabase[] } })._rawDatabase;
  for (const connection of [...connections]) forceCloseDatabase(connection as never);
  await recordFinding();
  expect((await waitingOf(ALICE)).length).toBe(1);
  await reopen(name);
  expect((await waitingOf(ALICE)).length).toBe(1);
});

test("a store that is full takes a photo whole or not at all, and what was typed stays", async () => {
  const form = draft();
  await saveDraft(form);
  const { prototype } = IDBObjectStore;
  const add = prototype.add;
  prototype.add = function full(this: IDBObjectStore, ...row): IDBRequest<IDBValidKey> {
    if (this.name === "bytes") throw new DOMException("full", "QuotaExceededError");
    return add.apply(this, row);
  };
  await expect(recordWithWitnesses(300, 900)).rejects.toThrow();
  prototype.add = add;
  expect([await photosOfUser(ALICE), (await waitingOf(ALICE)).length]).toEqual([[], 0]);
  expect((await draftsOf(ALICE)).map((row) => row.body)).toEqual([form.body]);
});

test("signing out while an original goes loses neither its bytes nor its place in the queue", async () => {
  await recordWithWitnesses(300, 900);
  let gone = false;
  desk.before = async (request) => {
    if (!gone && request.method === "PATCH") {
      gone = true;
      await forgetKey(ALICE);
    }
    return false;
  };
  await drain(ALICE, running());
  await takeKey(ALICE, "0".repeat(64));
  const lost = [];
  for (const one of await witnessesOf(ALICE)) if (!one.receipt && (one.refused || !(await bytesOf(one.id)))) lost.push(one.kind);
  expect(lost).toEqual([]);
});

test("an answer that comes after its maker has signed out writes no word in the open", async () => {
  await recordFinding(ALICE, { note: NOTE });
  desk.before = async (request) => {
    if (String(request.url).endsWith("/operations")) await forgetKey(ALICE);
    return false;
  };
  await drain(ALICE, running());
  expect(await lyingThere()).not.toContain("成堆成片暴露垃圾");
  expect(desk.operations.size).toBe(1);
});

test("killed in the middle of sealing, the phone goes on with it the next time", async () => {
  await forgetKey(ALICE);
  await setFact(`sealed:${ALICE}`, undefined);
  await recordFinding(ALICE, { note: NOTE });
  await recordWithWitnesses(300, 900);
  const { encrypt } = crypto.subtle;
  let times = 0;
  crypto.subtle.encrypt = (...how) => (times++ ? Promise.reject(new Error("killed")) : encrypt.apply(crypto.subtle, how));
  await expect(takeKey(ALICE, "0".repeat(64))).rejects.toThrow("killed");
  crypto.subtle.encrypt = encrypt;
  await takeKey(ALICE, "0".repeat(64));
  expect(await lyingThere()).not.toContain(NOTE);
  await drain(ALICE, running());
  expect(desk.operations.size).toBe(2);
});
