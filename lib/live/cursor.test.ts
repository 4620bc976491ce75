import { describe, expect, test } from "vitest";
import { createCursor, startWindow } from "./cursor";

const rows = (...ids: number[]) => ids.map((id) => ({ id }));
const upTo = (last: number) => Array.from({ length: last }, (_, index) => index + 1);
const minutes = 60_000;

function take(cursor: ReturnType<typeof createCursor>, ids: readonly number[], now = 0) {
  return cursor.take(rows(...ids), now).map(({ row, mark }) => [row.id, mark]);
}

describe("numbers that appear in their order", () => {
  test("each is told once, and a reader goes on after the one that it heard", () => {
    const cursor = createCursor(3, upTo(3), 0);
    expect(take(cursor, [4, 5])).toEqual([
      [4, 4],
      [5, 5],
    ]);
    expect(take(cursor, [5, 6])).toEqual([[6, 6]]);
    expect(cursor.wanted()).toEqual({ last: 6, gaps: [] });
  });
});

describe("a transaction that ends late", () => {
  test("its number is asked for until it appears, and told then", () => {
    const cursor = createCursor(3, upTo(3), 0);
    take(cursor, [6]);
    expect(cursor.wanted()).toEqual({ last: 6, gaps: [4, 5] });
    expect(take(cursor, [5]).map(([id]) => id)).toEqual([5]);
    expect(cursor.wanted()).toEqual({ last: 6, gaps: [4] });
    expect(take(cursor, [4]).map(([id]) => id)).toEqual([4]);
    expect(cursor.wanted()).toEqual({ last: 6, gaps: [] });
  });

  test("who leaves meanwhile goes on before the number that is missing", () => {
    const cursor = createCursor(3, upTo(3), 0);
    expect(take(cursor, [5])).toEqual([[5, 3]]);
    expect(take(cursor, [6])).toEqual([[6, 3]]);
    expect(cursor.floor()).toBe(3);
  });

  test("told beside newer ones it does not claim that those were heard", () => {
    const cursor = createCursor(3, upTo(3), 0);
    take(cursor, [5]);
    expect(take(cursor, [4, 6])).toEqual([
      [4, 5],
      [6, 6],
    ]);
  });

  test("a number that was rolled back is forgotten after a while", () => {
    const cursor = createCursor(3, upTo(3), 0);
    take(cursor, [5]);
    take(cursor, [6], 4 * minutes);
    expect(cursor.floor()).toBe(3);
    take(cursor, [7], 6 * minutes);
    expect(cursor.floor()).toBe(7);
  });
});

describe("the beginning of a process", () => {
  test("what was written but not yet visible when it began is told as well", () => {
    const cursor = createCursor(10, [...upTo(7), 10], 0);
    expect(cursor.floor()).toBe(7);
    expect(take(cursor, [8]).map(([id]) => id)).toEqual([8]);
    expect(take(cursor, [7])).toEqual([]);
  });

  test("an empty table that was never written to has nothing to wait for", () => {
    expect(createCursor(0, [], 0).wanted()).toEqual({ last: 0, gaps: [] });
  });

  test("of a pruned table only the newest numbers are waited for", () => {
    const { gaps } = createCursor(9_000, [], 0).wanted();
    expect(gaps).toHaveLength(startWindow);
    expect(gaps.at(-1)).toBe(9_000);
  });
});

test("whatever the order of appearing, every number is told exactly once and no mark runs ahead", () => {
  for (let seed = 1; seed <= 200; seed += 1) {
    const cursor = createCursor(0, [], 0);
    const order = upTo(40).sort((a, b) => ((a * 7919 * seed) % 101) - ((b * 7919 * seed) % 101));
    const visible = new Set<number>();
    const told: number[] = [];
    for (const [index, id] of order.entries()) {
      visible.add(id);
      if (index % 3 !== 0 && index !== order.length - 1) continue;
      const { last, gaps } = cursor.wanted();
      const found = [...visible].filter((each) => each > last || gaps.includes(each)).sort((a, b) => a - b);
      for (const [each, mark] of take(cursor, found)) {
        told.push(each as number);
        for (let below = 1; below <= (mark as number); below += 1) {
          expect(visible.has(below)).toBe(true);
        }
      }
    }
    expect(told.toSorted((a, b) => a - b)).toEqual(upTo(40));
  }
});
