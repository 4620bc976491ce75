import { describe, expect, test } from "vitest";
import { isInMotion, lookAgainAfter, type Seen, waysToLook } from "./look";

const now = 1_000_000;
const still: Seen = { type: 4, state: 1, serverState: 0, stateSince: now, operatedAt: null };

describe("a state in motion", () => {
  test.each([0, 3, 4, 5, 99])("of a lock of type %i is unlocking, locking or unlatching", (type) => {
    expect([0, 1, 2, 3, 4, 5, 6, 7, 224, 254, 255, 99].filter((state) => isInMotion(type, state))).toEqual([
      2, 4, 7,
    ]);
  });

  test("of an opener is opening, and nothing else: its other numbers mean something else", () => {
    expect([0, 1, 2, 3, 4, 5, 7, 253, 255].filter((state) => isInMotion(2, state))).toEqual([7]);
  });

  test("is none while nothing is known", () => {
    expect(isInMotion(4, null)).toBe(false);
  });
});

describe("a device is looked at again", () => {
  test.each([
    ["not while it stands still", {}, null],
    ["soon while it moves", { state: 2 }, 1_500],
    ["soon while it has moved for long", { state: 2, stateSince: now - 59_000 }, 1_500],
    ["no more when it is stuck in motion", { state: 2, stateSince: now - 60_000 }, null],
    ["now and then while it is unlatched, which passes", { state: 5 }, 5_000],
    ["now and then while lock 'n' go has it unlocked", { state: 6 }, 5_000],
    ["no more when that lasts", { state: 6, stateSince: now - 60_000 }, null],
    ["not while it is offline: what it says is old", { state: 2, serverState: 4 }, null],
    ["soon right after a press", { operatedAt: now - 1_000 }, 1_500],
    ["less often some time after a press", { operatedAt: now - 15_000 }, 5_000],
    ["no more a minute after a press", { operatedAt: now - 60_000 }, null],
    ["soon when it moves long after a press", { state: 7, operatedAt: now - 30_000 }, 1_500],
  ] as [string, Partial<Seen>, number | null][])("%s", (_, more, expected) => {
    expect(lookAgainAfter({ ...still, ...more }, now)).toBe(expected);
  });
});

describe("the way to look", () => {
  test.each([
    ["nothing for no door", [], { each: [], list: false }],
    ["one request for one door that was named thrice", [5, 5, 5], { each: [5], list: false }],
    ["one each for two", [5, 6, 5], { each: [5, 6], list: false }],
    ["the list for three", [5, 6, 7], { each: [], list: true }],
  ])("is %s", (_, ids, expected) => {
    expect(waysToLook(ids)).toEqual(expected);
  });
});
