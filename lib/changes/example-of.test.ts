import { describe, expect, test } from "vitest";
import type { Authorization, PlannedChange, Wish } from "@/lib/access/types";
import { exampleOf } from "./example-of";

const where = { staffName: "Julia Fischer", doorName: "Main entrance", timeZone: "Europe/Vienna" };
const always = { days: 127, fromMinute: 0, untilMinute: 1440 };
const before = { enabled: true, remoteAllowed: true, days: null, fromMinute: null, untilMinute: null };
const wish = { enabled: true, remoteAllowed: false, window: always, validFrom: null, validUntil: null };

function update(kind: "app" | "keypad", differs: readonly string[]): PlannedChange {
  return {
    ...{ op: "update", kind, staffId: "s", deviceId: "d", authId: "a", differs },
    before: before as Authorization,
    wish: wish as Wish,
  } as PlannedChange;
}

describe("an example of a preview", () => {
  test("tells that a door may no longer be opened from afar, though the times stay", () => {
    expect(exampleOf(update("app", ["remoteAllowed"]), where)).toMatchObject({
      before: always,
      after: always,
      remoteBefore: true,
      remoteAfter: false,
      differs: ["remoteAllowed"],
    });
  });

  test("says of no code that it opens from afar", () => {
    expect(exampleOf(update("keypad", ["code"]), where)).toMatchObject({
      remoteBefore: false,
      remoteAfter: false,
      differs: ["code"],
    });
  });
});
