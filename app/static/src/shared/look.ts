// Look (外观): dark and large type, two switches kept per device.

const root = document.documentElement;
const dark = matchMedia("(prefers-color-scheme: dark)");
export type Theme = "light" | "dark" | "system";

export const theme = (): Theme => (localStorage.getItem("xz.theme") as Theme | null) ?? "system";
export const isLarge = (): boolean => localStorage.getItem("xz.type") === "large";

export function setTheme(chosen: Theme): void {
  localStorage.setItem("xz.theme", chosen);
  wear();
}

export function setLarge(large: boolean): void {
  localStorage.setItem("xz.type", large ? "large" : "normal");
  wear();
}

export function wear(): void {
  const isDark = theme() === "dark" || (theme() === "system" && dark.matches);
  root.dataset.theme = isDark ? "dark" : "light";
  root.dataset.type = isLarge() ? "large" : "normal";
}

dark.addEventListener("change", wear);
