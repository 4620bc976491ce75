import { describe, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { type LogState, type LogWalk, logStateSchema, newLogState } from "@/lib/entries/log-state";
import {
  afterPage,
  beginRun,
  endNewest,
  historyMs,
  historyOf,
  isLate,
  isNewestDue,
  type LogDevice,
  lateForMs,
  lateWalks,
  nextWalk,
  overlapMs,
  withHole,
} from "./log-walks";

const now = Date.parse("2026-03-02T08:00:00.000Z");
const hour = 3_600_000;
const running: LogState = { ...newLogState, seenTo: now - 30_000, sweptAt: now - hour };

function device(number: number, entriesSeenTo: number | null, reachableSince: number | null): LogDevice {
  return { id: `device-${number}` as DeviceId, nukiId: number, entriesSeenTo, reachableSince };
}

describe("a run", () => {
  test("begins with a month of history when nothing was read yet, and with the newest beside it", () => {
    const { state, newest } = beginRun(newLogState, now);
    expect(state.walks).toMatchObject([{ why: "history", from: now - historyMs, to: now, device: null }]);
    expect(newest).toMatchObject({ from: now - overlapMs, to: now });
  });

  test("begins some time before the last one ended, and ends at a fixed moment", () => {
    const { state, newest } = beginRun(running, now);
    expect(state).toEqual({ ...running, triedAt: now });
    expect(newest).toMatchObject({ from: now - 30_000 - overlapMs, to: now });
  });

  test("is due half a minute after the last one, also after one that failed", () => {
    const { state } = beginRun(running, now);
    expect(isNewestDue(state, now + 29_999)).toBe(false);
    expect(isNewestDue(state, now + 30_000)).toBe(true);
    expect(isNewestDue(newLogState, now)).toBe(true);
  });

  test("after a long silence has the newest first and the time between as a walk of its own", () => {
    const seenTo = now - 3 * 24 * hour;
    const { state, newest } = beginRun({ ...running, seenTo }, now);
    expect(newest.from).toBe(now - overlapMs);
    expect(state.walks).toMatchObject([{ why: "gap", from: seenTo - overlapMs, to: now }]);
  });

  test("finds one gap, however often it fails before Nuki answers again", () => {
    const seenTo = now - 2 * hour;
    const failed = beginRun({ ...running, seenTo }, now).state;
    const { state } = beginRun({ ...failed, problem: "no answer" }, now + 30_000);
    expect(state.walks).toMatchObject([{ why: "gap", from: seenTo - overlapMs, to: now + 30_000 }]);
  });

  test("reads the last two days again, once a day", () => {
    const { state } = beginRun({ ...running, sweptAt: now - 24 * hour }, now);
    expect(state.walks).toMatchObject([{ why: "daily", from: now - 50 * hour, to: now }]);
    expect(beginRun({ ...state, seenTo: now }, now + 30_000).state.walks).toHaveLength(1);
  });

  test("that was cut short leaves the rest to be read later", () => {
    const { state, newest } = beginRun(running, now);
    const rest = { ...newest, beforeId: "aa", pages: 10 };
    expect(endNewest(state, newest, rest)).toMatchObject({ seenTo: now, walks: [rest] });
    expect(endNewest(state, newest, null)).toMatchObject({ seenTo: now, walks: [] });
  });

  test("is kept as it is read back", () => {
    const { state } = beginRun(newLogState, now);
    expect(logStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });
});

describe("after a page", () => {
  const walk = beginRun(running, now).newest;

  test("the walk goes on below its last row, however short it was", () => {
    expect(afterPage({ ...walk, beforeId: "c", pages: 4, found: 7 }, ["b", "a"], 1)).toMatchObject({
      is: "on",
      walk: { beforeId: "a", pages: 5, found: 8 },
    });
  });

  test("only an empty one is the end", () => {
    expect(afterPage(walk, [], 0)).toEqual({ is: "done" });
  });

  test("one that ends where the one before did is an answer without the cursor: something is missing", () => {
    expect(afterPage({ ...walk, beforeId: "a" }, ["b", "a"], 0)).toEqual({
      is: "hole",
      why: "repeated_cursor",
    });
  });

  test("a walk without an end is stopped", () => {
    expect(afterPage({ ...walk, pages: 19_999 }, ["a"], 0)).toEqual({ is: "hole", why: "too_long" });
  });
});

test("holes are remembered with their time and reason, the last ones", () => {
  const walk: LogWalk = { ...beginRun(running, now).newest, device: 5, from: 1, to: null };
  let state = running;
  for (let times = 0; times < 30; times += 1) state = withHole(state, walk, "refused", now + times);
  expect(state.holes).toHaveLength(20);
  expect(state.holes.at(-1)).toEqual({ device: 5, from: 1, to: now + 29, why: "refused", at: now + 29 });
});

describe("a door that was offline", () => {
  const seenBefore = now - 30_000;
  const back = device(1, now - 5 * hour, now - 10_000);

  test.each([
    ["one that is still offline", device(1, now - hour, null), false],
    ["one that never was", device(1, now, now - hour), false],
    ["one that was never met", device(1, null, now - hour), false],
    ["one that is back", back, true],
  ])("%s is late: %#", (_, met, expected) => {
    expect(isLate(met)).toBe(expected);
  });

  test("is read at once when it is back, from before it went", () => {
    expect(lateWalks(running, [back], seenBefore, now)).toMatchObject([
      { why: "late", device: 1, completes: ["device-1"], from: now - 5 * hour - overlapMs, notBefore: now },
    ]);
  });

  test("is read once more when it had the time to bring everything", () => {
    const then = now + 30_000;
    expect(lateWalks(running, [back], now, then)).toMatchObject([
      { device: 1, notBefore: now - 10_000 + lateForMs },
    ]);
    const late = now + lateForMs;
    expect(lateWalks(running, [back], late - 30_000, late)).toMatchObject([{ device: 1, notBefore: late }]);
  });

  test("is not asked for twice at a time", () => {
    const walks = lateWalks(running, [back], seenBefore, now);
    expect(lateWalks({ ...running, walks }, [back], seenBefore, now)).toEqual([]);
  });

  test("is read together with the others when a whole site comes back", () => {
    const site = Array.from({ length: 40 }, (_, index) => device(index, now - hour - index, now - 1_000));
    const [walk, ...more] = lateWalks(running, site, seenBefore, now);
    expect(more).toEqual([]);
    expect(walk).toMatchObject({ device: null, from: now - hour - 39 - overlapMs });
    expect(walk?.completes).toHaveLength(40);
  });
});

describe("the next walk", () => {
  const history = historyOf(device(9, null, now), now);
  const [late] = lateWalks(running, [device(1, now - hour, now - 1)], now - 30_000, now);
  const [later] = lateWalks(running, [device(2, now - hour, now - 1)], now, now);

  test("is of a door that is back rather than of old times", () => {
    if (!late) throw new Error("no walk");
    expect(nextWalk({ ...running, walks: [history, late] }, now)).toBe(late);
  });

  test("is none that is not due yet", () => {
    if (!later) throw new Error("no walk");
    expect(nextWalk({ ...running, walks: [later] }, now)).toBeNull();
    expect(nextWalk({ ...running, walks: [later, history] }, now)).toBe(history);
  });

  test("is none while the log cannot be read", () => {
    expect(nextWalk({ ...running, walks: [history], problem: "no scope" }, now)).toBeNull();
  });
});
