import { formatMinute } from "./minutes";
import { listDays, type Weekdays } from "./weekdays";

export type TimeLocale = "en" | "de";

// An office in Europe reads "23 Nov 2026" and 24 hours; plain "en" would mean the American forms.
const TAGS: Record<TimeLocale, string> = { en: "en-GB", de: "de-DE" };

/** "23 Nov 2026": the day of an instant in a zone. */
export function formatDate(instant: number, locale: TimeLocale, timeZone: string): string {
  return dates(locale, { dateStyle: "medium", timeZone }).format(instant);
}

/** "23 Nov 2026": a day without a zone, such as a last day. */
export function formatLocalDate(localDate: string, locale: TimeLocale): string {
  return dates(locale, { dateStyle: "medium", timeZone: "UTC" }).format(Date.parse(`${localDate}T00:00:00Z`));
}

/** "23 Nov": a day whose year is clear from around it. */
export function formatDayMonth(localDate: string, locale: TimeLocale): string {
  return dates(locale, { day: "numeric", month: "short", timeZone: "UTC" }).format(
    Date.parse(`${localDate}T00:00:00Z`),
  );
}

/** "08:12" */
export function formatTime(instant: number, locale: TimeLocale, timeZone: string): string {
  return dates(locale, { hour: "2-digit", minute: "2-digit", hourCycle: "h23", timeZone }).format(instant);
}

/** "23 Nov 2026, 08:12" */
export function formatDateTime(instant: number, locale: TimeLocale, timeZone: string): string {
  return dates(locale, { dateStyle: "medium", timeStyle: "short", hourCycle: "h23", timeZone }).format(
    instant,
  );
}

/** "CET", "GMT": the zone's short name at an instant. */
export function formatZone(instant: number, locale: TimeLocale, timeZone: string): string {
  const parts = dates(locale, { hour: "2-digit", timeZone, timeZoneName: "short" }).formatToParts(instant);
  return parts.find(({ type }) => type === "timeZoneName")?.value ?? timeZone;
}

const STEPS: readonly [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * 86_400],
  ["month", 30 * 86_400],
  ["week", 7 * 86_400],
  ["day", 86_400],
  ["hour", 3600],
  ["minute", 60],
];

/** "3 minutes ago", "in 2 days"; the absolute time belongs beside it (design.md). */
export function formatRelative(instant: number, now: number, locale: TimeLocale): string {
  const seconds = (instant - now) / 1000;
  const format = cached(
    `relative ${locale}`,
    () => new Intl.RelativeTimeFormat(TAGS[locale], { numeric: "auto" }),
  );
  const step = STEPS.find(([, size]) => Math.abs(seconds) >= size);
  return step ? format.format(Math.trunc(seconds / step[1]), step[0]) : format.format(0, "second");
}

/** The name of a day, 0 Monday to 6 Sunday: "Mon", "Monday", "M". */
export function weekdayName(
  index: number,
  locale: TimeLocale,
  style: "short" | "long" | "narrow" = "short",
): string {
  // 1 January 2024 was a Monday.
  const name = dates(locale, { weekday: style, timeZone: "UTC" }).format(Date.UTC(2024, 0, 1 + index));
  return name.replace(/\.$/, "");
}

/** "Mon-Fri", "Mon-Wed, Sun": runs of three days or more are joined, starting on Monday. Empty for no days. */
export function formatWeekdays(
  days: Weekdays,
  locale: TimeLocale,
  style: "short" | "long" = "short",
): string {
  const runs: number[][] = [];
  for (const day of listDays(days)) {
    const run = runs.at(-1);
    if (run?.at(-1) === day - 1) run.push(day);
    else runs.push([day]);
  }
  return runs
    .flatMap((run) => (run.length < 3 ? run.map((day) => [day]) : [[run[0] ?? 0, run.at(-1) ?? 0]]))
    .map((ends) => ends.map((day) => weekdayName(day, locale, style)).join("-"))
    .join(", ");
}

/** "09:00-17:00" */
export function formatMinutes(fromMinute: number, untilMinute: number): string {
  return `${formatMinute(fromMinute)}-${formatMinute(untilMinute)}`;
}

/** "1,234" */
export function formatNumber(value: number, locale: TimeLocale): string {
  return cached(`number ${locale}`, () => new Intl.NumberFormat(TAGS[locale])).format(value);
}

/** "45 %" of a share between 0 and 1. */
export function formatPercent(share: number, locale: TimeLocale): string {
  const make = () => new Intl.NumberFormat(TAGS[locale], { style: "percent" });
  return cached(`percent ${locale}`, make).format(share);
}

/** "Anna, Ben and Eva" */
export function formatList(items: readonly string[], locale: TimeLocale): string {
  return cached(`list ${locale}`, () => new Intl.ListFormat(TAGS[locale], { type: "conjunction" })).format(
    items,
  );
}

// Making a formatter costs a thousand times its use, and lists format hundreds of cells.
const formatters = new Map<string, object>();

function cached<T extends object>(key: string, make: () => T): T {
  const known = formatters.get(key);
  if (known) return known as T;
  const made = make();
  formatters.set(key, made);
  return made;
}

function dates(locale: TimeLocale, options: Intl.DateTimeFormatOptions): Intl.DateTimeFormat {
  const key = `date ${locale} ${JSON.stringify(options)}`;
  return cached(key, () => new Intl.DateTimeFormat(TAGS[locale], options));
}
