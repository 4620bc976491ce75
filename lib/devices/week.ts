import { union } from "@/lib/access/schedule";
import { hasDay } from "@/lib/time/weekdays";
import type { SharedWindows } from "./door";

/** How many people may come in, Monday to Sunday, hour by hour. */
export type HeadCount = readonly (readonly number[])[];

const minutesPerHour = 60;

/** Whoever may come in during any part of an hour counts for that hour, once. */
export function countByHour(shared: readonly SharedWindows[]): HeadCount {
  const counts = Array.from({ length: 7 }, () => Array.from({ length: 24 }, () => 0));
  for (const { windows, people } of shared) {
    const merged = union(windows, []);
    counts.forEach((hours, day) => {
      hours.forEach((count, hour) => {
        const from = hour * minutesPerHour;
        const may = merged.some(
          (window) =>
            hasDay(window.days, day) &&
            window.fromMinute < from + minutesPerHour &&
            window.untilMinute > from,
        );
        if (may) hours[hour] = count + people;
      });
    });
  }
  return counts;
}

/** Hours of one day that have the same number of people. */
export interface HourSpan {
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly people: number;
}

/** A day as the text beside the picture tells it: as few spans as there are. */
export function spansOf(hours: readonly number[]): HourSpan[] {
  const spans: HourSpan[] = [];
  hours.forEach((people, hour) => {
    const last = spans.at(-1);
    const untilMinute = (hour + 1) * minutesPerHour;
    if (last?.people === people) spans[spans.length - 1] = { ...last, untilMinute };
    else spans.push({ fromMinute: hour * minutesPerHour, untilMinute, people });
  });
  return spans;
}
