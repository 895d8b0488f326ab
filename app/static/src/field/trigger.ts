// Trigger (何时传): on save, online, focus and each minute; one sender at a time among pages and service worker.
import { onSaved } from "./outbox";
import { mayCarryOriginals } from "./originals";
import { fact, photosToSend, putOffNothing, waitingOf, witnessesToSend } from "./store";
import { drain, type Sending } from "./sync";

const LOCK = "xunzhen-send";
const STALE = 180_000; // longer than any request may last: its holder is dead
const SHIFT = 600_000; // nobody holds the lock longer than this
export const TAG = "send"; // what page and service worker say to each other
export const TAKE_OVER = "take over";

/** Sends if nobody else does; `now` cancels the back-off, as a person's press or a new signal should. */
export async function send(now = false): Promise<void> {
  const user = await fact<string>("user_id");
  const sending = await fact<Sending>("sending");
  if (user === undefined || (!now && sending?.user_id === user && isPutOff(sending))) return;
  if (now) await putOffNothing(user);
  const ends = new AbortController();
  const timer = setTimeout(() => ends.abort(), SHIFT);
  try {
    await alone(sending, () => drain(user, ends.signal));
  } finally {
    clearTimeout(timer);
  }
}

/** A clock that was set back since has no say in it: the wait would last for years. */
const isPutOff = ({ beat_at, next_at }: Sending): boolean => beat_at <= Date.now() && next_at > Date.now();

/** A lock that a dead worker left behind is taken over. */
async function alone(sending: Sending | undefined, work: () => Promise<void>): Promise<void> {
  const { locks } = globalThis.navigator ?? {};
  if (!locks) return work();
  const stale = sending?.state === "sending" && Date.now() - sending.beat_at > STALE;
  try {
    await locks.request(LOCK, stale ? { steal: true } : { ifAvailable: true }, (lock) => (lock ? work() : undefined));
  } catch (stolen) {
    if (!(stolen instanceof DOMException && stolen.name === "AbortError")) throw stolen;
  }
}

/** Keeps the queue moving for as long as the page is open. */
export function keepSending(): void {
  const quietly = (): void => void send();
  const atOnce = (): void => void send(true);
  onSaved(() => {
    quietly();
    void askForBackgroundSync();
  });
  addEventListener("online", atOnce);
  addEventListener("focus", quietly);
  document.addEventListener("visibilitychange", quietly);
  setInterval(() => void eachSecond(), 1000);
  atOnce();
}

const LOOK = 20;
let seconds = 0;

/** The back-off ends by the second, everything else is looked at every 20. */
async function eachSecond(): Promise<void> {
  seconds = (seconds + 1) % LOOK;
  const sending = await fact<Sending>("sending");
  const due = sending?.state === "later" && !isPutOff(sending);
  if (due || (seconds === 0 && (await anythingWaits()))) await send();
}

async function anythingWaits(): Promise<boolean> {
  const user = await fact<string>("user_id");
  if (user === undefined) return false;
  const rows = [await waitingOf(user), await photosToSend(user), await witnessesToSend(user, await mayCarryOriginals())];
  return rows.some((some) => some.length > 0);
}

interface Syncing { sync?: { register(tag: string): Promise<void> } }

async function askForBackgroundSync(): Promise<void> {
  const worker = (await navigator.serviceWorker?.getRegistration("/m/")) as Syncing | undefined;
  await worker?.sync?.register(TAG).catch(() => undefined); // not everywhere, and only where the person allows it
}
