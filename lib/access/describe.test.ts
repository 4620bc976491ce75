import { expect, test } from "vitest";
import { describeSchedule } from "./describe";
import { win } from "./sample-model";
import { ALWAYS } from "./schedule";

test("a schedule reads in the order of a week, however it was typed", () => {
  const lines = [
    { days: [0, 1, 2, 3], fromMinute: 480, untilMinute: 1080, wholeDay: false },
    { days: [4], fromMinute: 420, untilMinute: 900, wholeDay: false },
    { days: [6], fromMinute: 0, untilMinute: 1440, wholeDay: true },
  ];
  const expected = { kind: "weekly", lines, minutesPerWeek: 4 * 600 + 480 + 1440 };
  expect(describeSchedule([win(64, 0, 24), win(16, 7, 15), win(15, 8, 18)])).toEqual(expected);
  expect(describeSchedule([win(15, 8, 12), win(15, 11, 18), win(16, 7, 15), win(64, 0, 24)])).toEqual(
    expected,
  );
});

test("no minute is never, each minute is always", () => {
  expect(describeSchedule([])).toEqual({ kind: "never" });
  expect(describeSchedule([win(127, 0, 12), win(127, 12, 24)])).toEqual({ kind: "always" });
  expect(describeSchedule([ALWAYS])).toEqual({ kind: "always" });
});
