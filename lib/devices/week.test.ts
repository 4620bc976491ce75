import { describe, expect, test } from "vitest";
import type { TimeWindow } from "@/lib/access/types";
import { weekdays } from "@/lib/time/weekdays";
import { countByHour, spansOf } from "./week";

const window = (days: number, fromMinute: number, untilMinute: number): TimeWindow => ({
  days: weekdays(days),
  ...{ fromMinute, untilMinute },
});
const day = (counts: ReturnType<typeof countByHour>, weekday: number) => spansOf(counts[weekday] ?? []);

describe("people by hour", () => {
  test("nobody may come in where nobody has a window", () => {
    expect(
      countByHour([])
        .flat()
        .every((count) => count === 0),
    ).toBe(true);
    expect(day(countByHour([]), 0)).toEqual([{ fromMinute: 0, untilMinute: 1440, people: 0 }]);
  });

  test("people with different windows add up where these meet", () => {
    const counts = countByHour([
      { windows: [window(31, 420, 1140)], people: 10 },
      { windows: [window(127, 1080, 1320)], people: 2 },
    ]);
    expect(day(counts, 0)).toEqual([
      { fromMinute: 0, untilMinute: 420, people: 0 },
      { fromMinute: 420, untilMinute: 1080, people: 10 },
      { fromMinute: 1080, untilMinute: 1140, people: 12 },
      { fromMinute: 1140, untilMinute: 1320, people: 2 },
      { fromMinute: 1320, untilMinute: 1440, people: 0 },
    ]);
    expect(day(counts, 6).map(({ people }) => people)).toEqual([0, 2, 0]);
  });

  test("one person with an app and a code for other hours counts once where both hold", () => {
    const counts = countByHour([{ windows: [window(1, 480, 720), window(1, 600, 900)], people: 1 }]);
    expect(day(counts, 0)).toEqual([
      { fromMinute: 0, untilMinute: 480, people: 0 },
      { fromMinute: 480, untilMinute: 900, people: 1 },
      { fromMinute: 900, untilMinute: 1440, people: 0 },
    ]);
  });

  test("a part of an hour counts for the hour, and the end of a window does not", () => {
    const counts = countByHour([{ windows: [window(1, 510, 600)], people: 3 }]);
    expect(counts[0]?.slice(7, 11)).toEqual([0, 3, 3, 0]);
  });
});
