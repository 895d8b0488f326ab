// Session (登录): who uses this phone. What was recorded belongs to its maker, whoever signs in later.
import { knowThisPhone } from "./device";
import { ask, SignInNeeded, Unreachable } from "./net";
import { person } from "./person";
import type { Person, Problem } from "./shapes";
import { forgetNotices } from "./notices";
import { fact, forgetKey, forgetMirror, setFact, takeKey } from "./store";

/** "over": reading needs a new sign-in; sending goes on with the device's own key. */
export type Session = "open" | "over";

export async function remember(): Promise<void> {
  const [id] = await Promise.all([fact<string>("user_id"), knowThisPhone()]);
  person.value = id === undefined ? undefined : await fact<Person>(`person:${id}`);
}

interface SignedIn { csrf_token: string; user: Person; queue_key?: string; next?: string }

/** Answers the sentence to show when it did not work. */
export async function signIn(account: string, password: string): Promise<Problem | undefined> {
  const device_id = await fact<string>("device_id");
  try {
    const { status, body } = await ask("/session", { method: "POST", body: { account, password, device_id } });
    if (status !== 200) return body as Problem;
    await enter(body as SignedIn, account);
    return undefined;
  } catch (trouble) {
    if (trouble instanceof SignInNeeded) return trouble.problem;
    if (trouble instanceof Unreachable) return { type: trouble.why };
    throw trouble;
  }
}

async function enter({ csrf_token, user, queue_key, next }: SignedIn, account: string): Promise<void> {
  const before = await fact<string>("last_user");
  if (before !== undefined && before !== user.id) {
    await setFact("user_id", undefined); // whatever is being sent for them stops first
    await forgetRead(before);
  }
  for (const [key, value] of Object.entries({ csrf: csrf_token, session: "open", last_user: user.id, next, sending: undefined })) {
    await setFact(key, value);
  }
  await setFact(`person:${user.id}`, user);
  if (queue_key) await takeKey(user.id, queue_key);
  await setFact("user_id", user.id);
  localStorage.setItem("xz.in", "yes");
  localStorage.setItem("xz.account", account);
  await navigator.storage?.persist?.();
  person.value = user;
}

/** The queue stays on the phone, sealed; its key goes, and what was read of the server. */
export async function signOut(): Promise<void> {
  const user = person.value?.id;
  await setFact("user_id", undefined); // what is being sent stops before its key goes
  if (user) await forgetRead(user);
  localStorage.removeItem("xz.in");
  person.value = undefined;
  try {
    await ask("/session", { method: "DELETE" });
  } catch (trouble) {
    if (!(trouble instanceof Unreachable || trouble instanceof SignInNeeded)) throw trouble;
  }
  await setFact("csrf", undefined);
}

async function forgetRead(user: string): Promise<void> {
  await forgetKey(user);
  await forgetMirror(user);
  await forgetNotices(user);
  await setFact(`catalog:${user}`, undefined);
  await globalThis.caches?.delete("pictures");
}

export async function changePassword(password: string, new_password: string): Promise<Problem | undefined> {
  try {
    const { status, body } = await ask("/password", { method: "POST", body: { password, new_password } });
    if (status !== 204) return body as Problem;
    await setFact("next", undefined);
    return undefined;
  } catch (trouble) {
    if (trouble instanceof Unreachable) return { type: trouble.why };
    throw trouble;
  }
}
