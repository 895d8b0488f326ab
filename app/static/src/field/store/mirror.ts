// Mirror (镜像): what this user may see, as the server last told it; it goes at sign-out.
import Dexie from "dexie";
import type { Change, Mirrored, Noun } from "../shapes";
import { phone } from "./phone";

export async function all<N extends Noun>(user: string, noun: N): Promise<Mirrored[N][]> {
  const rows = await phone.mirror.where({ user_id: user, noun }).toArray();
  return rows.map((row) => row.body as Mirrored[N]);
}

export async function one<N extends Noun>(user: string, noun: N, id: string): Promise<Mirrored[N] | undefined> {
  return (await phone.mirror.get([user, noun, id]))?.body as Mirrored[N] | undefined;
}

export async function applyChanges(user: string, items: Change[], cursor: string): Promise<void> {
  await phone.transaction("rw", phone.mirror, phone.facts, async () => {
    for (const { noun, id, version, deleted, body } of items) {
      if (noun === "stream") continue;
      if (deleted) await phone.mirror.delete([user, noun, id]);
      else await phone.mirror.put({ user_id: user, noun, id, version, body });
    }
    await phone.facts.put({ key: `cursor:${user}`, value: cursor });
  });
}

/** What was made on this phone stays for its maker; only what was read goes. */
export async function forgetMirror(user: string): Promise<void> {
  await phone.transaction("rw", phone.mirror, phone.facts, async () => {
    await phone.mirror.where("[user_id+noun]").between([user, Dexie.minKey], [user, Dexie.maxKey]).delete();
    await phone.facts.bulkDelete([`cursor:${user}`]);
  });
}
