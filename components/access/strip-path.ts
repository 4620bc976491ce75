import type { TimeWindow } from "@/lib/access/types";
import { hasDay } from "@/lib/time/weekdays";

/** Where days and hours lie in a strip of one size; lengths in px. */
export interface StripShape {
  readonly dayWidth: number;
  readonly dayHeight: number;
  readonly gap: number;
  /** Days beside each other in one line, or under each other. */
  readonly flow: "line" | "rows";
}

const minutesPerDay = 1440;
const days = [0, 1, 2, 3, 4, 5, 6] as const;

export function originOf(shape: StripShape, day: number): { x: number; y: number } {
  return shape.flow === "line"
    ? { x: day * (shape.dayWidth + shape.gap), y: 0 }
    : { x: 0, y: day * (shape.dayHeight + shape.gap) };
}

export function sizeOf(shape: StripShape): { width: number; height: number } {
  const last = originOf(shape, 6);
  return { width: last.x + shape.dayWidth, height: last.y + shape.dayHeight };
}

export function xOf(shape: StripShape, day: number, minute: number): number {
  return round(originOf(shape, day).x + (minute / minutesPerDay) * shape.dayWidth);
}

/** All windows as one path of rectangles: a table row costs one element, however rich the schedule is. */
export function pathOf(shape: StripShape, windows: readonly TimeWindow[]): string {
  return windows
    .flatMap((window) =>
      days
        .filter((day) => hasDay(window.days, day))
        .map((day) => {
          const from = xOf(shape, day, window.fromMinute);
          const width = round(xOf(shape, day, window.untilMinute) - from);
          return `M${from} ${originOf(shape, day).y}h${width}v${shape.dayHeight}h${-width}z`;
        }),
    )
    .join("");
}

/** The empty week below the windows. */
export function weekPath(shape: StripShape): string {
  return days
    .map((day) => {
      const { x, y } = originOf(shape, day);
      return `M${x} ${y}h${shape.dayWidth}v${shape.dayHeight}h${-shape.dayWidth}z`;
    })
    .join("");
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
