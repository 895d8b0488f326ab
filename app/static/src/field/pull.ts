// Pull (取新): brings what this user may see into the mirror, by cursor, tombstones included.
import { ref } from "vue";
import { ask, SignInNeeded, Unreachable } from "./net";
import { pullNotices } from "./notices";
import type { Catalog, Change } from "./shapes";
import { applyChanges, fact, forgetMirror, setFact, settledOf, takeKey, watch } from "./store";

const EACH = 60_000;
export const pulling = ref(false);
export const pulled = ref(0); // counts, so that others can follow

interface Page { items: Change[]; cursor: string; more: boolean }
interface Kept { etag: string | null; catalog: Catalog }

/** Quietly: a phone without signal works with what it has. Says whether the server answered. */
export async function pull(): Promise<boolean> {
  const user = await fact<string>("user_id");
  if (user === undefined) return true;
  pulling.value = true;
  try {
    await pullMe(user);
    await pullCatalog(user);
    while (await pullPage(user));
    await pullNotices(user);
    await setFact("session", "open");
    await setFact(`pulled:${user}`, Date.now());
    pulled.value++;
  } catch (trouble) {
    if (trouble instanceof Unreachable) return false;
    if (!(trouble instanceof SignInNeeded)) throw trouble;
    await setFact("session", "over");
  } finally {
    pulling.value = false;
  }
  return true;
}

const SOON = 400;
const AGAIN = [2_000, 5_000, 15_000]; // an answer was lost right behind an act: who did it waits for what it opened

/** Now and then, and as soon as something of ours has arrived: the server then knows more than the mirror. */
export function keepPulling(): void {
  const quietly = (): void => void pull();
  let soon: ReturnType<typeof setTimeout> | undefined;
  const insist = (after: number, then: number[]): void => {
    clearTimeout(soon);
    soon = setTimeout(() => void pull().then((told) => !told && then[0] && insist(then[0], then.slice(1))), after);
  };
  watch(async () => (await settledOf((await fact<string>("user_id")) ?? "")).length).subscribe(() => insist(SOON, AGAIN));
  addEventListener("online", quietly);
  addEventListener("focus", quietly);
  setInterval(() => !document.hidden && quietly(), EACH);
}

async function pullMe(user: string): Promise<void> {
  const { status, body } = await ask("/me");
  if (status !== 200) return;
  const me = body as { csrf_token: string; user: { id: string }; queue_key?: string; next?: string };
  if (me.user.id !== user) throw new SignInNeeded(); // another tab of this browser signed in as somebody else
  await setFact("csrf", me.csrf_token);
  await setFact("next", me.next);
  if (me.queue_key) await takeKey(user, me.queue_key); // an app that signed in before there were keys
}

async function pullCatalog(user: string): Promise<void> {
  const kept = await fact<Kept>(`catalog:${user}`);
  const headers: Record<string, string> = kept?.etag ? { "If-None-Match": kept.etag } : {};
  const answer = await ask("/catalog", { headers });
  if (answer.status !== 200) return;
  await setFact(`catalog:${user}`, { etag: answer.headers.get("ETag"), catalog: answer.body as Catalog } satisfies Kept);
}

async function pullPage(user: string): Promise<boolean> {
  const cursor = await fact<string>(`cursor:${user}`);
  const { status, body } = await ask(`/changes${cursor ? `?cursor=${encodeURIComponent(cursor)}` : ""}`);
  if (status !== 200) return false;
  const page = body as Page;
  if (page.items.some((item) => item.noun === "stream")) return forgetMirror(user).then(() => true); // a whole stream is no longer mine: read anew
  await applyChanges(user, page.items, page.cursor);
  return page.more;
}

export async function catalogOf(user: string): Promise<Catalog | undefined> {
  return (await fact<Kept>(`catalog:${user}`))?.catalog;
}
