import { describe, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { type LogState, logStateSchema, newLogState } from "@/lib/entries/log-state";
import {
  beginRun,
  endNewest,
  holeWalks,
  isLate,
  isNewestDue,
  type LogDevice,
  lateForMs,
  lateWalks,
  nextWalk,
  overlapMs,
  planHistory,
} from "./log-walks";

const now = Date.parse("2026-03-02T08:00:00.000Z");
const hour = 3_600_000;
const day = 24 * hour;
const running: LogState = { ...newLogState, seenTo: now - 30_000, sweptAt: now - hour };

function device(number: number, entriesSeenTo: number | null, reachableSince: number | null): LogDevice {
  const keptFrom = now - 90 * day;
  return { id: `device-${number}` as DeviceId, nukiId: number, keptFrom, entriesSeenTo, reachableSince };
}

describe("a run", () => {
  test("begins with the newest when nothing was read yet", () => {
    const { state, newest } = beginRun(newLogState, now);
    expect(state.walks).toEqual([]);
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
    expect(state.walks).toMatchObject([
      { why: "gap", from: seenTo - overlapMs, to: now, notBefore: 0 },
      // What was offline at its end brings it within a day.
      { why: "daily", from: seenTo - overlapMs, to: now, notBefore: now + 25 * hour },
    ]);
  });

  test("finds one gap, however often it fails before Nuki answers again", () => {
    const seenTo = now - 3 * hour;
    const failed = beginRun({ ...running, seenTo }, now).state;
    const { state } = beginRun({ ...failed, problem: "no answer" }, now + 30_000);
    expect(state.walks).toMatchObject([
      { why: "gap", from: seenTo - overlapMs, to: now + 30_000 },
      { why: "daily", from: seenTo - overlapMs, to: now + 30_000 },
    ]);
  });

  test("reads the last two days again, once a day", () => {
    const { state } = beginRun({ ...running, sweptAt: now - 24 * hour }, now);
    expect(state.walks).toMatchObject([{ why: "daily", from: now - 50 * hour, to: now }]);
    expect(beginRun({ ...state, seenTo: now }, now + 30_000).state.walks).toHaveLength(1);
  });

  test("after days of silence reads as far back as what came since the last time may be old", () => {
    const { state } = beginRun({ ...running, seenTo: now - 60_000, sweptAt: now - 72 * hour }, now);
    expect(state.walks).toMatchObject([{ why: "daily", from: now - 98 * hour, to: now }]);
  });

  test("that was cut short leaves the rest to be read later", () => {
    const { state, newest } = beginRun(running, now);
    const rest = { ...newest, beforeId: "aa", pages: 10 };
    expect(endNewest(state, newest, rest)).toMatchObject({ seenTo: now, walks: [rest] });
    expect(endNewest(state, newest, null)).toMatchObject({ seenTo: now, walks: [] });
  });

  test("is kept as it is read back", () => {
    const { newest } = beginRun(running, now);
    const state = endNewest(running, newest, newest);
    expect(logStateSchema.parse(JSON.parse(JSON.stringify(state)))).toEqual(state);
  });
});

describe("a door that was offline", () => {
  const seenBefore = now - 30_000;
  const back = device(1, now - 5 * hour, now - 10_000);
  const short = device(1, now - hour, now - 10_000);

  test.each([
    ["one that is still offline", device(1, now - hour, null), false],
    ["one that never was", device(1, now, now - hour), false],
    ["one that was never met", device(1, null, now - hour), false],
    ["one that is back", back, true],
  ])("%s is late: %#", (_, met, expected) => {
    expect(isLate(met)).toBe(expected);
  });

  test("is read at once when it is back, from before it went", () => {
    expect(lateWalks(running, [short], seenBefore, now)).toMatchObject([
      { why: "late", device: 1, completes: ["device-1"], from: now - hour - overlapMs, notBefore: now },
    ]);
  });

  test("is read again after a day when it was away for longer than the readings of each day look back", () => {
    expect(lateWalks(running, [back], seenBefore, now)).toMatchObject([
      { why: "late", from: now - 5 * hour - overlapMs, notBefore: now },
      {
        why: "daily",
        device: 1,
        completes: [],
        from: now - 5 * hour - overlapMs,
        notBefore: now + 25 * hour,
      },
    ]);
  });

  test("is read from the beginning when nobody knows since when it is", () => {
    expect(lateWalks(running, [device(1, 0, now - 10_000)], seenBefore, now)[0]).toMatchObject({
      from: null,
    });
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

describe("the time before", () => {
  const met = (number: number, keptFrom: number | null) => ({ ...device(number, now, now), keptFrom });
  const few = [met(1, now - 90 * day), met(2, now - 30 * day)];
  const many = Array.from({ length: 6 }, (_, index) => met(index, now - 90 * day));
  const depthOf = (devices: readonly LogDevice[]) => planHistory({}, devices, now).depth;

  test("is read as far back as each door's entries are kept, door by door", () => {
    expect(planHistory({}, few, now)).toMatchObject({
      walks: [
        { why: "history", device: 1, from: now - 90 * day, to: now },
        { why: "history", device: 2, from: now - 30 * day, to: now },
      ],
      depth: { "device-1": now - 90 * day, "device-2": now - 30 * day },
    });
  });

  test("is read at once for many doors, and without a border where one keeps everything", () => {
    expect(planHistory({}, many, now).walks).toMatchObject([{ device: null, from: now - 90 * day, to: now }]);
    expect(planHistory({}, [...many, met(7, null)], now).walks).toMatchObject([{ device: null, from: null }]);
  });

  test("is read once, also when the border moves on day by day", () => {
    let depth = depthOf(many);
    for (let days = 1; days < 100; days += 1) {
      const later = many.map((item) => ({ ...item, keptFrom: now - 90 * day + days * day }));
      const next = planHistory(depth, later, now + days * day);
      expect(next.walks).toEqual([]);
      depth = next.depth;
    }
    expect(depth["device-1"]).toBe(now + 9 * day);
  });

  test.each([
    ["Europe/Vienna, to summer", "2026-03-28T23:00:00Z", 23],
    ["Europe/Vienna, to winter", "2026-10-24T22:00:00Z", 25],
    ["America/New_York, to summer", "2026-03-08T05:00:00Z", 23],
    ["America/New_York, to winter", "2026-11-01T04:00:00Z", 25],
  ])("is not read again because of a day of other length (%s)", (_, border, hours) => {
    const keptFrom = Date.parse(border);
    const depth = depthOf(many.map((item) => ({ ...item, keptFrom })));
    const next = many.map((item) => ({ ...item, keptFrom: keptFrom + hours * hour }));
    expect(planHistory(depth, next, now).walks).toEqual([]);
  });

  test("is read further back when entries are kept for longer, with what was deleted since", () => {
    const later = now + 20 * day;
    const longer = many.map((item) => ({ ...item, keptFrom: later - 365 * day }));
    const moved = planHistory(
      depthOf(many),
      many.map((item) => ({ ...item, keptFrom: later - 90 * day })),
      later,
    );
    const { walks, depth } = planHistory(moved.depth, longer, later);
    expect(walks).toMatchObject([{ device: null, from: later - 365 * day, to: later - 88 * day }]);
    expect(planHistory(depth, longer, later)).toEqual({ walks: [], depth });
    const forEver = longer.map((item) => ({ ...item, keptFrom: null }));
    expect(planHistory(depth, forEver, later).walks).toMatchObject([{ from: null, to: later - 363 * day }]);
  });

  test("of a new door is its own", () => {
    const { walks } = planHistory(depthOf(many), [...many, met(9, now - 30 * day)], now);
    expect(walks).toMatchObject([{ device: 9, from: now - 30 * day, to: now }]);
  });
});

describe("the next walk", () => {
  const [history] = planHistory({}, [device(9, null, now)], now).walks;
  const [late] = lateWalks(running, [device(1, now - hour, now - 1)], now - 30_000, now);
  const [later] = lateWalks(running, [device(2, now - hour, now - 1)], now, now);

  test("is of a door that is back rather than of old times", () => {
    if (!late || !history) throw new Error("no walk");
    expect(nextWalk({ ...running, walks: [history, late] }, now)).toBe(late);
  });

  test("is none that is not due yet", () => {
    if (!later || !history) throw new Error("no walk");
    expect(nextWalk({ ...running, walks: [later] }, now)).toBeNull();
    expect(nextWalk({ ...running, walks: [later, history] }, now)).toBe(history);
  });

  test("is none while the log cannot be read", () => {
    expect(nextWalk({ ...running, walks: history ? [history] : [], problem: "no scope" }, now)).toBeNull();
  });
});

describe("what could not be read", () => {
  const hole = { device: 7, from: now - 3 * day, to: now - 2 * day };

  test("is tried again once, however many days it waits and however it grows meanwhile", () => {
    const waiting = holeWalks([hole], [], now);
    expect(waiting).toMatchObject([{ why: "hole", device: 7, from: hole.from, to: hole.to }]);
    expect(holeWalks([hole], waiting, now + day)).toEqual([]);
    expect(holeWalks([{ ...hole, from: hole.from - day, to: now }], waiting, now + day)).toEqual([]);
  });

  test("of another door, or of another time, does not wait for it", () => {
    const waiting = holeWalks([hole], [], now);
    const others = [
      { ...hole, device: 8 },
      { ...hole, device: null },
      { ...hole, from: now - day, to: now },
    ];
    expect(holeWalks(others, waiting, now)).toHaveLength(3);
    expect(holeWalks([{ ...hole, from: 0 }], [], now)).toMatchObject([{ from: null }]);
  });

  test("has a walk of its own beside other walks over the same time", () => {
    const [waiting] = holeWalks([hole], [], now);
    expect(waiting && holeWalks([hole], [{ ...waiting, why: "daily" }], now)).toHaveLength(1);
  });
});
