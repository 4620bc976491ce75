import { describe, expect, test } from "vitest";
import { filterOf, placeOf, placeText } from "./list";

const clock = { now: Date.parse("2026-03-02T08:00Z"), timeZone: "Europe/Vienna" };
const asked = (filters: Record<string, string[]>) => filterOf({ q: "", filters }, clock);

describe("the address of the door log", () => {
  test("asks for hours and weekdays of the page's zone", () => {
    expect(asked({ weekday: ["1", "6"], hour: ["0", "18"] })).toMatchObject({
      weekdays: [1, 6],
      hours: [0, 18],
      timeZone: "Europe/Vienna",
    });
  });

  test("asks for nothing by hours and weekdays that do not exist", () => {
    expect(asked({ weekday: ["7", "-1", "x"], hour: ["24", "1.5", "99999"] })).toMatchObject({
      weekdays: [],
      hours: [],
    });
  });
});

describe("the place of a page", () => {
  test("is written as it is read", () => {
    const cursor = { direction: "older", at: clock.now, id: 12 } as const;
    expect(placeOf(placeText(cursor), "UTC")).toEqual(cursor);
  });

  test.each([
    "older.99999999999999.1",
    "newer.999999999999999.1",
    "older.1.1234567890123456",
    "older",
    "",
    "at.x",
  ])("that no calendar or database knows (%s) is the newest page", (text) => {
    expect(placeOf(text, "UTC")).toBeNull();
  });
});
