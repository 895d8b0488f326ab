// Device (这台手机): its id and how many records it has made, doubled outside the database: a lost store then shows as a gap.
import { newId } from "./ids";
import { onSaved } from "./outbox";
import { countOn, fact, setFact } from "./store";

const ID = "xz.device";
const COUNT = "xz.count";

/** A database that the browser threw away comes back as the same phone, which goes on counting where it was. */
export async function knowThisPhone(): Promise<void> {
  const stored = await fact<string>("device_id");
  const id = stored ?? localStorage.getItem(ID) ?? newId();
  if (id !== stored) await setFact("device_id", id); // each write waits for the disk, and every start of the app for this
  localStorage.setItem(ID, id);
  await countOn(Number(localStorage.getItem(COUNT)));
  onSaved((n) => localStorage.setItem(COUNT, String(n)));
}
