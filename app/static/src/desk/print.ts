// Printing the paper (打印): the button appears only where it works.
import { one } from "./dom";

export function offerPrint(): void {
  const button = one<HTMLButtonElement>("[data-print]");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => window.print());
}
