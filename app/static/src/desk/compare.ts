// Before and after (前后对比): 并排, 拉开, 叠放; before is always left. Photos are chosen from the film below.
import { lay } from "./lay";
import { all, isWriting, one } from "./dom";

const MODES = ["beside", "pull", "stack"] as const;
type Mode = (typeof MODES)[number];

function isMode(word: string | undefined): word is Mode {
  return MODES.some((mode) => mode === word);
}

function show(mode: Mode, pair: HTMLElement, buttons: HTMLButtonElement[]): void {
  pair.dataset["mode"] = mode;
  for (const button of buttons) button.setAttribute("aria-pressed", String(button.dataset["mode"] === mode));
  const cutter = one<HTMLElement>(".cutter", pair);
  if (cutter) cutter.hidden = mode === "beside";
  lay(pair, mode !== "beside");
}

function cut(pair: HTMLElement, range: HTMLInputElement): void {
  pair.style.setProperty("--cut", `${range.value}%`);
}

function chooseFromFilm(pair: HTMLElement): void {
  showTrust(one<HTMLAnchorElement>("a[data-photo]") ?? undefined);
  for (const link of all<HTMLAnchorElement>("a[data-film]"))
    link.addEventListener("click", (event) => {
      const side = link.dataset["film"] ?? "";
      const photo = one<HTMLImageElement>(`.${side} img`, pair);
      if (!photo) return;
      event.preventDefault();
      photo.src = link.href;
      delete pair.dataset["matrix"]; // it speaks of the two that were compared
      lay(pair, false);
      showMarks(photo, link);
      for (const other of all<HTMLAnchorElement>(`a[data-film="${side}"]`)) other.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      showTrust(link);
    });
}

/** What can be believed of the photo chosen; without a script that of each stands below the other. */
function showTrust(chosen: HTMLAnchorElement | undefined): void {
  const id = chosen?.dataset["photo"];
  if (id) for (const block of all<HTMLElement>("[data-trust]")) block.hidden = block.dataset["trust"] !== id;
}

/** The arrows of the photo chosen come with it: in the film they lie over a cut picture, here over the whole one. */
function showMarks(photo: HTMLImageElement, chosen: HTMLAnchorElement): void {
  photo.parentElement?.querySelector(".marks")?.remove();
  const marks = one<SVGElement>(".marks", chosen)?.cloneNode(true) as SVGElement | undefined;
  marks?.setAttribute("preserveAspectRatio", "xMidYMid meet");
  if (marks) photo.after(marks);
}

function byKeys(pair: HTMLElement, buttons: HTMLButtonElement[], range: HTMLInputElement): void {
  document.addEventListener("keydown", (event) => {
    if (isWriting(event)) return;
    if (event.key.toLowerCase() === "b") {
      const now = MODES.findIndex((mode) => mode === pair.dataset["mode"]);
      show(MODES[(now + 1) % MODES.length] ?? "beside", pair, buttons);
    } else if (pair.dataset["mode"] !== "beside" && (event.key === "ArrowLeft" || event.key === "ArrowRight")) {
      event.preventDefault();
      if (event.key === "ArrowLeft") range.stepDown();
      else range.stepUp();
      cut(pair, range);
    }
  });
}

export function comparePhotos(): void {
  const pair = one<HTMLElement>("[data-pair]");
  const bar = one<HTMLElement>("[data-modes]");
  const range = pair && one<HTMLInputElement>(".cutter input", pair);
  if (!pair || !range) return;
  const buttons = bar ? all<HTMLButtonElement>("button[data-mode]", bar) : [];
  if (bar) bar.hidden = false;
  for (const button of buttons)
    button.addEventListener("click", () => {
      const mode = button.dataset["mode"];
      if (isMode(mode)) show(mode, pair, buttons);
    });
  range.addEventListener("input", () => cut(pair, range));
  chooseFromFilm(pair);
  byKeys(pair, buttons, range);
}
