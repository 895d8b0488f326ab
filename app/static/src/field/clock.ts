// Clock (时间): server time as far as it is known, and the words of a countdown.
import { ref } from "vue";
import { t } from "../shared/texts";
import type { ServerSeen } from "./net";
import type { Finding } from "./shapes";
import { fact, watch } from "./store";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const SOON = 2 * DAY;

export const now = ref(Date.now());
export const byPhone = ref(false); // no word of the server for a day

export function keepTime(): void {
  let seen: ServerSeen | undefined;
  const tick = (): void => {
    now.value = Date.now() + (seen?.offset ?? 0);
    byPhone.value = Date.now() - (seen?.seen_at ?? 0) > DAY;
  };
  watch(() => fact<ServerSeen>("server")).subscribe((value) => {
    seen = value;
    tick();
  });
  setInterval(tick, 30_000);
}

export interface Countdown { tone: "" | "blue" | "yellow" | "red"; icon: string; word: string; n: number; unit: string }

/** 还剩 11 天 · 临期，还剩 5 小时 · 已逾期 1 天; hours only under one day. */
export function countdown({ due_at, rework_count }: Pick<Finding, "due_at" | "rework_count">, at: number): Countdown | undefined {
  if (due_at === null) return undefined;
  const left = Date.parse(due_at) - at;
  const size = Math.abs(left);
  const [n, unit] = size < HOUR ? [Math.ceil(size / 60_000), "minute"] : size < DAY ? [Math.floor(size / HOUR), "hour"] : [Math.floor(size / DAY), "day"];
  const amount = { n, unit: t(`m.unit.${unit}`) };
  if (left <= 0) return { tone: "red", icon: "triangle-alert", word: t("m.due.over"), ...amount };
  if (rework_count > 0) return { tone: "yellow", icon: "rotate-ccw", word: t("m.due.rework"), ...amount };
  if (left < SOON) return { tone: "blue", icon: "clock", word: t("m.due.soon"), ...amount };
  return { tone: "", icon: "clock", word: t("m.due.left"), ...amount };
}

const SHANGHAI = { timeZone: "Asia/Shanghai" } as const;
const parts = new Intl.DateTimeFormat("zh-CN", { ...SHANGHAI, month: "numeric", day: "numeric", hour: "2-digit", minute: "2-digit", hourCycle: "h23", weekday: "long" });

function pieces(at: string | number): Record<string, string> {
  return Object.fromEntries(parts.formatToParts(new Date(at)).map(({ type, value }) => [type, value]));
}

export function clockTime(at: string | number): string {
  const { hour, minute } = pieces(at);
  return `${hour}:${minute}`;
}

export function day(at: string | number): string {
  const { month, day: date } = pieces(at);
  return t("m.date", { month: month!, day: date! });
}

/** 2026-11-21, as dates of the server are written. */
export const isoDay = (at: number): string => new Intl.DateTimeFormat("en-CA", SHANGHAI).format(at);

export const weekday = (at: number): string => pieces(at).weekday!;

/** As the order prints it: 11月25日 18:00 前; today by its name. */
export function dueBy(due_at: string, at: number): string {
  const when = day(due_at) === day(at) ? t("m.today") : day(due_at);
  return t("m.due.by", { day: when, time: clockTime(due_at) });
}
