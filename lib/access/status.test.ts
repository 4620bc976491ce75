import { describe, expect, test } from "vitest";
import { auth, deviceId, door, NOW, staffId, wish } from "./sample-model";
import { type StatusInput, statusOf, type TrackedChange } from "./status";
import type { BlockedCredential, ChangeState, Credential } from "./types";

const key = { staffId: staffId("a"), deviceId: deviceId("d"), kind: "app" as const, ruleIds: [] };
const wanted: Credential = { ...key, wish: wish(), sendFrom: null };
const suspended: Credential = { ...key, wish: wish({ enabled: false }), sendFrom: null };
const blocked: BlockedCredential = {
  ...key,
  ...{ reason: "windows_differ", options: null, wish: null, granted: [], codeHash: null },
};
const uninvited: BlockedCredential = { ...blocked, reason: "no_email", wish: wish() };
const offline = door("d", { reach: "offline", offlineSince: NOW });

function status(details: Partial<StatusInput>) {
  return statusOf({ desired: wanted, bound: null, change: null, door: door("d"), ...details });
}

function change(
  state: ChangeState,
  op: TrackedChange["op"] = "create",
  reason: string | null = null,
): TrackedChange {
  return { op, state, reason, nextTryAt: NOW };
}

describe("without a change under way", () => {
  test("active is what the door was seen to hold exactly", () => {
    expect(status({ bound: auth("x") })).toEqual({ state: "active", reason: null });
    expect(status({ bound: auth("x"), change: change("confirmed") }).state).toBe("active");
    expect(status({ bound: auth("x"), door: offline }).state).toBe("active");
  });

  test.each<[string, Partial<StatusInput>, string, object | null]>([
    ["nothing there yet", {}, "planned", null],
    [
      "nothing there and the door is off",
      { door: offline },
      "waiting",
      { key: "offline", since: NOW, nextTryAt: null },
    ],
    ["an invalid PIN", { door: door("d", { reach: "pin_invalid" }) }, "waiting", { key: "pin_invalid" }],
    [
      "a first day to come",
      { desired: { ...wanted, sendFrom: NOW } },
      "planned",
      { key: "not_yet", notBefore: NOW },
    ],
    ["something else on the door", { bound: auth("x", { name: "Else" }) }, "planned", { key: "differs" }],
    ["a write that Nuki still works on", { bound: auth("x", { busy: true }) }, "sending", { key: "busy" }],
    ["nothing wanted, nothing there", { desired: null }, "removed", null],
    ["nothing wanted, something there", { desired: null, bound: auth("x") }, "removing", null],
    [
      "the same at a door that is off",
      { desired: null, bound: auth("x"), door: offline },
      "waiting",
      { key: "offline", since: NOW, nextTryAt: null },
    ],
    [
      "suspended and off",
      { desired: suspended, bound: auth("x", { enabled: false }) },
      "removed",
      { key: "suspended" },
    ],
    ["suspended but still on", { desired: suspended, bound: auth("x") }, "planned", { key: "differs" }],
    ["suspended and never there", { desired: suspended }, "removed", { key: "suspended" }],
    ["blocked", { desired: blocked }, "needs_review", { key: "windows_differ" }],
    [
      "blocked with something there",
      { desired: blocked, bound: auth("x") },
      "needs_review",
      { key: "windows_differ" },
    ],
    ["nobody to invite", { desired: uninvited }, "needs_review", { key: "no_email" }],
    ["nobody to invite, but invited before", { desired: uninvited, bound: auth("x") }, "active", null],
  ])("%s", (_, details, state, reason) => {
    expect(status(details)).toEqual({ state, reason });
  });
});

describe("with a change under way", () => {
  test.each<[ChangeState, TrackedChange["op"], string]>([
    ["planned", "create", "planned"],
    ["sending", "update", "sending"],
    ["accepted", "create", "sending"],
    ["waiting", "create", "waiting"],
    ["failed", "create", "failed"],
    ["needs_review", "create", "needs_review"],
    ["planned", "remove", "removing"],
    ["sending", "remove", "removing"],
    ["accepted", "remove", "removing"],
    ["waiting", "remove", "waiting"],
    ["failed", "remove", "failed"],
  ])("that is %s, a %s is %s, even when the door shows what is wanted", (state, op, expected) => {
    expect(status({ bound: auth("x"), change: change(state, op) }).state).toBe(expected);
  });

  test("a failure keeps its code, a wait the door's reason or its own", () => {
    expect(status({ change: change("failed", "create", "nuki_refused") }).reason).toEqual({
      key: "change",
      code: "nuki_refused",
      nextTryAt: NOW,
    });
    expect(status({ change: change("waiting"), door: offline }).reason).toEqual({
      key: "offline",
      since: NOW,
      nextTryAt: NOW,
    });
    expect(status({ change: change("waiting", "create", "busy") }).reason).toEqual({
      key: "change",
      code: "busy",
      nextTryAt: NOW,
    });
    expect(status({ change: change("accepted") }).reason).toEqual({ key: "accepted" });
  });

  test("a superseded change no longer counts", () => {
    expect(status({ change: change("superseded") }).state).toBe("planned");
  });
});
