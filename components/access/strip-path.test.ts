import { describe, expect, test } from "vitest";
import { weekdays } from "@/lib/time/weekdays";
import { pathOf, type StripShape, sizeOf, xOf } from "./strip-path";

const line: StripShape = { dayWidth: 24, dayHeight: 10, gap: 1, flow: "line" };
const rows: StripShape = { dayWidth: 240, dayHeight: 10, gap: 2, flow: "rows" };
const officeHours = { days: weekdays(31), fromMinute: 540, untilMinute: 1020 };

describe("the strip of a week", () => {
  test("draws one rectangle per day of a window", () => {
    expect(pathOf(line, [officeHours]).match(/M/g)).toHaveLength(5);
    expect(pathOf(line, [])).toBe("");
  });

  test("puts days beside each other in a line and under each other in rows", () => {
    expect(pathOf(line, [{ days: weekdays(2), fromMinute: 0, untilMinute: 1440 }])).toBe("M25 0h24v10h-24z");
    expect(pathOf(rows, [{ days: weekdays(2), fromMinute: 0, untilMinute: 1440 }])).toBe(
      "M0 12h240v10h-240z",
    );
  });

  test("lets midnight be the end of its own day, not the start of the next", () => {
    expect(xOf(line, 0, 1440)).toBe(24);
    expect(xOf(line, 1, 0)).toBe(25);
  });

  test("is as wide as seven days and six gaps", () => {
    expect(sizeOf(line)).toEqual({ width: 7 * 24 + 6, height: 10 });
    expect(sizeOf(rows)).toEqual({ width: 240, height: 7 * 10 + 12 });
  });
});
