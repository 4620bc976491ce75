import { formatDateTime, formatTime, type TimeLocale } from "@/lib/time/format";
import { localDateOf } from "@/lib/time/zones";

/** A moment that stands beside another one: its time alone where the day is the same. */
export function formatMomentNear(at: number, beside: number, locale: TimeLocale, timeZone: string): string {
  const isSameDay = localDateOf(at, timeZone) === localDateOf(beside, timeZone);
  return isSameDay ? formatTime(at, locale, timeZone) : formatDateTime(at, locale, timeZone);
}

/** Two readings within one minute: "after 18:21" beside "18:21" would say nothing. */
export function isSameMinute(a: number, b: number): boolean {
  return Math.floor(a / 60_000) === Math.floor(b / 60_000);
}
