import { addDays, localClock, localDateOf, startOfDay } from "@/lib/time/zones";

/** The next moment, after `now`, at which a clock in the zone shows this minute of the day. */
export function nextDigestAt(minuteOfDay: number, timeZone: string, now: Date): Date {
  const today = localDateOf(now.getTime(), timeZone);
  const at = (date: string) => wallClock(date, minuteOfDay, timeZone);
  const first = at(today);
  return new Date(first > now.getTime() ? first : at(addDays(today, 1)));
}

/** On days when the clock is changed the minutes since midnight are not what the clock shows. */
function wallClock(date: string, minuteOfDay: number, timeZone: string): number {
  const guess = startOfDay(date, timeZone) + minuteOfDay * 60_000;
  const shown = localClock(guess, timeZone).minute;
  const off = minuteOfDay - shown;
  return Math.abs(off) > 720 ? guess : guess + off * 60_000;
}
