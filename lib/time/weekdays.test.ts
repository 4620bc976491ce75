import fc from "fast-check";
import { expect, test } from "vitest";
import {
  ALL_DAYS,
  countDays,
  daysWithout,
  hasAllDays,
  hasDay,
  intersectionOfDays,
  listDays,
  NO_DAYS,
  unionOfDays,
  weekday,
  weekdays,
  weekdaysOf,
} from "./weekdays";

const days = fc.integer({ min: 0, max: 127 }).map(weekdays);

test("Monday is the lowest bit and Sunday the highest", () => {
  expect(weekday(0)).toBe(1);
  expect(weekday(6)).toBe(64);
  expect(listDays(weekdays(0b0010001))).toEqual([0, 4]);
});

test.each([-1, 128, 1.5, Number.NaN])("%d is no set of weekdays", (mask) => {
  expect(() => weekdays(mask)).toThrow(RangeError);
});

test.each([-1, 7, 0.5])("%d is no weekday", (index) => {
  expect(() => weekday(index)).toThrow(RangeError);
  expect(() => hasDay(ALL_DAYS, index)).toThrow(RangeError);
});

test("a set is the set of its days", () => {
  fc.assert(
    fc.property(days, (set) => {
      expect(weekdaysOf(listDays(set))).toBe(set);
    }),
  );
  expect(countDays(ALL_DAYS)).toBe(7);
  expect(countDays(NO_DAYS)).toBe(0);
});

test("union, intersection and difference are those of the days", () => {
  fc.assert(
    fc.property(days, days, fc.integer({ min: 0, max: 6 }), (a, b, day) => {
      expect(hasDay(unionOfDays(a, b), day)).toBe(hasDay(a, day) || hasDay(b, day));
      expect(hasDay(intersectionOfDays(a, b), day)).toBe(hasDay(a, day) && hasDay(b, day));
      expect(hasDay(daysWithout(a, b), day)).toBe(hasDay(a, day) && !hasDay(b, day));
      expect(hasAllDays(a, b)).toBe(daysWithout(b, a) === NO_DAYS);
    }),
  );
});
