import type { DeviceId, Instant, StaffId } from "@/lib/access/types";
import { addDays, instantAt, localClock, localDateOf, startOfDay } from "@/lib/time/zones";

/*
 * What is unusual in a stretch of the door log. First the candidates are taken from its entries alone, then each of them
 * asks how it was before, and the answers decide. Every rule is a number that a person can check.
 */

export interface Watched {
  readonly at: Instant;
  readonly deviceId: DeviceId;
  readonly staffId: StaffId | null;
  readonly outcome: "opened" | "refused";
}

/** A burst: so many refusals at a door within so many minutes. */
export const burst = { count: 5, withinMs: 10 * 60_000 };
/** Nothing is called unusual where fewer weeks are known; more are not asked for. */
export const history = { fewestWeeks: 4, mostWeeks: 8 };
/** A door that is hardly used has no habits. */
export const fewestOpenings = 100;
/** A busy day has at least so many openings, and twice as many as any of the same weekday before. */
export const busy = { fewest: 20, times: 2 };

const weekMs = 7 * 86_400_000;
const hourMs = 3_600_000;
const quarterMs = 900_000;

export interface Burst {
  readonly kind: "burst";
  readonly deviceId: DeviceId;
  readonly from: Instant;
  readonly until: Instant;
  readonly count: number;
}

/** Somebody's first opening of a door among the entries that are looked at. */
export interface FirstOpening {
  readonly kind: "first";
  readonly deviceId: DeviceId;
  readonly staffId: StaffId;
  readonly at: Instant;
}

/** The openings of a door in one hour of one day. */
export interface OpenHour {
  readonly kind: "hour";
  readonly deviceId: DeviceId;
  readonly day: string;
  readonly weekday: number;
  readonly hour: number;
  readonly count: number;
  readonly at: Instant;
}

/** The day of a door with the most openings. */
export interface FullDay {
  readonly kind: "day";
  readonly deviceId: DeviceId;
  readonly day: string;
  readonly weekday: number;
  readonly count: number;
  readonly at: Instant;
}

/** How it was before a candidate. */
export interface Before {
  /** Since when entries of the door are known; null: since never. */
  readonly knownSince: Instant | null;
  /** Openings of the door in the weeks before, as far as they were counted. */
  readonly openings: number;
  /** Of the same hours or the same weekday, the latest week first. */
  readonly weekly: readonly number[];
}

export type Unusual =
  | Burst
  // Whose first time it was is left out where names are hidden.
  | (Omit<FirstOpening, "staffId"> & { readonly staffId: StaffId | null; readonly knownDays: number })
  | (OpenHour & { readonly weeks: number; readonly before: number; readonly openings: number })
  | (FullDay & { readonly weeks: number; readonly least: number; readonly most: number });

/** Refusals at one door that follow each other so closely that somebody is trying. */
export function burstsOf(entries: readonly Watched[]): Burst[] {
  const refused = Map.groupBy(
    entries.filter(({ outcome }) => outcome === "refused").toSorted((a, b) => a.at - b.at),
    ({ deviceId }) => deviceId,
  );
  return [...refused].flatMap(([deviceId, ofDoor]) => {
    const found: Burst[] = [];
    let first = 0;
    for (const [index, { at: until }] of ofDoor.entries()) {
      const start = index - burst.count + 1;
      const from = ofDoor[start]?.at;
      if (from === undefined || until - from > burst.withinMs) continue;
      const before = found.at(-1);
      const goesOn = before !== undefined && before.until >= from;
      if (goesOn) found.pop();
      else first = start;
      const count = index - first + 1;
      found.push({ kind: "burst", deviceId, from: goesOn ? before.from : from, until, count });
    }
    return found;
  });
}

/** Each person's first opening of each door, newest first. */
export function firstOpeningsOf(entries: readonly Watched[]): FirstOpening[] {
  const first = new Map<string, FirstOpening>();
  for (const { at, deviceId, staffId, outcome } of entries) {
    if (outcome !== "opened" || staffId === null) continue;
    const key = `${staffId} ${deviceId}`;
    if (at < (first.get(key)?.at ?? Number.POSITIVE_INFINITY))
      first.set(key, { kind: "first", deviceId, staffId, at });
  }
  return [...first.values()].sort((a, b) => b.at - a.at);
}

/** The hours of days in which doors were opened, as the clock of the zone has them; newest first. */
export function openHoursOf(entries: readonly Watched[], timeZone: string): OpenHour[] {
  const hours = new Map<string, OpenHour>();
  const clocks = new Map<number, { day: string; weekday: number; hour: number }>();
  // Clocks are only ever changed at a quarter of an hour: one look at the calendar does for all in it.
  const clockOf = (at: Instant) => {
    const quarter = Math.floor(at / quarterMs);
    const known = clocks.get(quarter);
    if (known) return known;
    const { weekday, minute } = localClock(at, timeZone);
    const clock = { day: localDateOf(at, timeZone), weekday, hour: Math.floor(minute / 60) };
    clocks.set(quarter, clock);
    return clock;
  };
  for (const { at, deviceId, outcome } of entries) {
    if (outcome !== "opened") continue;
    const { day, weekday, hour } = clockOf(at);
    const key = `${deviceId} ${day} ${hour}`;
    const known = hours.get(key);
    const count = (known?.count ?? 0) + 1;
    hours.set(key, { kind: "hour", deviceId, day, weekday, hour, count, at: Math.min(at, known?.at ?? at) });
  }
  return [...hours.values()].sort((a, b) => b.at - a.at);
}

/** Of each door the fullest day, if it is full at all. */
export function fullDaysOf(hours: readonly OpenHour[], timeZone: string): FullDay[] {
  const ofDoors = Map.groupBy(hours, ({ deviceId }) => deviceId);
  return [...ofDoors].flatMap(([deviceId, ofDoor]) => {
    const days = [...Map.groupBy(ofDoor, ({ day }) => day)].map(([day, ofDay]) => ({
      ...{ kind: "day" as const, deviceId, day, weekday: ofDay[0]?.weekday ?? 0 },
      ...{ count: ofDay.reduce((sum, { count }) => sum + count, 0), at: startOfDay(day, timeZone) },
    }));
    const [fullest] = days.sort((a, b) => b.count - a.count || b.at - a.at);
    return fullest && fullest.count >= busy.fewest ? [fullest] : [];
  });
}

/** The same hour in the weeks before, with the hour before and the hour after it: habits do not end on the hour. */
export function bandsBefore({ day, hour }: OpenHour, timeZone: string): { from: Instant; until: Instant }[] {
  return weeksBefore(day).map((earlier) => {
    const at = instantAt(earlier, hour * 60, timeZone);
    return { from: at - hourMs, until: at + 2 * hourMs };
  });
}

/** The same weekday in the weeks before. */
export function daysBefore({ day }: FullDay, timeZone: string): { from: Instant; until: Instant }[] {
  return weeksBefore(day).map((earlier) => ({
    from: startOfDay(earlier, timeZone),
    until: startOfDay(addDays(earlier, 1), timeZone),
  }));
}

function weeksBefore(day: string): string[] {
  return Array.from({ length: history.mostWeeks }, (_, index) => addDays(day, -7 * (index + 1)));
}

/** A first opening is one if the door has been known for long and nothing of the person is known there. */
export function judgeFirst(
  candidate: FirstOpening,
  { knownSince, cameBefore }: { knownSince: Instant | null; cameBefore: boolean },
): Unusual | null {
  if (cameBefore || weeksKnown(candidate.at, knownSince) < history.fewestWeeks) return null;
  return { ...candidate, knownDays: Math.floor((candidate.at - (knownSince ?? candidate.at)) / 86_400_000) };
}

/** An hour is odd if the door was opened around it in no more than every fourth week before. */
export function judgeHour(candidate: OpenHour, { knownSince, openings, weekly }: Before): Unusual | null {
  const weeks = weeksKnown(candidate.at, knownSince);
  if (weeks < history.fewestWeeks || openings < fewestOpenings) return null;
  const before = weekly.slice(0, weeks).reduce((sum, count) => sum + count, 0);
  return before <= Math.floor(weeks / 4) ? { ...candidate, weeks, before, openings } : null;
}

/** A day is busy if no such weekday before had half as many openings. */
export function judgeDay(candidate: FullDay, { knownSince, openings, weekly }: Before): Unusual | null {
  const weeks = weeksKnown(candidate.at, knownSince);
  if (weeks < history.fewestWeeks || openings < fewestOpenings) return null;
  const known = weekly.slice(0, weeks);
  const [least, most] = [Math.min(...known), Math.max(...known)];
  return candidate.count >= busy.times * most ? { ...candidate, weeks, least, most } : null;
}

function weeksKnown(at: Instant, knownSince: Instant | null): number {
  if (knownSince === null) return 0;
  return Math.min(history.mostWeeks, Math.floor((at - knownSince) / weekMs));
}

/** When it was, for the order on the page. */
export function momentOf(line: Unusual): Instant {
  return line.kind === "burst" ? line.until : line.at;
}
