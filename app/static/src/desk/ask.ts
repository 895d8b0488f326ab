// Asking before an act (再问一句): what unfolds without a script opens as a dialog with one, and gives the focus back.
import { all, one } from "./dom";

function open(fold: HTMLDetailsElement, dialog: HTMLDialogElement): void {
  const asked = one<HTMLElement>(".asked", fold);
  const slot = one<HTMLElement>("[data-slot]", dialog);
  const title = one<HTMLElement>("#ask-title", dialog);
  const summary = one<HTMLElement>("summary", fold);
  if (!asked || !slot || !title || !summary) return;
  title.textContent = summary.textContent;
  slot.append(asked);
  dialog.showModal();
  dialog.addEventListener(
    "close",
    () => {
      fold.append(asked);
      summary.focus();
    },
    { once: true },
  );
}

export function askInDialogs(): void {
  const dialog = one<HTMLDialogElement>("dialog#ask");
  if (!dialog) return;
  one<HTMLButtonElement>("[data-close]", dialog)?.addEventListener("click", () => dialog.close());
  for (const fold of all<HTMLDetailsElement>("details.ask"))
    one<HTMLElement>("summary", fold)?.addEventListener("click", (event) => {
      event.preventDefault();
      open(fold, dialog);
    });
}
