// Items (清单条目): recent, known close by and frequent first, found by a word or by the initials of its pinyin.
import type { Catalog, Checklist, Item } from "./shapes";
import { fact, setFact } from "./store";

const RECENT = 12;
const LAST = 2;

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

/** Codes of items, the best guess first. */
export interface Guesses { recent: string[]; often: string[]; near: string[] }

export async function habits(user: string): Promise<Pick<Guesses, "recent" | "often">> {
  const counts = Object.entries((await fact<Record<string, number>>(`often:${user}`)) ?? {});
  const often = counts.sort(([, a], [, b]) => b - a).map(([code]) => code);
  return { recent: (await fact<string[]>(`recent:${user}`)) ?? [], often };
}

export async function used(user: string, code: string): Promise<void> {
  const { recent } = await habits(user);
  const counts = (await fact<Record<string, number>>(`often:${user}`)) ?? {};
  await setFact(`recent:${user}`, [code, ...recent.filter((one) => one !== code)].slice(0, RECENT));
  await setFact(`often:${user}`, { ...counts, [code]: (counts[code] ?? 0) + 1 });
}

/** Those of the item's dimension first, then the general ones. */
export function phrasesFor(catalog: Catalog | undefined, dimension: string | undefined): string[] {
  const phrases = catalog?.phrases ?? [];
  const own = phrases.filter((phrase) => phrase.dimension === dimension);
  return [...own, ...phrases.filter((phrase) => !phrase.dimension)].map((phrase) => phrase.text);
}

/** What stands on the first buttons; filled up in the list's own order. */
export function offered(items: Item[], { recent, often, near }: Guesses, many: number): Item[] {
  const codes = [...recent.slice(0, LAST), ...near, ...often, ...recent, ...items.map((item) => item.code)];
  const known = [...new Set(codes)].map((code) => items.find((item) => item.code === code));
  return known.filter((item) => item !== undefined).slice(0, many);
}
