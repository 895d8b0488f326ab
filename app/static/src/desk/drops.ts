// Drop-downs (筛选): one open at a time; a press elsewhere or Escape closes it. Escape also closes the menu.
import { all } from "./dom";

function closeAllBut(kept: Element | null): void {
  for (const drop of all<HTMLDetailsElement>("details.drop[open]")) if (drop !== kept) drop.open = false;
}

export function closeDrops(): void {
  document.addEventListener("click", (event) => {
    closeAllBut(event.target instanceof Element ? event.target.closest("details.drop") : null);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    closeAllBut(null);
    if (location.hash === "#menu") location.hash = "#work";
  });
}
