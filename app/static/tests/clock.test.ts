// Beijing's days and hours, whatever zone the phone is set to.
import { expect, test } from "vitest";
import { clockTime, day, isoDay, photoTime, weekday } from "../src/field/clock";
import { speak } from "../src/shared/texts";

await speak("zh");

test.each([
  ["2026-11-21T15:59:59Z", "11月21日", "23:59", "2026-11-21", "星期六"],
  ["2026-11-21T16:00:00Z", "11月22日", "00:00", "2026-11-22", "星期日"],
  ["2025-12-31T16:05:00Z", "1月1日", "00:05", "2026-01-01", "星期四"],
  ["2026-02-28T16:00:00+08:00", "2月28日", "16:00", "2026-02-28", "星期六"],
])("%s is %s %s", (at, on, time, iso, name) => {
  const is = Date.parse(at);
  expect([day(at), clockTime(at), isoDay(is), weekday(is)]).toEqual([on, time, iso, name]);
});

test.each([
  ["camera", false, "10:26 · 本机时间·待核验"],
  ["gallery", false, "10:26 · 文件时间·待核验"],
  ["camera", true, "10:26 · 服务器已签收"],
] as const)("a photo from the %s, signed for: %s, says %s", (source, signed, says) => expect(photoTime({ taken_at: "2026-11-12T02:26:41Z", source }, signed)).toBe(says));
