// Net (网络): one way to ask the server, which tells its answers from anybody else's.
import type { Problem } from "./shapes";
import { fact, QUEUE_VERSION, setFact } from "./store";

export const PATIENCE = 60_000;
const LATELY = 600_000;

/** `outdated`: this app is older than the server still understands. */
export type Why = "silent" | "captive" | "busy" | "outdated";

/** No answer, or an answer that is not our server's: nothing is known about what it did. */
export class Unreachable extends Error {
  constructor(readonly why: Why, readonly seconds = 0) {
    super(why);
  }
}

export class SignInNeeded extends Error {
  constructor(readonly problem: Problem = { type: "not_signed_in" }) {
    super(problem.type);
  }
}

export interface Answer { status: number; body: unknown; headers: Headers }
export interface Ask { method?: string; body?: unknown; as?: "session" | "grant"; headers?: Record<string, string>; signal?: AbortSignal }

export const origin = (): string => globalThis.location.origin;

/** Any answer of our own server, refusals included; 401 and "come again" are thrown. */
export async function ask(path: string, { method = "GET", body, as = "session", headers = {}, signal }: Ask = {}): Promise<Answer> {
  const sent: RequestInit = { method, headers: { ...(await credentials(as)), ...headers } };
  if (body !== undefined) {
    sent.body = JSON.stringify(body);
    (sent.headers as Record<string, string>)["Content-Type"] = "application/json";
  }
  const response = await carry(`${origin()}/api/v1${path}`, sent, signal);
  const answer = { status: response.status, body: method === "HEAD" ? null : await read(response), headers: response.headers };
  refuseToGoOn(answer, as);
  return answer;
}

/** fetch with the phone's patience; a redirect is always somebody else's. */
export async function carry(url: string, init: RequestInit, signal?: AbortSignal): Promise<Response> {
  if (signal?.aborted) throw new Unreachable("silent"); // it tells of its end only once
  const patience = new AbortController();
  const giveUp = (): void => patience.abort();
  const timer = setTimeout(giveUp, PATIENCE);
  signal?.addEventListener("abort", giveUp);
  let response: Response;
  try {
    response = await fetch(url, { ...init, redirect: "manual", cache: "no-store", signal: patience.signal });
  } catch {
    throw new Unreachable("silent");
  } finally {
    clearTimeout(timer);
    signal?.removeEventListener("abort", giveUp);
  }
  if (!isOurs(response)) throw new Unreachable("captive");
  await note(response.headers);
  return response;
}

/** The server takes the session while there is one, else the device's grant: so both say who they are. */
export async function credentials(as: "session" | "grant"): Promise<Record<string, string>> {
  const token = await fact<string>("csrf");
  const session: Record<string, string> = { "Xunzhen-Client": String(QUEUE_VERSION), ...(token ? { "X-CSRF-Token": token } : {}) };
  return as === "session" ? session : { ...session, "Xunzhen-Device": (await fact<string>("device_id")) ?? "" };
}

/** 403 to the queue's own key: somebody else is signed in at this browser. 500 is about what was sent: it goes alone, later. */
export function refuseToGoOn({ status, headers, body }: Pick<Answer, "status" | "headers"> & { body?: unknown }, as: "session" | "grant"): void {
  if (status === 401 || (status === 403 && as === "grant")) throw new SignInNeeded((body as Problem | null) ?? undefined);
  if (status === 426) throw new Unreachable("outdated");
  if (status === 429 || status > 500) throw new Unreachable("busy", Number(headers.get("Retry-After") ?? 0));
}

/** A portal answers everything with a page of its own; ours carries the nonce or speaks JSON. */
function isOurs(response: Response): boolean {
  if (response.type === "opaqueredirect" || response.status === 0) return false;
  if (response.headers.has("Xunzhen-Nonce")) return true;
  return isJson(response) || response.status >= 500;
}

const isJson = (response: Response): boolean => /^application\/(problem\+)?json/.test(response.headers.get("Content-Type") ?? "");

async function read(response: Response): Promise<unknown> {
  if (response.status === 204 || response.status === 304 || !isJson(response)) return null;
  try {
    return await response.json();
  } catch {
    throw new Unreachable("silent"); // cut in the middle of the body
  }
}

export interface ServerSeen { nonce: string | null; offset: number; seen_at: number }

/** By the server's clock; nothing, unless this phone's was compared with it lately and not been set since. */
export async function serverTime(): Promise<number | undefined> {
  const seen = await fact<ServerSeen>("server");
  const ago = Date.now() - (seen?.seen_at ?? Infinity);
  return seen && ago >= 0 && ago < LATELY ? Date.now() + seen.offset : undefined;
}

/** The server's newest answer that this phone has heard: what is made now is not older. */
export const lastNonce = async (): Promise<string | null> => (await fact<ServerSeen>("server"))?.nonce ?? null;

/** The newest nonce goes into each operation; the server's clock corrects the phone's. */
async function note(headers: Headers): Promise<void> {
  const before = await fact<ServerSeen>("server");
  const date = Date.parse(headers.get("Date") ?? "");
  const nonce = headers.get("Xunzhen-Nonce") ?? before?.nonce ?? null;
  const offset = Number.isNaN(date) ? (before?.offset ?? 0) : date - Date.now();
  await setFact("server", { nonce, offset, seen_at: Date.now() } satisfies ServerSeen);
}
