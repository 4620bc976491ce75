import type { Instant } from "@/lib/access/types";
import { addDays, localDateOf, startOfDay } from "@/lib/time/zones";

/** Entries of a door are kept so long where nobody decided: also those of doors that are at no site yet. */
export const defaultEntriesDays = 90;

/**
 * What happened before this instant is old: the begin of the day so many days before today, as the calendar of the zone
 * has them. So a whole day goes at once, however long it was. Null: nothing ever gets old.
 */
export function borderOf(now: Instant, days: number | null, timeZone: string): Instant | null {
  return days === null ? null : startOfDay(addDays(localDateOf(now, timeZone), -days), timeZone);
}

/** The earlier of two borders; null, which is "kept without end", is the earliest. */
export function earlier(a: Instant | null, b: Instant | null): Instant | null {
  return a === null || b === null ? null : Math.min(a, b);
}

/** Is this a shorter time than that? Null is without end. */
export function isShorter(days: number | null, than: number | null): boolean {
  return days !== null && (than === null || days < than);
}
