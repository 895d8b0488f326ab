// Updates (更新): a new app waits until the person lets it in; every form is a draft on the disk, so nothing is lost by it.
import { shallowRef } from "vue";
import { fact, onShut, watch } from "./store";
import type { Sending } from "./sync";
import { TAKE_OVER } from "./trigger";

/** `ready`: a new app is here. `newer`: another tab runs it already, and this one must not write any more. */
export const update = shallowRef<"ready" | "newer">();
const EACH = 3_600_000;
let registration: ServiceWorkerRegistration | undefined;

export async function watchForUpdates(): Promise<void> {
  onShut((why) => void (why === "newer" ? (update.value = "newer") : startOverIfWiped()));
  watch(() => fact<Sending>("sending")).subscribe((sending) => void (sending?.why === "outdated" && look()));
  registration = await navigator.serviceWorker?.getRegistration("/m/");
  registration?.addEventListener("updatefound", () => registration?.installing?.addEventListener("statechange", tell));
  tell();
  setInterval(() => void look(), EACH);
}

function tell(): void {
  if (registration?.waiting && navigator.serviceWorker.controller) update.value ??= "ready";
}

async function look(): Promise<void> {
  await registration?.update().catch(() => undefined); // no network: another time
}

export function takeUpdate(): void {
  const again = (): void => location.reload();
  if (!registration?.waiting) return again();
  navigator.serviceWorker.addEventListener("controllerchange", again, { once: true });
  registration.waiting.postMessage(TAKE_OVER);
}

/** The browser shut the database. Emptied, it knows nobody: the app starts as on a new phone. */
async function startOverIfWiped(): Promise<void> {
  if ((await fact("device_id")) === undefined) location.reload();
}
