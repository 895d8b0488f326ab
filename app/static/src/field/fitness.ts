// Fitness (自检): whether this phone and browser can do the job, and what to do where they can not.
import { hasLiveCamera } from "./capture/camera";
import { LEAST_ROOM, ROOM_FOR_ORIGINALS, roomLeft } from "./capture/photograph";
import { ask, type ServerSeen } from "./net";
import { fact } from "./store";

export type Verdict = "good" | "weak" | "bad";
/** `word` is a sentence of the catalogue: what is so, and for anything but good what to do. */
export interface Check { name: string; verdict: Verdict; word: string; n?: number }

const MEGA = 1_000_000;
const FIVE_MINUTES = 300_000;
const IN_APP: [RegExp, string][] = [[/MicroMessenger/i, "wechat"], [/TaurusApp|DingTalk/i, "dingtalk"], [/QQ\/|AlipayClient|Weibo/i, "other_app"]];

export const checks = (): Promise<Check[]> => Promise.all([browser(), server(), offline(), camera(), position(), room(), kept(), clock()]);

/** Browsers inside other apps forget what a page stores, and often have no camera. */
export function inApp(agent: string): string | undefined {
  return IN_APP.find(([known]) => known.test(agent))?.[1];
}

async function browser(): Promise<Check> {
  const app = inApp(navigator.userAgent);
  return app ? { name: "browser", verdict: "bad", word: `browser.${app}` } : { name: "browser", verdict: "good", word: "browser.good" };
}

async function server(): Promise<Check> {
  const reached = await ask("/health").then(({ status }) => status === 200, () => false);
  return { name: "server", verdict: reached ? "good" : "weak", word: reached ? "server.good" : "server.weak" };
}

async function offline(): Promise<Check> {
  const ready = Boolean(navigator.serviceWorker?.controller);
  return { name: "offline", verdict: ready ? "good" : "bad", word: ready ? "offline.good" : "offline.bad" };
}

async function camera(): Promise<Check> {
  const state = hasLiveCamera() ? await allowed("camera") : "none";
  return state === "denied" || state === "none" ? { name: "camera", verdict: "weak", word: "camera.weak" } : { name: "camera", verdict: "good", word: "camera.good" };
}

async function position(): Promise<Check> {
  const state = navigator.geolocation ? await allowed("geolocation") : "denied";
  const verdict = state === "denied" ? "bad" : state === "prompt" ? "weak" : "good";
  return { name: "position", verdict, word: `position.${verdict}` };
}

async function room(): Promise<Check> {
  const left = await roomLeft();
  const verdict = left < LEAST_ROOM ? "bad" : left < ROOM_FOR_ORIGINALS ? "weak" : "good";
  return { name: "room", verdict, word: `room.${verdict}`, n: Number.isFinite(left) ? Math.floor(left / MEGA) : 0 };
}

async function kept(): Promise<Check> {
  const safe = (await navigator.storage?.persisted?.()) ?? false;
  return { name: "kept", verdict: safe ? "good" : "weak", word: safe ? "kept.good" : "kept.weak" };
}

async function clock(): Promise<Check> {
  const off = Math.abs((await fact<ServerSeen>("server"))?.offset ?? 0);
  return off < FIVE_MINUTES ? { name: "clock", verdict: "good", word: "clock.good" } : { name: "clock", verdict: "weak", word: "clock.weak", n: Math.round(off / 60_000) };
}

async function allowed(name: string): Promise<PermissionState> {
  const told = await navigator.permissions?.query({ name: name as PermissionName }).catch(() => undefined);
  return told?.state ?? "prompt"; // a browser that does not tell will ask
}
