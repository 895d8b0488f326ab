// Clock (时间): server time as far as it is known, and the words of a countdown.
import { ref, shallowRef } from "vue";
import { t } from "../shared/texts";
import type { ServerSeen } from "./net";
import type { Catalog, DeclaredPhoto, Finding } from "./shapes";
import { fact, watch } from "./store";
import { endsOfDayBetween, SHANGHAI, type WorkCalendar } from "./workdays";

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

export const now = ref(Date.now());
export const byPhone = ref(false); // no word of the server for a day
export const workCalendar = shallowRef<WorkCalendar>({ days_off: [], make_up_days: [] });

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
  watch(async () => fact<{ catalog: Catalog }>(`catalog:${await fact<string>("user_id")}`)).subscribe((kept) => {
    if (kept?.catalog.calendar) workCalendar.value = kept.catalog.calendar; // an older server told none
  });
  setInterval(tick, 30_000);
}

/** When a photo was taken, and whose word that is: the phone's or the file's alone, until the server has signed for it. */
export function photoTime({ taken_at, source }: Pick<DeclaredPhoto, "taken_at" | "source">, signed: boolean): string {
  const whose = signed ? "signed" : source === "gallery" ? "file" : "phone";
  return t(`m.photo.time.${whose}`, { at: clockTime(taken_at) });
}

export interface Countdown { tone: "" | "blue" | "yellow" | "red"; icon: string; word: string; n: number; unit: string }

/** 还剩 11 个工作日 · 临期，还剩 5 小时 · 已逾期 1 个工作日; hours only under one day. */
export function countdown({ due_at, soon_at, rework_count }: Pick<Finding, "due_at" | "soon_at" | "rework_count">, at: number, calendar = workCalendar.value): Countdown | undefined {
  if (due_at === null) return undefined;
  const due = Date.parse(due_at);
  const left = due - at;
  const [n, unit] = length(Math.min(due, at), Math.max(due, at), calendar);
  const amount = { n, unit: t(`m.unit.${unit}`) };
  if (left <= 0) return { tone: "red", icon: "triangle-alert", word: t("m.due.over"), ...amount };
  if (soon_at && at >= Date.parse(soon_at)) return { tone: "blue", icon: "clock", word: t("m.due.soon"), ...amount }; // time presses first, as at the desk
  if (rework_count > 0) return { tone: "yellow", icon: "rotate-ccw", word: t("m.due.rework"), ...amount };
  return { tone: "", icon: "clock", word: t("m.due.left"), ...amount };
}

function length(start: number, end: number, calendar: WorkCalendar): [number, string] {
  const size = end - start;
  if (size < HOUR) return [Math.ceil(size / 60_000), "minute"];
  if (size < DAY) return [Math.floor(size / HOUR), "hour"];
  return [Math.max(1, endsOfDayBetween(start, end, calendar)), "day"];
}

/** Read it as UTC. One zone, no summer time since 1991; the browser's own formatter would cost a slow phone a tenth of its start. */
const inShanghai = (at: string | number): Date => new Date((typeof at === "number" ? at : Date.parse(at)) + SHANGHAI);
const two = (n: number): string => String(n).padStart(2, "0");

export function clockTime(at: string | number): string {
  const here = inShanghai(at);
  return `${two(here.getUTCHours())}:${two(here.getUTCMinutes())}`;
}

export function day(at: string | number): string {
  const here = inShanghai(at);
  return t("m.date", { month: here.getUTCMonth() + 1, day: here.getUTCDate() });
}

/** 2026-11-21, as dates of the server are written. */
export const isoDay = (at: number): string => inShanghai(at).toISOString().slice(0, 10);

export const weekday = (at: number): string => t(`w.weekday.${inShanghai(at).getUTCDay() || 7}`);

/** As the order prints it: 11月25日 18:00 前; today by its name. */
export function dueBy(due_at: string, at: number): string {
  const when = day(due_at) === day(at) ? t("m.today") : day(due_at);
  return t("m.due.by", { day: when, time: clockTime(due_at) });
}
