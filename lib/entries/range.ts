import type { Instant } from "@/lib/access/types";
import { addDays, instantOf, isLocalDate, localClock, localDateOf, startOfDay } from "@/lib/time/zones";

export const timePresets = ["today", "yesterday", "last7", "last30", "week", "custom"] as const;
export type TimePreset = (typeof timePresets)[number];

/** `from` belongs to it, `until` no longer; null: open on that side. */
export interface TimeRange {
  readonly from: Instant | null;
  readonly until: Instant | null;
}

/**
 * The instants that a choice of time means in a zone. On the night on which clocks go back an hour comes twice: a range
 * that begins or ends in it takes in both, so that nothing is lost.
 */
export function rangeOf(
  preset: TimePreset | null,
  typed: { readonly from: string; readonly until: string },
  { now, timeZone }: { now: Instant; timeZone: string },
): TimeRange {
  const today = localDateOf(now, timeZone);
  const days = (first: string, after: string) => ({
    from: startOfDay(first, timeZone),
    until: startOfDay(after, timeZone),
  });
  const tomorrow = addDays(today, 1);
  // A day without a time begins when the calendar says so, also where clocks change at midnight.
  const dayOf = (text: string) => (isLocalDate(text) ? startOfDay(text, timeZone) : null);
  switch (preset) {
    case "today":
      return days(today, tomorrow);
    case "yesterday":
      return days(addDays(today, -1), today);
    case "last7":
      return days(addDays(today, -6), tomorrow);
    case "last30":
      return days(addDays(today, -29), tomorrow);
    case "week":
      return days(addDays(today, -localClock(now, timeZone).weekday), tomorrow);
    case "custom":
      return {
        from: dayOf(typed.from) ?? instantOf(typed.from, timeZone, "earlier"),
        until: dayOf(typed.until) ?? instantOf(typed.until, timeZone, "later"),
      };
    default:
      return { from: null, until: null };
  }
}
