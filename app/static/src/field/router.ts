// Router (页间): the address after # is the screen; each screen says its own parameters.
import { shallowRef, type Component } from "vue";

export interface Route { path: string; screen: Component; args: Record<string, string>; tab?: string }
interface Row { path: RegExp; names: string[]; screen: Component; tab?: string }

const rows: Row[] = [];
export const route = shallowRef<Route>();

export function add(path: string, screen: Component, tab?: string): void {
  const names = [...path.matchAll(/:(\w+)/g)].map((found) => found[1]!);
  rows.push({ path: new RegExp(`^${path.replace(/:\w+/g, "([^/]+)")}$`), names, screen, ...(tab ? { tab } : {}) });
}

export function follow(): void {
  const path = location.hash.slice(1) || "/";
  const row = rows.find((one) => one.path.test(path)) ?? rows[0]!;
  const found = row.path.exec(path) ?? [];
  const args = Object.fromEntries(row.names.map((name, i) => [name, decodeURIComponent(found[i + 1] ?? "")]));
  route.value = { path, screen: row.screen, args, ...(row.tab ? { tab: row.tab } : {}) };
  scrollTo(0, 0);
}

export const go = (path: string): void => void (location.hash = path);
export const goInstead = (path: string): void => location.replace(`#${path}`);
export const goBack = (): void => (history.length > 1 ? history.back() : go("/"));
