import { formatDateTime, formatTime, formatZone, type TimeLocale } from "@/lib/time/format";
import { localDateOf } from "@/lib/time/zones";

/** "08:12 CET" for today, with its date for any other day; in the door's own zone, which others in the list may not share. */
export function sinceText(instant: number, now: number, locale: TimeLocale, timeZone: string): string {
  const isToday = localDateOf(instant, timeZone) === localDateOf(now, timeZone);
  const time = isToday ? formatTime(instant, locale, timeZone) : formatDateTime(instant, locale, timeZone);
  return `${time} ${formatZone(instant, locale, timeZone)}`;
}
