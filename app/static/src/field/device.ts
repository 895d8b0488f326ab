// Device (这台手机): its id and how many records it has made, doubled outside the database: a lost store then shows as a gap.
import { newId } from "./ids";
import { onSaved } from "./outbox";
import { countOn, fact, setFact } from "./store";

const ID = "xz.device";
const COUNT = "xz.count";

/** A database that the browser threw away comes back as the same phone, which goes on counting where it was. */
export async function knowThisPhone(): Promise<void> {
  const id = (await fact<string>("device_id")) ?? localStorage.getItem(ID) ?? newId();
  await setFact("device_id", id);
  localStorage.setItem(ID, id);
  await countOn(Number(localStorage.getItem(COUNT)));
  onSaved((n) => localStorage.setItem(COUNT, String(n)));
}
