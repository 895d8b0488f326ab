// Haptics (震动): a short one when something is saved, a longer double one when it is refused. Silent for whoever wants less motion.
import { fact, waitingOf, watch } from "./store";

const SAVED = 30;
const REFUSED = [80, 60, 80];
const CALM = "(prefers-reduced-motion: reduce)";

export const feelSaved = (): void => shake(SAVED);

/** The sentence of a refusal on its way to the screen; where there is none, nothing is felt. */
export function felt(refusal: string): string {
  if (refusal) shake(REFUSED);
  return refusal;
}

/** The server refuses later, while the person is at something else; what was refused before is not felt again. */
export function feelRefusals(): void {
  let before = { user: "", refused: 0 };
  watch(refusedNow).subscribe((now) => {
    if (now.user === before.user && now.refused > before.refused) shake(REFUSED);
    before = now;
  });
}

/** What only lies locked behind a sign-out is refused by nobody. */
async function refusedNow(): Promise<{ user: string; refused: number }> {
  const user = (await fact<string>("user_id")) ?? "";
  return { user, refused: (await waitingOf(user)).filter((op) => op.refused && op.refused.type !== "locked").length };
}

function shake(pattern: number | number[]): void {
  if (!globalThis.matchMedia?.(CALM).matches) navigator.vibrate?.(pattern);
}
