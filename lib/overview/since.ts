import { formatDateTime, formatTime, type TimeLocale } from "@/lib/time/format";
import { localDateOf } from "@/lib/time/zones";

/** "08:12" for today, with its date for any other day; in the door's own zone. */
export function sinceText(instant: number, now: number, locale: TimeLocale, timeZone: string): string {
  const isToday = localDateOf(instant, timeZone) === localDateOf(now, timeZone);
  return isToday ? formatTime(instant, locale, timeZone) : formatDateTime(instant, locale, timeZone);
}
