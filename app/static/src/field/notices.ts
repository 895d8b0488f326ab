// Notices (消息): what I am to hear of, kept to be read without signal; what was read without signal is said later.
import { ask } from "./net";
import { fact, setFact } from "./store";
import type { Notice } from "./shapes";

const NEWEST = 50;
const KEPT = (user: string): string => `notices:${user}`;
const READ = (user: string): string => `notices_read:${user}`;

export const noticesOf = async (user: string): Promise<Notice[]> => (await fact<Notice[]>(KEPT(user))) ?? [];

/** First what was read here, so that it does not come back as new. */
export async function pullNotices(user: string): Promise<void> {
  const read = (await fact<string[]>(READ(user))) ?? [];
  if (read.length && (await ask("/notices/read", { method: "POST", body: { ids: read } })).status !== 200) return;
  const { status, body } = await ask(`/notices?limit=${NEWEST}`);
  if (status !== 200) return;
  const since = ((await fact<string[]>(READ(user))) ?? []).filter((id) => !read.includes(id));
  const { items } = body as { items: Notice[] };
  await setFact(KEPT(user), items.map((one) => (since.includes(one.id) ? { ...one, read: true } : one)));
  await setFact(READ(user), since.length ? since : undefined);
}

export async function readNotices(user: string, ids: string[]): Promise<void> {
  const known = await noticesOf(user);
  await setFact(KEPT(user), known.map((one) => (ids.includes(one.id) ? { ...one, read: true } : one)));
  await setFact(READ(user), [...new Set([...((await fact<string[]>(READ(user))) ?? []), ...ids])]);
}

export async function forgetNotices(user: string): Promise<void> {
  await setFact(KEPT(user), undefined);
  await setFact(READ(user), undefined);
}
