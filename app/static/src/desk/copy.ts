// Copying a sentence (复制): by the button where the browser lets us, else it is chosen and ready for Ctrl+C.
import { one } from "./dom";

export function offerCopy(): void {
  const button = one<HTMLButtonElement>("[data-copy]");
  const said = button && document.getElementById(button.dataset["copy"] ?? "");
  if (!button || !said) return;
  button.hidden = false;
  button.addEventListener("click", () => void copy(button, said));
}

async function copy(button: HTMLButtonElement, said: HTMLElement): Promise<void> {
  const word = one<HTMLElement>("span", button);
  const done = await written((said.textContent ?? "").trim());
  if (!done) getSelection()?.selectAllChildren(said);
  if (word) word.textContent = (done ? button.dataset["done"] : button.dataset["chosen"]) ?? "";
}

/** Without https there is no clipboard to write to. */
async function written(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    return false;
  }
}
