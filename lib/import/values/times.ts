import type { ImportField } from "../fields";
import { error, notice } from "../problem";
import { type CellValue, read, unread } from "./cell-value";

const CLOCK = /^(\d{1,2})(?:[:.](\d{2})|\s?[hH]\s?(\d{2})?)?(?::00)?(?:\s?(?:Uhr|uhr|UHR|h))?$/;
const COMPACT = /^(\d{2})(\d{2})$/;
const TWELVE = /^(\d{1,2})(?:[:.](\d{2}))?(?::00)?\s?([ap])\.?\s?m\.?$/i;
// A cell formatted as a number shows a time as its share of the day.
const FRACTION = /^(0[.,]\d{3,}|1[.,]0+)$/;

/** A time of day as minutes from midnight; 24:00 is the end of the day, 1440. */
export function readTime(text: string, field: ImportField): CellValue<number> {
  const twelve = TWELVE.exec(text);
  if (twelve) {
    const hour = Number(twelve[1]);
    if (hour < 1 || hour > 12) return unknown(text, field);
    const half = twelve[3]?.toLowerCase() === "p" ? 12 : 0;
    return fromClock(text, field, (hour % 12) + half, Number(twelve[2] ?? 0));
  }
  const compact = COMPACT.exec(text);
  if (compact) return fromClock(text, field, Number(compact[1]), Number(compact[2]));
  const clock = CLOCK.exec(text);
  if (clock) return fromClock(text, field, Number(clock[1]), Number(clock[2] ?? clock[3] ?? 0));
  if (FRACTION.test(text)) {
    const minute = Math.round(Number(text.replace(",", ".")) * 1440);
    return read(minute, notice(field, "time_from_fraction", { value: text, minute }));
  }
  return unknown(text, field);
}

function fromClock(text: string, field: ImportField, hour: number, minute: number): CellValue<number> {
  const total = hour * 60 + minute;
  return minute > 59 || total > 1440 ? unknown(text, field) : read(total);
}

function unknown(text: string, field: ImportField): CellValue<number> {
  return unread(error(field, "time_unknown", { value: text }));
}
