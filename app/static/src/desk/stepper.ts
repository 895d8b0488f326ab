// Stepper (步进): minus and plus beside a number that can also be typed.
import { all, one } from "./dom";

export function stepNumbers(): void {
  for (const stepper of all<HTMLElement>("[data-stepper]")) {
    const input = one<HTMLInputElement>("input", stepper);
    if (!input) continue;
    for (const button of all<HTMLButtonElement>("[data-step]", stepper)) {
      button.hidden = false;
      button.addEventListener("click", () => {
        if (button.dataset["step"] === "1") input.stepUp();
        else input.stepDown();
      });
    }
  }
}
