// Look (深色、大字): changed at once and kept on this device; the server reads the same cookies.
import { all } from "./dom";

const YEAR = 365 * 24 * 3600;

function keep(name: string, value: string): void {
  document.cookie = `${name}=${value}; Path=/; Max-Age=${YEAR}; SameSite=Lax`;
}

function mark(name: string, pressed: boolean, next: string): void {
  for (const button of all<HTMLButtonElement>(`[data-look] button[name="${name}"]`)) {
    button.setAttribute("aria-pressed", String(pressed));
    button.value = next;
  }
}

function apply(button: HTMLButtonElement): void {
  const root = document.documentElement;
  if (button.name === "large") {
    const large = button.value === "on";
    if (large) root.dataset["type"] = "large";
    else delete root.dataset["type"];
    keep("xz_type", large ? "large" : "plain");
    mark("large", large, large ? "off" : "on");
    return;
  }
  const dark = button.value === "dark";
  root.dataset["theme"] = button.value;
  keep("xz_theme", button.value);
  mark("theme", dark, dark ? "light" : "dark");
}

/** Nothing is fixed yet and the system is dark: then the first press is for light. */
function followSystem(): void {
  const dark = matchMedia("(prefers-color-scheme: dark)").matches;
  if (dark && !document.documentElement.dataset["theme"]) mark("theme", true, "light");
}

export function changeLook(): void {
  followSystem();
  document.addEventListener("submit", (event) => {
    const { submitter, target } = event;
    if (!(target instanceof HTMLFormElement) || !target.matches("[data-look]")) return;
    if (!(submitter instanceof HTMLButtonElement)) return;
    event.preventDefault();
    apply(submitter);
  });
}
