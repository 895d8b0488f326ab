// Keys (队列钥匙): given by the server at sign-in, taken away at sign-out; what was saved without one is sealed afterwards.
import type { Table } from "dexie";
import { importKey, type Sealed } from "./box";
import { boxed } from "./drafts";
import { fact, phone, setFact } from "./phone";
import { hide, keepKey, keyOf, SEALED_TABLES, type SealedTable } from "./rows";

/** `hex`: 64 digits, the same at each sign-in of this user on this phone. */
export async function takeKey(user: string, hex: string): Promise<void> {
  if (!(await keyOf(user))) await keepKey(user, await importKey(hex));
  if (await fact<boolean>(`sealed:${user}`)) return;
  for (const table of SEALED_TABLES) await sealTable(table, user);
  await sealBytes(user);
  await setFact(`sealed:${user}`, true); // killed before, it goes on here the next time
}

async function sealTable(name: SealedTable, user: string): Promise<void> {
  const table = phone[name] as unknown as Table<Sealed<{ user_id: string }>, string>;
  const key = await keyOf(user);
  const plain = await table.filter((row) => row.user_id === user && !row.box).primaryKeys();
  for (const id of plain) await sealRow(table, id, (row) => hide(name, row, key));
}

async function sealBytes(user: string): Promise<void> {
  const [photos, witnesses] = await Promise.all([phone.photos.where({ user_id: user }).primaryKeys(), phone.witnesses.where({ user_id: user }).primaryKeys()]);
  for (const id of [...photos, ...witnesses]) await sealRow(phone.bytes, id, (row) => boxed({ ...row, user_id: user })); // one at a time: they are large
}

/** What was changed meanwhile, as sending does, is taken up anew. */
async function sealRow<Row extends { box?: unknown }>(table: Table<Row, string>, id: string, sealed: (row: Row) => Promise<Row>): Promise<void> {
  let row = await table.get(id);
  while (row && !row.box) {
    const [was, now] = [row, await sealed(row)];
    row = await phone.transaction("rw", table, async () => {
      const here = await table.get(id);
      if (!here || here.box || JSON.stringify(here) !== JSON.stringify(was)) return here;
      await table.put(now);
      return now;
    });
  }
}
