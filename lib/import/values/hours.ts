import type { TimeWindow } from "@/lib/access/types";
import { ALL_DAYS } from "@/lib/time/weekdays";
import type { FileLanguage } from "../fields";
import { readTime } from "./times";
import { readWeekdays } from "./weekdays";

const TIME = "\\d{1,2}(?:[:.h]?\\d{2})?(?:\\s?h)?(?:\\s?[ap]\\.?m\\.?)?";
const WINDOW = new RegExp(
  `^(.*?)[\\s,:]*(${TIME})\\s*(?:[-\\u2010-\\u2015\\u2212]|to|bis|à|a|alle|hasta|tot)\\s*(${TIME})(?:\\s?Uhr)?$`,
  "i",
);

/** A weekly window in one cell, "Mo-Fr 08:00-18:00"; null if the cell is none, and then it is a schedule's name. */
export function readWindow(text: string, language: FileLanguage | null): TimeWindow | null {
  // Longer cells are no window, and the pattern's time grows with the square of the length.
  const match = text.length <= 80 ? WINDOW.exec(text) : null;
  if (!match) return null;
  const [, days = "", from = "", until = ""] = match;
  const fromMinute = readTime(from, "schedule").value;
  const untilMinute = readTime(until, "schedule").value;
  const mask = days.trim() === "" ? ALL_DAYS : readWeekdays(days.trim(), language).value;
  if (mask === undefined || fromMinute === undefined || untilMinute === undefined) return null;
  return fromMinute < untilMinute ? { days: mask, fromMinute, untilMinute } : null;
}
