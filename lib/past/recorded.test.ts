import { expect, test } from "vitest";
import { boundGaps, type GapText } from "./recorded";

const iso = (minute: number) => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();
const gap = (from: number, to: number): GapText => [iso(from), iso(to)];

test("of too many gaps those with the shortest reading between them become one", () => {
  const gaps = [gap(0, 70), gap(200, 300), gap(305, 400), gap(900, 999)];
  expect(boundGaps(gaps, 4)).toEqual(gaps);
  expect(boundGaps(gaps, 3)).toEqual([gap(0, 70), gap(200, 400), gap(900, 999)]);
  expect(boundGaps(gaps, 1)).toEqual([gap(0, 999)]);
  expect(boundGaps([], 3)).toEqual([]);
});

test("however many there are, no time that was not read is taken for one that was", () => {
  const gaps = Array.from({ length: 300 }, (_, index) => {
    const from = index * 1_000 + ((index * 7_919) % 500);
    return gap(from, from + 200);
  });
  const kept = boundGaps(gaps, 20);
  expect(kept).toHaveLength(20);
  expect(gaps.every(([from, to]) => kept.some((one) => one[0] <= from && to <= one[1]))).toBe(true);
});
