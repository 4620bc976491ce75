import fc from "fast-check";
import { expect, test } from "vitest";
import { formatMinute, parseMinute } from "./minutes";

test.each([
  [0, "00:00"],
  [420, "07:00"],
  [1439, "23:59"],
  [1440, "24:00"],
])("minute %i is written %s", (minute, text) => {
  expect(formatMinute(minute)).toBe(text);
  expect(parseMinute(text)).toBe(minute);
});

test.each(["7:00", "24:01", "25:00", "12:60", "1200", " 07:00", "07:00\n", "07:0", ""])(
  "%j is no time",
  (text) => {
    expect(parseMinute(text)).toBeNull();
  },
);

test.each([-1, 1441, 0.5])("%d cannot be written", (minute) => {
  expect(() => formatMinute(minute)).toThrow(RangeError);
});

test("reading what was written gives the same minute", () => {
  fc.assert(
    fc.property(fc.integer({ min: 0, max: 1440 }), (m) => {
      expect(parseMinute(formatMinute(m))).toBe(m);
    }),
  );
});
