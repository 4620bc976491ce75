import { expect, test } from "vitest";
import {
  formatDate,
  formatDateTime,
  formatList,
  formatLocalDate,
  formatMinutes,
  formatNumber,
  formatPercent,
  formatRelative,
  formatTime,
  formatWeekdays,
  formatZone,
  weekdayName,
} from "./format";
import { weekdays, weekdaysOf } from "./weekdays";

const instant = Date.parse("2026-11-23T07:12:00Z");

test("an instant is shown in the zone asked for, not in the machine's", () => {
  expect(formatDateTime(instant, "en", "Europe/Vienna")).toBe("23 Nov 2026, 08:12");
  expect(formatDateTime(instant, "de", "Europe/Vienna")).toBe("23.11.2026, 08:12");
  expect(formatTime(instant, "en", "America/New_York")).toBe("02:12");
  expect(formatDate(Date.parse("2026-11-23T23:30:00Z"), "en", "Europe/Vienna")).toBe("24 Nov 2026");
});

test("midnight is 00:00, never 24:00", () => {
  const midnight = Date.parse("2026-11-22T23:00:00Z");
  expect(formatTime(midnight, "de", "Europe/Vienna")).toBe("00:00");
  expect(formatDateTime(midnight, "en", "Europe/Vienna")).toBe("23 Nov 2026, 00:00");
});

test("a day without a zone is the same day everywhere", () => {
  expect(formatLocalDate("2026-12-31", "en")).toBe("31 Dec 2026");
  expect(formatLocalDate("2026-12-31", "de")).toBe("31.12.2026");
});

test.each([
  [0, "now", "jetzt"],
  [-59_000, "now", "jetzt"],
  [-60_000, "1 minute ago", "vor 1 Minute"],
  [-3 * 3_600_000, "3 hours ago", "vor 3 Stunden"],
  [24 * 3_600_000, "tomorrow", "morgen"],
  [3 * 86_400_000, "in 3 days", "in 3 Tagen"],
  [-400 * 86_400_000, "last year", "letztes Jahr"],
])("%i ms from now is %s", (offset, en, de) => {
  expect(formatRelative(instant + offset, instant, "en")).toBe(en);
  expect(formatRelative(instant + offset, instant, "de")).toBe(de);
});

test("weekdays have their names in both languages", () => {
  expect([0, 1, 2, 3, 4, 5, 6].map((day) => weekdayName(day, "en")).join(" ")).toBe(
    "Mon Tue Wed Thu Fri Sat Sun",
  );
  expect([0, 1, 2, 3, 4, 5, 6].map((day) => weekdayName(day, "de")).join(" ")).toBe("Mo Di Mi Do Fr Sa So");
  expect(weekdayName(2, "de", "long")).toBe("Mittwoch");
});

test.each([
  [[0, 1, 2, 3, 4], "Mon-Fri", "Mo-Fr"],
  [[0, 1, 2, 3, 4, 5, 6], "Mon-Sun", "Mo-So"],
  [[0, 1], "Mon, Tue", "Mo, Di"],
  [[0, 1, 2, 6], "Mon-Wed, Sun", "Mo-Mi, So"],
  [[0, 2, 4], "Mon, Wed, Fri", "Mo, Mi, Fr"],
  [[], "", ""],
])("days %j are written %s", (list, en, de) => {
  expect(formatWeekdays(weekdaysOf(list), "en")).toBe(en);
  expect(formatWeekdays(weekdaysOf(list), "de")).toBe(de);
});

test("long names of a range are whole words", () => {
  expect(formatWeekdays(weekdays(31), "de", "long")).toBe("Montag-Freitag");
});

test("numbers, shares, lists and minutes", () => {
  expect(formatNumber(12_345, "en")).toBe("12,345");
  expect(formatNumber(12_345, "de")).toBe("12.345");
  expect(formatPercent(0.45, "en")).toBe("45%");
  expect(formatList(["Anna", "Ben", "Eva"], "de")).toBe("Anna, Ben und Eva");
  expect(formatMinutes(540, 1440)).toBe("09:00-24:00");
});

test("a zone is named as its people name it, summer time apart", () => {
  const summer = Date.UTC(2026, 6, 1);
  const winter = Date.UTC(2026, 11, 1);
  expect([formatZone(summer, "en", "Europe/London"), formatZone(winter, "en", "Europe/London")]).toEqual([
    "BST",
    "GMT",
  ]);
  expect([formatZone(summer, "de", "Europe/Vienna"), formatZone(winter, "de", "Europe/Vienna")]).toEqual([
    "MESZ",
    "MEZ",
  ]);
});
