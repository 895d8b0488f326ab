// Originals (原图): the untouched files are large; they go last, and only by Wi-Fi if the person wishes so.
import { fact, setFact } from "./store";

export type OriginalsBy = "any" | "wifi";
const KEY = "originals";
const NOW = "originals_now"; // a press on "send originals now" holds for a while
const A_WHILE = 600_000;

export const originalsBy = async (): Promise<OriginalsBy> => (await fact<OriginalsBy>(KEY)) ?? "any";
export const sendOriginalsBy = (way: OriginalsBy): Promise<void> => setFact(KEY, way);
export const sendOriginalsNow = (): Promise<void> => setFact(NOW, Date.now() + A_WHILE);

/** A phone that does not tell its kind of network (iOS) counts as not on Wi-Fi: then the press decides. */
export async function mayCarryOriginals(): Promise<boolean> {
  if ((await originalsBy()) === "any" || ((await fact<number>(NOW)) ?? 0) > Date.now()) return true;
  const connection = (globalThis.navigator as { connection?: { type?: string } } | undefined)?.connection;
  return connection?.type === "wifi" || connection?.type === "ethernet";
}
