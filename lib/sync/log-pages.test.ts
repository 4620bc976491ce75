import { describe, expect, test } from "vitest";
import type { LogWalk } from "@/lib/entries/log-state";
import { afterPage, afterRefusal } from "./log-pages";
import { beginRun } from "./log-walks";

const now = Date.parse("2026-03-02T08:00:00.000Z");
const begun = beginRun(
  { seenTo: now - 30_000, sweptAt: now, triedAt: 0, walks: [], history: null, holes: [], problem: null },
  now,
).newest;
const rows = (...ids: readonly (string | number)[]) => ids.map((id) => ({ id: String(id), at: now }));
const page = (number: number, size = 50) =>
  rows(...Array.from({ length: size }, (_, row) => `${number}-${row}`));

/** Reads these pages one after the other, for ever, and tells how many it took to see that they go round. */
function pagesUntilHole(numbers: readonly number[], size = 50): number {
  let walk: LogWalk = begun;
  for (let read = 0; read < 10_000; read += 1) {
    const step = afterPage(walk, page(numbers[read % numbers.length] ?? 0, size), 0);
    if (step.is === "hole") return read + 1;
    if (step.is === "on") walk = step.walk;
  }
  throw new Error("it never saw");
}

function walkAfter(count: number): LogWalk {
  let walk: LogWalk = begun;
  for (let number = 1; number <= count; number += 1) {
    const step = afterPage(walk, page(number), 50);
    if (step.is !== "on") throw new Error(step.is);
    walk = step.walk;
  }
  return walk;
}

describe("after a page", () => {
  test("the walk goes on below its last row, however short it was", () => {
    const walk = { ...begun, beforeId: "c", pages: 4, found: 7 };
    expect(afterPage(walk, rows("b", "a"), 1)).toMatchObject({
      is: "on",
      walk: { beforeId: "a", pages: 5, found: 8, reached: now, recent: ["b", "a"] },
    });
  });

  test("only an empty one is the end", () => {
    expect(afterPage(begun, [], 0)).toEqual({ is: "done" });
  });

  test("it has moved although all of its rows share one second and were here before", () => {
    expect(walkAfter(40)).toMatchObject({ beforeId: "40-49", pages: 40 });
  });

  test("rows of the page before do no harm as long as others follow", () => {
    const step = afterPage(walkAfter(1), rows("1-49", "x"), 1);
    expect(step).toMatchObject({ is: "on", walk: { beforeId: "x" } });
  });

  test("one that ends where one before did leads nowhere: something is missing", () => {
    const hole = { is: "hole", why: "repeated_cursor" };
    expect(afterPage(walkAfter(1), page(1), 0)).toEqual(hole);
    expect(afterPage(walkAfter(3), page(2), 0)).toEqual(hole);
    expect(afterPage(walkAfter(1), rows("new", "1-49"), 1)).toEqual(hole);
    expect(afterPage(walkAfter(1), rows("1-49"), 0)).toEqual(hole);
  });

  test.each([1, 2, 3, 4, 5, 7, 30, 200])("a circle of %i pages is seen", (length) => {
    const circle = Array.from({ length }, (_, index) => index);
    expect(pagesUntilHole(circle)).toBeLessThanOrEqual(Math.max(4, 3 * length));
    expect(pagesUntilHole(circle, 1)).toBeLessThanOrEqual(Math.max(4, 3 * length));
  });

  test("a walk without an end is stopped", () => {
    expect(afterPage({ ...begun, pages: 19_999 }, rows("a"), 0)).toEqual({ is: "hole", why: "too_long" });
  });
});

describe("after Nuki did not know the row that a walk had come to", () => {
  test("it goes on below the row before, as if that had been the last", () => {
    const step = afterRefusal(walkAfter(2));
    expect(step).toMatchObject({ is: "on", walk: { beforeId: "2-48", refused: 1 } });
    if (step.is !== "on") throw new Error(step.is);
    expect(afterPage(step.walk, rows("2-49", "3-0"), 1)).toMatchObject({ is: "on", walk: { refused: 0 } });
    // The deleted row was the last of all.
    expect(afterPage(step.walk, [], 0)).toEqual({ is: "done" });
  });

  test("it goes further back each time, then once to the top, then it gives up", () => {
    const asked: (string | null)[] = [];
    let walk = walkAfter(2);
    for (let tries = 0; tries < 20; tries += 1) {
      const step = afterRefusal(walk);
      if (step.is !== "on") {
        expect(step).toEqual({ is: "hole", why: "refused" });
        expect(asked).toEqual(["2-48", "2-39", "1-49", null, "1-48", "1-39"]);
        return;
      }
      walk = step.walk;
      asked.push(walk.beforeId);
      // From the top it can be read again.
      if (walk.beforeId === null) {
        const again = afterPage(walk, page(1), 0);
        if (again.is === "on") walk = again.walk;
      }
    }
    throw new Error("it never gave up");
  });

  test("a walk of an earlier version, which knows only one row, goes to the top", () => {
    const old = { ...begun, beforeId: "a", pages: 3 };
    expect(afterRefusal(old)).toMatchObject({ is: "on", walk: { beforeId: null, restarted: true } });
  });
});
