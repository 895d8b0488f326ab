// Items (清单条目): recent and frequent first, found by a word or by the initials of its pinyin.
import type { Catalog, Checklist, Item } from "./shapes";
import { fact, setFact } from "./store";

const RECENT = 12;

/** Any version a round names; the newest when the round's one is not on the phone yet. */
export function checklistOf(catalog: Catalog | undefined, version: string): Checklist | undefined {
  const list = catalog?.checklists.find((one) => one.version === version) ?? catalog?.checklists.at(-1);
  const order = new Map(list?.dimensions.map(({ code }, i) => [code, i]));
  const place = (item: Item): number => order.get(item.dimension) ?? order.size;
  return list && { ...list, items: [...list.items].sort((a, b) => place(a) - place(b)) };
}

export function search(items: Item[], asked: string): Item[] {
  const words = asked.trim().toLowerCase().split(/\s+/).filter(Boolean);
  return items.filter((item) => words.every((word) => fits(item, word)));
}

const fits = (item: Item, word: string): boolean =>
  [item.problem, item.standard, item.code.toLowerCase(), item.initials.toLowerCase()].some((text) => text.includes(word));

export async function recentItems(user: string): Promise<string[]> {
  return (await fact<string[]>(`recent:${user}`)) ?? [];
}

export async function used(user: string, code: string): Promise<void> {
  const others = (await recentItems(user)).filter((one) => one !== code);
  await setFact(`recent:${user}`, [code, ...others].slice(0, RECENT));
}

/** Those of the item's dimension first, then the general ones. */
export function phrasesFor(catalog: Catalog | undefined, dimension: string | undefined): string[] {
  const phrases = catalog?.phrases ?? [];
  const own = phrases.filter((phrase) => phrase.dimension === dimension);
  return [...own, ...phrases.filter((phrase) => !phrase.dimension)].map((phrase) => phrase.text);
}

/** What stands on the first buttons: the recent ones, filled up in the list's own order. */
export function offered(items: Item[], recent: string[], many: number): Item[] {
  const first = recent.map((code) => items.find((item) => item.code === code)).filter((item) => item !== undefined);
  return [...first, ...items.filter((item) => !first.includes(item))].slice(0, many);
}
