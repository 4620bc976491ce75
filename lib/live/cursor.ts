import type { Instant } from "@/lib/access/types";

/** Longer than any transaction of ours: a number that did not appear by then was rolled back. */
const gapForMs = 5 * 60_000;
/** So many numbers before the first known one may still be on their way when a process begins. */
export const startWindow = 200;

export interface Marked<Row> {
  readonly row: Row;
  /** Everything up to this number has been told: where a reader who heard this may go on. */
  readonly mark: number;
}

export interface Cursor {
  /** What to read: everything above `last`, and these. */
  wanted(): { readonly last: number; readonly gaps: readonly number[] };
  /** Takes rows in the order of their ids; each is to be told once. */
  take<Row extends { readonly id: number }>(rows: readonly Row[], now: Instant): Marked<Row>[];
  /** Below and at this number nothing is missing. */
  floor(): number;
}

/**
 * Remembers which numbers of a sequence have been seen. They are given out when a row is written and appear when its
 * transaction ends, so a lower one may come after a higher one: what is missing is asked for until it is old.
 */
export function createCursor(last: number, seen: readonly number[], now: Instant): Cursor {
  const gaps = new Map<number, Instant>();
  const addGaps = (from: number, to: number, at: Instant) => {
    for (let id = Math.max(from, to - 1_000); id < to; id += 1) gaps.set(id, at);
  };
  addGaps(Math.max(1, last - startWindow + 1), last + 1, now);
  for (const id of seen) gaps.delete(id);

  // A Map keeps the order of insertion and numbers are inserted ascending, so the first one is the lowest.
  const floor = () => {
    const lowest = gaps.keys().next();
    return lowest.done ? last : lowest.value - 1;
  };

  return {
    floor,
    wanted: () => ({ last, gaps: [...gaps.keys()] }),
    take(rows, at) {
      const before = last;
      const fresh = rows.filter(({ id }) => id > last || gaps.has(id));
      for (const { id } of fresh) {
        gaps.delete(id);
        if (id <= last) continue;
        addGaps(last + 1, id, at);
        last = id;
      }
      for (const [id, since] of gaps) if (at - since > gapForMs) gaps.delete(id);
      const known = floor();
      return fresh.map((row) => ({ row, mark: Math.min(known, Math.max(row.id, before)) }));
    },
  };
}
