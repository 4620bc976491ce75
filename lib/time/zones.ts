import { Temporal } from "temporal-polyfill";
import { type Weekdays, weekday } from "./weekdays";

/** Is this a time zone that the machine knows? */
export function isTimeZone(timeZone: string): boolean {
  // Offsets such as "+01:00" are accepted by Temporal but know no daylight saving: never an office's zone.
  if (!/^[A-Za-z]/.test(timeZone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
}

/** Is this an existing day, written `YYYY-MM-DD`? */
export function isLocalDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false;
  try {
    return Temporal.PlainDate.from(text).toString() === text;
  } catch {
    return false;
  }
}

/** The first instant of a day: 01:00 where a daylight-saving gap swallows midnight. */
export function startOfDay(localDate: string, timeZone: string): number {
  const midnight = Date.parse(`${localDate}T00:00:00Z`);
  if (!Number.isNaN(midnight) && new Date(midnight).toISOString() === `${localDate}T00:00:00.000Z`) {
    const { from, until, offset } = stretchOf(midnight, timeZone);
    // Far from any change of the clock there is nothing to look up.
    if (from < midnight - DAY && midnight + DAY < until) return midnight - offset;
  }
  return Temporal.PlainDate.from(localDate).toZonedDateTime(timeZone).epochMilliseconds;
}

const DAY = 86_400_000;

/** The first instant that no longer belongs to the day: the start of the next one. */
export function endOfDay(localDate: string, timeZone: string): number {
  return startOfDay(addDays(localDate, 1), timeZone);
}

/**
 * What an authorization says as its end: the last whole second of the day, 23:59:59 on an ordinary one. Whether Nuki
 * counts the until date in is not documented, so the next midnight itself is never sent.
 */
export function lastSecondOfDay(localDate: string, timeZone: string): number {
  return endOfDay(localDate, timeZone) - 1000;
}

/** The instant at which the clock of a zone shows this; where the clock is put forward over it, as much later. */
export function instantAt(localDate: string, minute: number, timeZone: string): number {
  const time = { hour: Math.floor(minute / 60), minute: minute % 60 };
  return Temporal.PlainDate.from(localDate).toZonedDateTime({ timeZone, plainTime: time }).epochMilliseconds;
}

/** The day that the calendar of a zone shows at an instant. */
export function localDateOf(instant: number, timeZone: string): string {
  const shown = clockOf(instant, timeZone).toISOString();
  return shown.slice(0, shown.indexOf("T"));
}

/**
 * The instant at which a zone's clock shows `YYYY-MM-DDTHH:mm`; null for what is no such text. Where the clock shows it
 * twice, or never, `choice` says which side is meant.
 */
export function instantOf(
  localDateTime: string,
  timeZone: string,
  choice: "earlier" | "later",
): number | null {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}$/.test(localDateTime)) return null;
  try {
    const local = Temporal.PlainDateTime.from(localDateTime, { overflow: "reject" });
    return local.toZonedDateTime(timeZone, { disambiguation: choice }).epochMilliseconds;
  } catch {
    return null;
  }
}

/** `YYYY-MM-DDTHH:mm` as a zone's clock shows it. */
export function localDateTimeOf(instant: number, timeZone: string): string {
  return clockOf(instant, timeZone).toISOString().slice(0, -":00.000Z".length);
}

/** `n` days later, or earlier when negative. */
export function addDays(localDate: string, n: number): string {
  return Temporal.PlainDate.from(localDate).add({ days: n }).toString();
}

/** What the clock in a zone shows: 0 Monday to 6 Sunday, and the minute of the day. */
export function localClock(
  instant: number,
  timeZone: string,
): { weekday: number; days: Weekdays; minute: number } {
  const clock = clockOf(instant, timeZone);
  const index = (clock.getUTCDay() + 6) % 7;
  return { weekday: index, days: weekday(index), minute: clock.getUTCHours() * 60 + clock.getUTCMinutes() };
}

/**
 * Do two zones show the same wall clock during the whole year? Vienna and Berlin do, so a lock set to one and a site
 * in the other need no alert. Offsets agree at the start and all transitions of one are transitions of the other.
 */
export function sameClock(a: string, b: string, year: number): boolean {
  if (a === b) return true;
  const key = `${a} ${b} ${year}`;
  const known = comparedClocks.get(key);
  if (known !== undefined) return known;
  const same = compareClocks(a, b, year);
  comparedClocks.set(key, same);
  return same;
}

/** Lists compare the zone of every device with its site's: a handful of pairs, a thousand times. */
const comparedClocks = new Map<string, boolean>();

function compareClocks(a: string, b: string, year: number): boolean {
  const start = Temporal.PlainDate.from({ year, month: 1, day: 1 });
  const end = start.add({ years: 1 }).toZonedDateTime(a);
  let [inA, inB] = [start.toZonedDateTime(a), start.toZonedDateTime(b)];
  while (true) {
    if (inA.epochMilliseconds !== inB.epochMilliseconds || inA.offset !== inB.offset) return false;
    const nextA = inA.getTimeZoneTransition("next");
    const nextB = inB.getTimeZoneTransition("next");
    const pastA = nextA === null || nextA.epochMilliseconds >= end.epochMilliseconds;
    const pastB = nextB === null || nextB.epochMilliseconds >= end.epochMilliseconds;
    if (pastA || pastB) return pastA && pastB;
    [inA, inB] = [nextA, nextB];
  }
}

/** A date whose UTC members are what the clock of a zone shows. */
function clockOf(instant: number, timeZone: string): Date {
  const { offset } = stretchOf(instant, timeZone);
  return new Date(instant + offset);
}

/** A time between two changes of a zone's clock, the first moment of which belongs to it; all in milliseconds. */
interface Stretch {
  readonly from: number;
  readonly until: number;
  readonly offset: number;
}

/**
 * To ask the calendar for each of a million entries takes half of an export's time, and leaves a hundred megabytes behind;
 * clocks change twice a year.
 */
const knownStretches = new Map<string, Stretch[]>();
const mostStretches = 60;

function stretchOf(instant: number, timeZone: string): Stretch {
  const known = knownStretches.get(timeZone) ?? [];
  const found = known.find(({ from, until }) => from <= instant && instant < until);
  if (found) return found;
  const stretch = askStretch(instant, timeZone);
  knownStretches.set(timeZone, [stretch, ...known.slice(0, mostStretches - 1)]);
  return stretch;
}

function askStretch(instant: number, timeZone: string): Stretch {
  const at = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO(timeZone);
  return {
    // The change before the next moment: one that happens right now is of this stretch.
    from:
      at.add({ milliseconds: 1 }).getTimeZoneTransition("previous")?.epochMilliseconds ??
      Number.NEGATIVE_INFINITY,
    until: at.getTimeZoneTransition("next")?.epochMilliseconds ?? Number.POSITIVE_INFINITY,
    offset: at.offsetNanoseconds / 1e6,
  };
}

/** The zones to choose from for an office: named after places, in alphabetical order. */
export function listTimeZones(): string[] {
  return Intl.supportedValuesOf("timeZone").filter((timeZone) => timeZone.includes("/"));
}
