// Working days (工作日) as the desk counts them: holidays and make-up days come with the catalogue.

export interface WorkCalendar { days_off: string[]; make_up_days: string[] }

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
export const SHANGHAI = 8 * HOUR; // one zone, no summer time since 1991
const END_OF_DAY = 18 * HOUR;
const LONGEST = 3_650;

/** How many times a working day ended (18:00) after `start`, up to and including `end`; the server's own rule. */
export function endsOfDayBetween(start: number, end: number, calendar: WorkCalendar): number {
  const first = Math.floor((start + SHANGHAI) / DAY);
  const last = Math.min(Math.floor((end + SHANGHAI) / DAY), first + LONGEST);
  let many = 0;
  for (let day = first; day <= last; day++) {
    const closes = day * DAY - SHANGHAI + END_OF_DAY;
    if (start < closes && closes <= end && isWorking(day, calendar)) many++;
  }
  return many;
}

function isWorking(day: number, { days_off, make_up_days }: WorkCalendar): boolean {
  const date = new Date(day * DAY);
  const written = date.toISOString().slice(0, 10);
  if (make_up_days.includes(written)) return true;
  return date.getUTCDay() % 6 !== 0 && !days_off.includes(written);
}
