// Queue (待传队列): what was done, numbered, in the order it was done; it leaves only with a receipt.
import Dexie from "dexie";
import type { About, Operation, Settled, Waiting } from "../shapes";
import { phone } from "./phone";
import { hideNow, keyOf, reveal } from "./rows";
import { inTurn } from "./turns";

/** Numbers the operation, takes its photos out of the draft and drops the draft: all or nothing. Answers its number. */
export const append = (operation: Omit<Operation, "n">, of: Pick<Waiting, "user_id" | "about">, owner?: string): Promise<number> => inTurn(async () => {
  const row = await hideNow("operations", { ...operation, ...of, n: 0 });
  return phone.transaction("rw", [phone.facts, phone.operations, phone.photos, phone.drafts], async () => {
    const n = (((await phone.facts.get("counter"))?.value as number | undefined) ?? 0) + 1;
    await phone.facts.put({ key: "counter", value: n });
    await phone.operations.add({ ...row, n });
    if (owner === undefined) return n;
    const loose = phone.photos.where({ owner_id: owner }).filter((photo) => photo.op_id === null);
    await loose.modify({ op_id: operation.op_id });
    await phone.drafts.delete(owner);
    return n;
  });
});

export async function waitingOf(user: string): Promise<Waiting[]> {
  const range = phone.operations.where("[user_id+n]").between([user, Dexie.minKey], [user, Dexie.maxKey]);
  return reveal("operations", await range.toArray());
}

export async function settledOf(user: string): Promise<Settled[]> {
  return reveal("settled", await phone.settled.where({ user_id: user }).toArray());
}

/** The only place where an operation leaves the queue: its receipt is stored in the same transaction. */
export async function settle(op: Waiting, end: Pick<Settled, "verdict" | "receipt" | "problem" | "settled_at">): Promise<void> {
  const { op_id, user_id, n, kind, made_at } = op;
  const about = await sayable(op);
  const row = await hideNow("settled", { op_id, user_id, n, kind, about, made_at, ...end });
  await phone.transaction("rw", phone.operations, phone.settled, async () => {
    await phone.settled.put(row);
    await phone.operations.delete(op_id);
  });
}

/** Whoever signed out while the answer came takes the words along: sealed ones never lie open. */
async function sayable({ op_id, user_id, about }: Waiting): Promise<About> {
  const sealed = (await phone.operations.get(op_id))?.box !== undefined;
  return sealed && (await keyOf(user_id)) === undefined ? { title: "m.unreadable", place: "", subject_id: "" } : about;
}

/** The count never goes back, whichever tab raised it. */
export async function countOn(n: number): Promise<void> {
  const counted = async (): Promise<number> => ((await phone.facts.get("counter"))?.value as number | undefined) ?? 0;
  if (n <= (await counted())) return;
  await phone.transaction("rw", phone.facts, async () => void (n > (await counted()) && (await phone.facts.put({ key: "counter", value: n }))));
}

export async function noteOperation(op_id: string, note: Pick<Waiting, "refused" | "retry_at">): Promise<void> {
  await phone.operations.update(op_id, note);
}
