import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { forecastOf } from "./forecast";

describe("how full a keypad gets", () => {
  test.each([
    [
      { capacity: 200, used: 150, adding: 29, removing: 0 },
      { after: 179, free: 21, missing: 0, level: "fine" },
    ],
    [
      { capacity: 200, used: 150, adding: 30, removing: 0 },
      { after: 180, free: 20, missing: 0, level: "nearly_full" },
    ],
    [
      { capacity: 200, used: 150, adding: 50, removing: 0 },
      { after: 200, free: 0, missing: 0, level: "full" },
    ],
    [
      { capacity: 100, used: 98, adding: 5, removing: 0 },
      { after: 100, free: 0, missing: 3, level: "full" },
    ],
    [
      { capacity: 100, used: 98, adding: 5, removing: 10 },
      { after: 93, free: 7, missing: 0, level: "nearly_full" },
    ],
    // More than the model is said to hold: what stands there is not denied.
    [
      { capacity: 100, used: 120, adding: 1, removing: 0 },
      { after: 120, free: 0, missing: 1, level: "full" },
    ],
  ] as const)("%j becomes %j", (load, forecast) => expect(forecastOf(load)).toEqual(forecast));

  const loads = fc.record({
    capacity: fc.constantFrom(100, 200),
    used: fc.nat(220),
    adding: fc.nat(300),
    removing: fc.nat(220),
  });

  test("every code that is wanted is either there afterwards or missing", () => {
    fc.assert(
      fc.property(loads, (load) => {
        const { after, missing } = forecastOf(load);
        expect(after + missing).toBe(Math.max(0, load.used - load.removing) + load.adding);
      }),
    );
  });

  test("nothing is missing while there is room, and nothing is added beyond it", () => {
    fc.assert(
      fc.property(loads, (load) => {
        const { after, free, missing } = forecastOf(load);
        expect(missing > 0 && free > 0).toBe(false);
        expect(after).toBeLessThanOrEqual(Math.max(load.capacity, load.used));
      }),
    );
  });

  test("more codes never make more room", () => {
    fc.assert(
      fc.property(loads, fc.nat(50), (load, more) => {
        expect(forecastOf({ ...load, adding: load.adding + more }).free).toBeLessThanOrEqual(
          forecastOf(load).free,
        );
      }),
    );
  });
});
