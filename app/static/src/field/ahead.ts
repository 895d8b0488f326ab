// Ahead (先取好): the small pictures of one's towns are on the phone before the signal is gone.
import { watch } from "vue";
import { inOrder } from "./sorting";
import { pulled } from "./pull";
import type { Finding } from "./shapes";
import { all, fact } from "./store";

const MOST = 120;
const SMALL = 320;
const tried = new Set<string>(); // once per opening of the app: what failed is asked again when it is looked at

/** The latest deadlines first; the service worker keeps what passes through it. */
export function wantedPictures(findings: Finding[]): string[] {
  const due = ({ due_at }: Finding): string => due_at ?? "9999"; // none yet: just found
  const latest = findings.filter((one) => one.state !== "void").sort((a, b) => inOrder(due(b), due(a)));
  return latest.flatMap(({ photos }) => photos.filter((photo) => photo.ready).map(({ id }) => `/api/v1/photos/${id}/${SMALL}`)).slice(0, MOST);
}

/** Points of my own lists, and those I am sent to look at again. */
async function pointsOf(user: string): Promise<Finding[]> {
  const sent = (await all(user, "recheck")).filter((one) => one.state === "wanted");
  return [...sent.map((one) => one.finding), ...(await all(user, "finding"))];
}

async function fetchAhead(): Promise<void> {
  const user = await fact<string>("user_id");
  if (user === undefined || !navigator.serviceWorker?.controller) return;
  const { connection } = navigator as { connection?: { saveData?: boolean } };
  if (connection?.saveData) return;
  for (const url of wantedPictures(await pointsOf(user)).filter((one) => !tried.has(one))) {
    tried.add(url);
    const cached = await caches.match(url);
    if (!cached && !(await fetch(url).catch(() => undefined))) return; // no signal: another time
  }
}

export function keepPicturesAhead(): void {
  let running = false;
  watch(pulled, async () => {
    if (running) return;
    running = true;
    await fetchAhead().finally(() => (running = false));
  });
}
