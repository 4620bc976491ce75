import { describe, expect, test } from "vitest";
import { afterWrite, compare, mostAttempts, nextLook, showsWithinMs } from "./decide";
import type { SettingValue } from "./settings";

const sentAt = Date.parse("2026-03-02T08:00:00Z");

test("what was written is looked at after 3, 9, 21 and 45 seconds: the pauses double", () => {
  const looks: number[] = [];
  for (let now = sentAt; looks.length < 5; now = sentAt + (looks.at(-1) ?? 0) * 1000)
    looks.push((nextLook(sentAt, now) - sentAt) / 1000);
  expect(looks).toEqual([3, 9, 21, 45, 93]);
});

test.each<[SettingValue | null, SettingValue, SettingValue | null, string]>([
  [true, false, true, "as_seen"],
  [true, false, false, "fulfilled"],
  [20, 30, 45, "changed"],
  [20, 30, 30, "fulfilled"],
  [20, 30, null, "gone"],
  [0, 1, false, "changed"],
  ["Main", "Main entrance", "Hauptteingang", "changed"],
])("seen %o, wanted %o, found %o: %s", (before, after, found, expected) => {
  expect(compare({ before, after }, found)).toBe(expected);
});

describe("after a write", () => {
  const change = { after: true, sentAt, attempts: 1 };
  test.each([0, 1, showsWithinMs, 10 * showsWithinMs])(
    "it is confirmed by being seen, also %i ms later",
    (ms) => {
      expect(afterWrite(change, true, sentAt + ms)).toEqual({ do: "confirm" });
    },
  );

  test("it is looked for again as long as it may still come", () => {
    expect(afterWrite(change, false, sentAt + 4_000)).toEqual({ do: "look_later", at: sentAt + 9_000 });
    expect(afterWrite(change, null, sentAt + 50_000)).toEqual({ do: "look_later", at: sentAt + 93_000 });
  });

  test("it is begun anew when it did not come, and given up after the third time", () => {
    const late = sentAt + 94_000;
    expect(afterWrite(change, false, late)).toEqual({ do: "begin_again" });
    expect(afterWrite({ ...change, attempts: mostAttempts }, false, late)).toEqual({ do: "fail" });
  });
});
