// Texts (文案): the sentence of a key with its parameters, from the catalogue that server and phone share.
import zh from "virtual:texts/zh";

export type Params = Record<string, string | number>;
export type Language = "zh" | "en";

let words: Record<string, string> = zh;

export async function speak(language: Language): Promise<void> {
  words = language === "en" ? (await import("virtual:texts/en")).default : zh;
}

/** A missing key shows itself: a test walks all keys, a person sees which one. */
export function t(key: string, params: Params = {}): string {
  return (words[key] ?? key).replace(/\{(\w+)\}/g, (whole, name: string) => worded(params[name]) ?? whole);
}

export function known(key: string): boolean {
  return key in words;
}

function worded(value: string | number | undefined): string | undefined {
  return value === undefined ? undefined : (words[`w.${value}`] ?? String(value));
}
