// App (开机): opens from what is on the phone, then sends and pulls by itself.
import App from "./App.vue";
import { keepPicturesAhead } from "./ahead";
import { keepTime } from "./clock";
import { feelRefusals, feelSaved } from "./haptics";
import { onSaved } from "./outbox";
import { keepPulling, pull } from "./pull";
import { follow } from "./router";
import { declareScreens } from "./screens";
import { remember, signIn } from "./session";
import { keepSending, send } from "./trigger";
import type { Problem } from "./shapes";
import { watchForUpdates } from "./updates";

export { App };

export async function open(): Promise<void> {
  await remember();
  declareScreens();
  addEventListener("hashchange", follow);
  follow();
  keepTime();
  onSaved(feelSaved);
  feelRefusals();
  keepSending();
  keepPicturesAhead();
  keepPulling();
  void watchForUpdates();
}

export async function enter(account: string, password: string): Promise<Problem | undefined> {
  const problem = await signIn(account, password);
  if (problem) return problem;
  void pull();
  void send(true);
  return undefined;
}
