import type { Instant } from "@/lib/access/types";
import { instantOf, localDateOf, startOfDay } from "@/lib/time/zones";

/** Hours of the week as the clock of a zone has them; nothing named means all of them. */
export interface HourSlots {
  /** 0 Monday to 6 Sunday. */
  readonly weekdays: readonly number[];
  readonly hours: readonly number[];
  readonly timeZone: string;
}

/** Which part of a week these hours are, 0 to 1. */
export function shareOf({ weekdays, hours }: HourSlots): number {
  return ((weekdays.length || 7) * (hours.length || 24)) / (7 * 24);
}

/** `from` belongs to it, `until` no longer. */
export interface Slot {
  readonly from: Instant;
  readonly until: Instant;
}

/**
 * The stretches of time in which all entries of these hours lie, newest or oldest first and none over another. They hold
 * a little more where clocks are put back: the whole of what may be meant by the hour.
 */
export function* slotsBetween(
  slots: HourSlots,
  { from, until }: Slot,
  direction: "older" | "newer",
): Generator<Slot> {
  const { timeZone, weekdays } = slots;
  const [first, last] = [dayNumber(localDateOf(from, timeZone)), dayNumber(localDateOf(until, timeZone))];
  let [begin, end] = [from, until];
  for (let passed = 0; passed <= last - first; passed += 1) {
    const number = direction === "older" ? last - passed : first + passed;
    if (weekdays.length > 0 && !weekdays.includes((number + thursday) % 7)) continue;
    const ofDay = slotsOf(number, slots);
    for (const slot of direction === "older" ? ofDay.toReversed() : ofDay) {
      // Where clocks change at midnight, the hours of two days lie over each other: each moment comes once.
      const inside = { from: Math.max(slot.from, begin), until: Math.min(slot.until, end) };
      if (inside.from >= inside.until) continue;
      if (direction === "older") end = inside.from;
      else begin = inside.until;
      yield inside;
    }
  }
}

// Days of the calendar have no zone, and years of them are gone through: plain numbers are quick.
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
/** Day 0 was a Thursday, and weeks begin on Monday. */
const thursday = 3;

function dayNumber(localDate: string): number {
  return Date.parse(`${localDate}T00:00:00Z`) / dayMs;
}

function dayText(number: number): string {
  return new Date(number * dayMs).toISOString().slice(0, 10);
}

function slotsOf(number: number, { hours, timeZone }: HourSlots): Slot[] {
  const [day, next] = [dayText(number), dayText(number + 1)];
  const [start, end] = [startOfDay(day, timeZone), startOfDay(next, timeZone)];
  if (hours.length === 0) return [{ from: start, until: end }];
  // Where no clock is changed, hours are plain numbers; to ask the zone for each takes a hundred times as long.
  const isPlain = end - start === dayMs;
  const boundsOf = (hour: number): Slot =>
    isPlain
      ? { from: start + hour * hourMs, until: start + (hour + 1) * hourMs }
      : {
          from: instantOf(`${day}T${clock(hour)}`, timeZone, "earlier") ?? 0,
          until:
            instantOf(hour === 23 ? `${next}T00:00` : `${day}T${clock(hour + 1)}`, timeZone, "later") ?? 0,
        };
  const merged: Slot[] = [];
  for (const hour of [...hours].sort((a, b) => a - b)) {
    const { from, until } = boundsOf(hour);
    const before = merged.at(-1);
    if (before && before.until >= from)
      merged[merged.length - 1] = { from: before.from, until: Math.max(before.until, until) };
    else merged.push({ from, until });
  }
  return merged;
}

function clock(hour: number): string {
  return `${String(hour).padStart(2, "0")}:00`;
}
