// Review by keys (核查快捷键): a key's act waits 10 seconds and can be taken back; a press of the mouse is sent at once.
import { all, isWriting, one } from "./dom";

const WAIT_MS = 10_000;

interface Waiting {
  button: HTMLButtonElement;
  timer: number;
}

export function reviewByKeys(): void {
  const page = one<HTMLElement>("[data-review]");
  const note = one<HTMLElement>("[data-pending]");
  const unseen = one<HTMLElement>("[data-unseen]");
  if (!page || !note || !unseen) return;
  let waiting: Waiting | null = null;

  const takeBack = (): void => {
    if (waiting) window.clearTimeout(waiting.timer);
    waiting = null;
    note.hidden = true;
  };
  const send = (): void => {
    const button = waiting?.button;
    takeBack();
    button?.form?.requestSubmit(button);
  };
  const plan = (button: HTMLButtonElement): void => {
    takeBack();
    unseen.hidden = !(passes(button) && hurt(page));
    if (!unseen.hidden) return;
    waiting = { button, timer: window.setTimeout(send, WAIT_MS) };
    const what = one<HTMLElement>("[data-what]", note);
    if (what) what.textContent = wordOf(button);
    note.hidden = false;
  };

  document.addEventListener("keydown", (event) => {
    if (isWriting(event)) return;
    const key = event.key.toLowerCase();
    if (waiting && key === "u") takeBack();
    else if (waiting && key === "enter") {
      event.preventDefault();
      send();
    } else if (key === "j" || key === "arrowdown") go(page, 1, event);
    else if (key === "k" || key === "arrowup") go(page, -1, event);
    else press(page, key, plan, event);
  });
}

/** Nobody passes with one key what they were not shown; the mouse may, after looking twice. */
const passes = (button: HTMLButtonElement): boolean => button.dataset["key"] === "p";
const hurt = (page: HTMLElement): boolean => one("[data-hurt]", one<HTMLElement>(".mid", page) ?? page) !== null;

/** The button's own words, without the key painted on it. */
function wordOf(button: HTMLButtonElement): string {
  const copy = button.cloneNode(true) as HTMLElement;
  for (const key of all("kbd", copy)) key.remove();
  return (copy.textContent ?? "").trim();
}

function go(page: HTMLElement, by: 1 | -1, event: KeyboardEvent): void {
  const rows = all<HTMLAnchorElement>(".queue a.row", page);
  const now = rows.findIndex((row) => row.hasAttribute("aria-current"));
  const next = rows[now + by];
  if (!next) return;
  event.preventDefault();
  next.click();
}

function press(page: HTMLElement, key: string, plan: (button: HTMLButtonElement) => void, event: KeyboardEvent): void {
  const found = one<HTMLElement>(`[data-key="${CSS.escape(key)}"]`, page);
  if (found instanceof HTMLTextAreaElement) {
    event.preventDefault();
    found.focus();
  } else if (found instanceof HTMLButtonElement && !found.disabled) plan(found);
}
