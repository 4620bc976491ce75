import type { DeviceId, Instant, StaffId } from "@/lib/access/types";
import { addDays, instantAt, localDateOf } from "@/lib/time/zones";

/** An office day begins at four: who works late at night belongs to the evening, and cleaners come early. */
const beginsAtMinute = 4 * 60;

/** The beginning of the office day in which an instant lies, by the clock of the site. */
export function dayBegan(now: Instant, timeZone: string): Instant {
  const today = localDateOf(now, timeZone);
  const began = instantAt(today, beginsAtMinute, timeZone);
  return began <= now ? began : instantAt(addDays(today, -1), beginsAtMinute, timeZone);
}

/** Somebody opened a door. */
export interface Opening {
  readonly at: Instant;
  readonly deviceId: DeviceId;
  readonly door: string;
  readonly staffId: StaffId | null;
  readonly name: string;
}

export interface Passage {
  readonly at: Instant;
  readonly deviceId: DeviceId;
  readonly door: string;
}

export interface PersonInside {
  readonly key: string;
  readonly staffId: StaffId | null;
  readonly name: string;
  readonly first: Passage;
  readonly last: Passage;
}

/** Each person who opened a door, once, with the first and the last time; who was seen last comes first. */
export function insideOf(openings: readonly Opening[]): PersonInside[] {
  const people = new Map<string, PersonInside>();
  for (const { staffId, name, ...passage } of openings.toSorted((a, b) => a.at - b.at)) {
    const key = staffId ?? `name:${name.trim().toLowerCase()}`;
    const before = people.get(key);
    people.set(key, { key, staffId, name, first: before?.first ?? passage, last: passage });
  }
  return [...people.values()].sort((a, b) => b.last.at - a.last.at || a.name.localeCompare(b.name));
}
