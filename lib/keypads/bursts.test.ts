import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { burst, burstsOf } from "./bursts";

const minutes = (...values: number[]) => values.map((minute) => minute * 60_000);

describe("bursts of wrong codes", () => {
  test("four tries are slips, five within ten minutes are a burst", () => {
    expect(burstsOf(minutes(0, 1, 2, 3))).toEqual([]);
    expect(burstsOf(minutes(0, 1, 2, 3, 10))).toEqual([{ from: 0, until: 600_000, count: 5 }]);
    expect(burstsOf(minutes(0, 1, 2, 3, 11))).toEqual([]);
  });

  test("somebody who goes on and on is one burst; who comes back later is another", () => {
    const all = minutes(0, 2, 4, 6, 8, 10, 12, 14, 60, 61, 62, 63, 64);
    expect(burstsOf(all).map(({ count }) => count)).toEqual([8, 5]);
  });

  const tries = fc.array(fc.nat(24 * 3_600_000), { maxLength: 60 });

  test("every burst has enough tries, and none is counted twice", () => {
    fc.assert(
      fc.property(tries, (instants) => {
        const found = burstsOf(instants);
        for (const { count } of found) expect(count).toBeGreaterThanOrEqual(burst.count);
        expect(found.reduce((sum, { count }) => sum + count, 0)).toBeLessThanOrEqual(instants.length);
      }),
    );
  });

  test("the order in which tries came in does not matter", () => {
    fc.assert(
      fc.property(tries, (instants) => {
        expect(burstsOf(instants.toReversed())).toEqual(burstsOf(instants));
      }),
    );
  });
});
