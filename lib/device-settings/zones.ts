import { timeZoneOf } from "@/lib/nuki/zones";

/** The IANA name of Nuki's `timezoneId`; null for "none" and for ids that are newer than our table. */
export function zoneName(timezoneId: number): string | null {
  return timeZoneOf(timezoneId);
}
