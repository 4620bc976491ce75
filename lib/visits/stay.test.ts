import { describe, expect, test } from "vitest";
import type { CredentialState, DeviceId } from "@/lib/access/types";
import { doorsWord, hostStandingOf, type Stay, type VisitDoor, visitStateOf } from "./stay";

const today = "2026-03-04";
const stay = (firstDay: string | null, lastDay: string | null, status: Stay["status"] = "active"): Stay => ({
  firstDay,
  lastDay,
  status,
});

describe("a visit on 4 March", () => {
  test.each([
    ["coming", stay("2026-03-05", "2026-03-06")],
    ["here", stay("2026-03-04", "2026-03-05")],
    ["here", stay("2026-03-01", "2026-03-31")],
    ["here", stay(null, null)],
    ["ending", stay("2026-03-04", "2026-03-04")],
    ["ending", stay("2026-03-01", "2026-03-04")],
    ["over", stay("2026-03-01", "2026-03-03")],
    ["over", stay("2026-03-01", "2026-03-31", "removed")],
    ["over", stay("2026-03-05", "2026-03-06", "removed")],
    ["paused", stay("2026-03-01", "2026-03-31", "suspended")],
    ["paused", stay("2026-03-05", "2026-03-31", "suspended")],
    // Nobody has to look at a pause that has no days left.
    ["over", stay("2026-03-01", "2026-03-03", "suspended")],
  ])("is %s: %j", (state, facts) => {
    expect(visitStateOf(facts, today)).toBe(state);
  });
});

test.each([
  ["here", "active", null],
  ["here", "active", "2026-03-04"],
  ["left", "active", "2026-03-03"],
  ["suspended", "suspended", null],
  ["left", "suspended", "2026-03-03"],
  ["left", "removed", "2026-12-31"],
] as const)("a host is %s on 4 March: %s, last day %s", (standing, status, lastDay) => {
  expect(hostStandingOf({ status, lastDay }, today)).toBe(standing);
});

const door = (
  state: CredentialState,
  doorName = "Main entrance",
  kind: VisitDoor["kind"] = "keypad",
): VisitDoor => ({
  ...{
    deviceId: doorName as DeviceId,
    kind,
    doorName,
    siteName: "Vienna",
    timeZone: "Europe/Vienna",
    state,
    reason: null,
  },
});

describe("what the doors say", () => {
  test("a code is ready only when every door was seen with it", () => {
    expect(doorsWord("here", [door("active"), door("active", "Side entrance")])).toEqual({
      kind: "ready",
      doors: 2,
    });
    expect(doorsWord("here", [door("active"), door("waiting", "Side entrance")])).toEqual({
      kind: "partly",
      ready: 1,
      open: [door("waiting", "Side entrance")],
    });
  });

  test.each(["planned", "sending", "waiting", "failed", "needs_review"] as const)(
    "%s is not ready",
    (state) => {
      expect(doorsWord("coming", [door(state)])).toMatchObject({ kind: "partly", ready: 0 });
    },
  );

  test("a door that a visit led to before does not count while it goes on", () => {
    expect(doorsWord("here", [door("active"), door("removed", "Old door")])).toEqual({
      kind: "ready",
      doors: 1,
    });
  });

  test.each(["active", "planned", "removing", "waiting", "failed", "needs_review"] as const)(
    "after the end, %s is still on the door",
    (state) => {
      expect(doorsWord("over", [door("removed"), door(state, "Side entrance")])).toEqual({
        kind: "still",
        doors: [door(state, "Side entrance")],
        elsewhere: 0,
      });
    },
  );

  test("several things at one door are one door, and a former code does not count before the end", () => {
    const both = [door("active"), door("active", "Main entrance", "app")];
    expect(doorsWord("here", both)).toEqual({ kind: "ready", doors: 1 });
    expect(doorsWord("here", [door("active"), door("removing", "Main entrance", "keypad_old")])).toEqual({
      kind: "ready",
      doors: 1,
    });
    const old = door("active", "Main entrance", "keypad_old");
    expect(doorsWord("over", [door("removed"), old])).toEqual({ kind: "still", doors: [old], elsewhere: 0 });
    expect(doorsWord("over", [door("waiting"), old])).toMatchObject({ doors: [door("waiting")] });
  });

  test("after the end it is gone only when nothing is left anywhere, also not at another site", () => {
    expect(doorsWord("over", [door("removed")], 0)).toEqual({ kind: "gone", doors: 1 });
    expect(doorsWord("over", [door("removed")], 1)).toMatchObject({ kind: "still", elsewhere: 1 });
    expect(doorsWord("over", [])).toEqual({ kind: "none" });
  });
});
