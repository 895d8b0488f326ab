// Golden dumps (各版队列的存样): what a phone of each released version had in its store still opens, and still goes.
import { readdirSync, readFileSync } from "node:fs";
import Dexie from "dexie";
import { afterEach, beforeEach, expect, test } from "vitest";
import { newId } from "../src/field/ids";
import { draftsOf, photosOfUser, QUEUE_VERSION, reopen, settledOf, waitingOf } from "../src/field/store";
import { drain } from "../src/field/sync";
import { ALICE, BOB, Desk } from "./phone";

type Row = { [field: string]: unknown };
const SCHEMAS: Record<string, Record<string, string>> = {
  "1": {
    facts: "key", drafts: "id, user_id", photos: "id, user_id, owner_id, op_id", bytes: "photo_id",
    operations: "op_id, [user_id+n]", settled: "op_id, user_id", mirror: "[user_id+noun+id], [user_id+noun]",
  },
};
SCHEMAS["2"] = { ...SCHEMAS["1"], witnesses: "id, user_id, photo_id" };
const folder = new URL("./golden/", import.meta.url);
const dumps = readdirSync(folder).map((file) => /queue-(\d+)\.json/.exec(file)![1]!);
let desk: Desk;

beforeEach(async () => void (desk = await Desk.open()));
afterEach(() => desk.close());

async function asItWas(version: string): Promise<string> {
  const name = `golden-${newId()}`;
  const old = new Dexie(name);
  old.version(Number(version)).stores(SCHEMAS[version]!);
  const dump = JSON.parse(readFileSync(new URL(`queue-${version}.json`, folder), "utf8")) as Record<string, Row[]>;
  for (const [table, rows] of Object.entries(dump)) await old.table(table).bulkAdd(rows.map(withBytes));
  old.close();
  return name;
}

const withBytes = (row: Row): Row => (typeof row.bytes === "string" ? { ...row, bytes: new Uint8Array(Buffer.from(row.bytes, "base64")).buffer } : row);

test.each(dumps)("a phone that was left at queue version %s opens, keeps its draft and sends what waited", async (version) => {
  await reopen(await asItWas(version));
  expect([(await waitingOf(ALICE)).length, (await waitingOf(BOB)).length, (await draftsOf(ALICE)).length]).toEqual([2, 1, 1]);
  await drain(ALICE, new AbortController().signal);
  expect([(await waitingOf(ALICE)).length, (await waitingOf(BOB)).length]).toEqual([0, 1]);
  expect((await photosOfUser(ALICE)).every((photo) => photo.receipt)).toBe(true);
  expect((await settledOf(ALICE)).map((row) => row.n).sort()).toEqual([1, 2, 3, 5]);
});

test("every version before today's has its dump", () => {
  expect(dumps.map(Number).sort()).toEqual(Array.from({ length: QUEUE_VERSION - 1 }, (_, i) => i + 1));
});

test("what a later version left is not opened, and stays", async () => {
  const name = `later-${newId()}`;
  const later = new Dexie(name);
  later.version(QUEUE_VERSION + 1).stores(SCHEMAS["2"]!);
  await later.table("drafts").add({ id: "d", user_id: ALICE, unheard_of: true });
  later.close();
  await expect(reopen(name)).rejects.toThrow(/this app knows/);
  expect(await (await new Dexie(name).open()).table("drafts").count()).toBe(1);
});
