// Driver (一部手机): plays one phone for tests/faults: a command a line in, an answer a line out, SIGKILL as its end.
import { becomeBrowser, keepWhole, setClock } from "./browser";
import { KeyObject } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { createInterface } from "node:readline";
import { onSaved } from "../../src/field/outbox";
import { remember, signIn, signOut } from "../../src/field/session";
import { fact, forgetKey, keyOf, photosOfUser, reopen, settledOf, takeKey, waitingOf, witnessesOf } from "../../src/field/store";
import { send } from "../../src/field/trigger";
import { finish, record, sendFiveTimes, sendToTheEnd, sendTwice, start, untilQuiet, type Noted } from "./acts";
import { heedDurability, keepOnDisk } from "./disk";

interface Command { id: number; do: string; [word: string]: unknown }
type Act = (said: Command) => Promise<unknown>;

let byItself = true;

let keyring = ""; // the checker looks into every queue, also of who is not signed in

function keys(): Record<string, string> {
  return existsSync(keyring) ? (JSON.parse(readFileSync(keyring, "utf8")) as Record<string, string>) : {};
}

/** All that this phone holds of these people, as far as the server must know it too. */
async function holds(users: string[]): Promise<unknown> {
  const locked = Object.entries(keys()).filter(([user]) => users.includes(user));
  const lent = (await Promise.all(locked.map(async ([user, key]) => ((await keyOf(user)) ? "" : (await takeKey(user, key), user))))).filter(Boolean);
  const held = await looked(users);
  for (const user of lent) await forgetKey(user);
  return held;
}

async function looked(users: string[]): Promise<unknown> {
  const of = async <T>(rows: (user: string) => Promise<T[]>): Promise<T[]> => (await Promise.all(users.map(rows))).flat();
  const photos = [...(await of(photosOfUser)).map((one) => ({ ...one, sha256: one.declared.sha256 })), ...(await of(witnessesOf))];
  return {
    waiting: await of(waitingOf),
    settled: await of(settledOf),
    photos,
    sending: await fact("sending"),
    user_id: await fact("user_id"),
    device_id: await fact("device_id"),
  };
}

async function enter(account: string, password: string): Promise<unknown> {
  const problem = await signIn(account, password);
  const user = await fact<string>("user_id");
  const key = user && (await keyOf(user));
  if (key) keepWhole(keyring, JSON.stringify({ ...keys(), [user]: KeyObject.from(key).export().toString("hex") }));
  return { problem, user_id: await fact("user_id"), device_id: await fact("device_id") };
}

/** Saved, and five times on the wire before the queue has it. */
async function five(noted: Noted): Promise<unknown> {
  byItself = false;
  const saved = await record(noted);
  const receipts = await sendFiveTimes();
  byItself = true;
  return { ...saved, receipts };
}

const ACTS: Record<string, Act> = {
  sign_in: (said) => enter(String(said.account), String(said.password)),
  sign_out: () => signOut(),
  start: (said) => start(said as unknown as { round_id: string; town_id: string }),
  record: (said) => record(said as unknown as Noted),
  finish: (said) => finish(said as unknown as { visit_id: string }),
  five: (said) => five(said as unknown as Noted),
  send: (said) => sendToTheEnd(Boolean(said.now)),
  send_twice: () => sendTwice(),
  clock: async (said) => setClock(Number(said.ahead)),
  quiet: () => untilQuiet(),
  holds: (said) => holds(said.users as string[]),
};

async function play(command: Command): Promise<void> {
  let told: object;
  try {
    told = { ok: (await ACTS[command.do]!(command)) ?? null };
  } catch (trouble) {
    told = { error: trouble instanceof Error ? (trouble.stack ?? trouble.message) : String(trouble) };
  }
  process.stdout.write(`${JSON.stringify({ id: command.id, ...told }, (_key, value: unknown) => value ?? null)}\n`);
}

async function open(folder: string, origin: string, ahead: number): Promise<void> {
  becomeBrowser(folder, origin);
  keyring = `${folder}/keys.json`;
  setClock(ahead);
  heedDurability();
  await reopen("xunzhen");
  await keepOnDisk("xunzhen", `${folder}/store`);
  await remember();
  onSaved(() => void (byItself && send()));
  if ((await fact("user_id")) !== undefined) void send(true); // as keepSending does when the app is opened
  createInterface({ input: process.stdin }).on("line", (line) => void play(JSON.parse(line) as Command));
  process.stdout.write(`${JSON.stringify({ id: 0, ok: "open" })}\n`);
}

await open(process.argv[2]!, process.argv[3]!, Number(process.argv[4] ?? 0));
