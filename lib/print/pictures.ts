import { MINUTES_PER_DAY } from "@/lib/time/minutes";
import { hasDay } from "@/lib/time/weekdays";
import type { StepPicture } from "./paper";
import type { DoorGroup } from "./sheet";

/** Black lines and areas, as the path data that both SVG and PDF understand. */
export interface Picture {
  readonly width: number;
  readonly height: number;
  readonly lines: string;
  readonly areas: string;
  readonly lineWidth: number;
}

const keyRows = [11, 18, 25];

function keypad(x: number, solidArrow: boolean) {
  const columns = [x + 5, x + 11, x + 17];
  const keys = keyRows.flatMap((y) => columns.map((column) => circle(column, y, 1.5))).join("");
  const arrow = `M${x + 14.5} 32v9l-7 -4.5z`;
  return {
    lines: roundedRect(x, 3, 22, 42, 5) + (solidArrow ? "" : arrow),
    areas: keys + (solidArrow ? arrow : ""),
  };
}

/** The three steps of using a keypad, each 48 by 48. */
export const stepDrawings: Readonly<Record<StepPicture, Picture>> = {
  press: drawn(keypad(4, false), {
    lines: `${circle(15, 18, 5)}M21.5 19.2a2.9 2.9 0 0 0 -4.1 4.1L34 40M21.5 19.2L38 35.7`,
    areas: "",
  }),
  enter: drawn(keypad(2, false), {
    lines: "M30 34l4.5 5l9 -11",
    areas: [14, 21].flatMap((y) => [31, 38, 45].map((x) => circle(x, y, 2.4))).join(""),
  }),
  lock: drawn(keypad(2, true), {
    lines: "M32.5 24v-4a5 5 0 0 1 10 0v4M26 36.5h-6M22.5 33.5l-3.5 3l3.5 3",
    areas: roundedRect(29, 24, 17, 13, 2),
  }),
};

function drawn(one: { lines: string; areas: string }, other: { lines: string; areas: string }): Picture {
  const size = { width: 48, height: 48, lineWidth: 1.6 };
  return { ...size, lines: one.lines + other.lines, areas: one.areas + other.areas };
}

const cell = 14;
const gap = 2;
const barHeight = 11;

/** Where the day with this index begins in a strip; the day's letter stands above it. */
export function stripDayX(index: number): number {
  return index * (cell + gap);
}

export const stripCell = cell;

/** Seven days as boxes, black from the first to the last minute that somebody may come in. */
export function stripPicture({ days, fromMinute, untilMinute }: DoorGroup["window"]): Picture {
  const indexes = [0, 1, 2, 3, 4, 5, 6];
  const from = (fromMinute / MINUTES_PER_DAY) * cell;
  const width = ((untilMinute - fromMinute) / MINUTES_PER_DAY) * cell;
  return {
    width: stripDayX(6) + cell,
    height: barHeight,
    lineWidth: 0.6,
    lines: indexes.map((index) => rect(stripDayX(index), 0, cell, barHeight)).join(""),
    areas: indexes
      .filter((index) => hasDay(days, index))
      .map((index) => rect(round(stripDayX(index) + from), 0, round(width), barHeight))
      .join(""),
  };
}

/** A QR code as one path, one unit per module. */
export function modulesPicture(modules: readonly (readonly boolean[])[]): Picture {
  const areas = modules
    .flatMap((row, y) => row.map((isDark, x) => (isDark ? rect(x, y, 1, 1) : "")))
    .join("");
  return { width: modules.length, height: modules.length, lines: "", areas, lineWidth: 0 };
}

function rect(x: number, y: number, width: number, height: number): string {
  return `M${x} ${y}h${width}v${height}h${-width}z`;
}

function roundedRect(x: number, y: number, width: number, height: number, r: number): string {
  const arc = (dx: number, dy: number) => `a${r} ${r} 0 0 1 ${dx} ${dy}`;
  const [across, down] = [width - 2 * r, height - 2 * r];
  return `M${x + r} ${y}h${across}${arc(r, r)}v${down}${arc(-r, r)}h${-across}${arc(-r, -r)}v${-down}${arc(r, -r)}z`;
}

function circle(x: number, y: number, r: number): string {
  return `M${round(x - r)} ${y}a${r} ${r} 0 1 0 ${2 * r} 0a${r} ${r} 0 1 0 ${-2 * r} 0z`;
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
