import { formatDate, formatDateTime, formatTime, formatZone, type TimeLocale } from "@/lib/time/format";

/** "08:12" for today, with the day for anything older. */
export function formatMoment(at: number, now: number, locale: TimeLocale, timeZone: string): string {
  const isToday = formatDate(at, locale, timeZone) === formatDate(now, locale, timeZone);
  return isToday ? formatTime(at, locale, timeZone) : formatDateTime(at, locale, timeZone);
}

/** The same with the zone's short name, for lists over several sites: "08:12 CET". */
export function formatZonedMoment(at: number, now: number, locale: TimeLocale, timeZone: string): string {
  return `${formatMoment(at, now, locale, timeZone)} ${formatZone(at, locale, timeZone)}`;
}
