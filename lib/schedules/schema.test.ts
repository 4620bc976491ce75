import { describe, expect, test } from "vitest";
import { ALWAYS } from "@/lib/access/schedule";
import { weekdays } from "@/lib/time/weekdays";
import { clockOf, newWindow, scheduleSchema, type TypedWindow, typedOf, windowOf, windowsOf } from "./schema";

const typed = (values: Partial<TypedWindow>): TypedWindow => ({ ...newWindow, ...values });
const problems = (windows: TypedWindow[]) =>
  scheduleSchema
    .safeParse({ name: "Office hours", windows })
    .error?.issues.map((issue) => [issue.path.join("."), issue.message]) ?? [];

describe("a typed time of day", () => {
  test.each([
    ["9", "09:00"],
    ["09", "09:00"],
    ["930", "09:30"],
    ["0930", "09:30"],
    ["9:30", "09:30"],
    ["9.30", "09:30"],
    [" 17:05 ", "17:05"],
    ["24:00", "24:00"],
    ["9:75", "9:75"],
    ["noon", "noon"],
    ["", ""],
  ])("%j is kept as %j", (text, kept) => {
    expect(clockOf(text)).toBe(kept);
  });
});

describe("a typed window", () => {
  test.each(["23:59", "24:00", "00:00"])("that ends at %s goes on until the end of the day", (until) => {
    expect(windowOf(typed({ from: "22:00", until }))).toEqual({
      days: 31,
      fromMinute: 1320,
      untilMinute: 1440,
    });
  });

  test("all day is the whole day, whatever its times say", () => {
    expect(windowOf(typed({ days: 127, allDay: true, from: "x", until: "" }))).toEqual(ALWAYS);
  });

  test("with something that is no time grants nothing", () => {
    expect(windowsOf([typed({ until: "soon" }), typed({ from: "25:00" })])).toEqual([]);
  });

  test("is shown as it was stored, and means the same again", () => {
    for (const window of [
      ALWAYS,
      { days: weekdays(96), fromMinute: 0, untilMinute: 1 },
      { days: weekdays(16), fromMinute: 1320, untilMinute: 1440 },
      { days: weekdays(31), fromMinute: 540, untilMinute: 1020 },
    ]) {
      expect(windowOf(typedOf(window))).toEqual(window);
    }
  });

  test("that overlaps another one counts once", () => {
    const windows = windowsOf([
      typed({ days: 1, from: "09:00", until: "12:00" }),
      typed({ days: 1, from: "11:00", until: "17:00" }),
    ]);
    expect(windows).toEqual([{ days: 1, fromMinute: 540, untilMinute: 1020 }]);
  });
});

describe("a schedule is refused", () => {
  test("at the days, when no day is chosen", () => {
    expect(problems([typed({ days: 0 })])).toEqual([["windows.0.days", "schedules.problem.empty_days"]]);
  });

  test.each(["06:00", "22:00"])(
    "at the end, when it would pass midnight or be empty: 22:00 until %s",
    (until) => {
      expect(problems([typed({}), typed({ from: "22:00", until })])).toEqual([
        ["windows.1.until", "schedules.problem.past_midnight"],
      ]);
    },
  );

  test("at the time that is none", () => {
    expect(problems([typed({ from: "soon" })])).toEqual([["windows.0.from", "schedules.problem.time"]]);
  });

  test("without a window, and not because of one that is fine", () => {
    expect(problems([])).toEqual([["windows", "schedules.problem.no_windows"]]);
    expect(problems([typed({}), typed({ days: 32, allDay: true })])).toEqual([]);
  });
});
