import { describe, expect, test } from "vitest";
import { type CredentialNow, countTaken, outcomeOf } from "./outcome";

const at = new Date("2026-11-23T12:00:00Z");
const later = new Date("2026-11-23T12:05:00Z");
const now = (more: Partial<CredentialNow>): CredentialNow => ({
  ...{ kind: "keypad", state: "removed", reason: null, remoteAllowed: false, confirmedAt: at },
  ...more,
});
const revoke = { decision: "revoke", reduce: null } as const;
const reduce = (part: "app" | "keypad" | "remote") => ({ decision: "reduce", reduce: part }) as const;

describe("what became of a decision", () => {
  test("what was kept stays only as long as something of it is at the door", () => {
    const keep = { decision: "keep", reduce: null } as const;
    const kept = (...credentials: CredentialNow[]) => outcomeOf(keep, credentials, false).kind;
    expect(kept(now({ state: "active" }), now({ kind: "app" }))).toBe("kept");
    expect(kept(now({ state: "waiting" }))).toBe("kept");
    expect(kept(now({ reason: "suspended" }))).toBe("kept");
    expect(kept(now({ state: "removing" }), now({ kind: "app" }))).toBe("leaving");
    expect(kept(now({}))).toBe("gone");
    expect(kept()).toBe("gone");
  });

  test("revoked is done only when each kind was read back as gone, at the time of the last one", () => {
    const app = now({ kind: "app", confirmedAt: later });
    expect(outcomeOf(revoke, [now({}), app], true)).toEqual({ kind: "done", at: later });
    expect(outcomeOf(revoke, [now({}), { ...app, state: "removing" }], true)).toEqual({ kind: "removing" });
    expect(outcomeOf(revoke, [now({}), { ...app, state: "active" }], true)).toEqual({ kind: "removing" });
  });

  test("a former code that is still on the keypad is not done", () => {
    const former = now({ kind: "keypad_old", state: "removing" });
    expect(outcomeOf(revoke, [now({}), former], true)).toEqual({ kind: "removing" });
  });

  test("what was never on the door is done without a time", () => {
    expect(outcomeOf(revoke, [], true)).toEqual({ kind: "done", at: null });
  });

  test("a door that is away is waited for, a failure is told before it", () => {
    const away = now({ state: "waiting" });
    expect(outcomeOf(revoke, [away, now({ kind: "app", state: "removing" })], true).kind).toBe("waiting");
    expect(outcomeOf(revoke, [away, now({ kind: "app", state: "failed" })], true).kind).toBe("stuck");
  });

  test("switched off is not removed", () => {
    expect(outcomeOf(revoke, [now({ reason: "suspended" })], true).kind).toBe("removing");
  });

  test("of a reduction only the kind counts that goes", () => {
    const both = [now({ kind: "app", state: "active", remoteAllowed: true }), now({})];
    expect(outcomeOf(reduce("keypad"), both, true)).toEqual({ kind: "done", at });
    expect(outcomeOf(reduce("app"), both, true)).toEqual({ kind: "removing" });
  });

  test("no longer from afar is done when the app was seen without it", () => {
    const app = now({ kind: "app", state: "active" });
    expect(outcomeOf(reduce("remote"), [app], true)).toEqual({ kind: "done", at });
    expect(outcomeOf(reduce("remote"), [{ ...app, remoteAllowed: true }], true).kind).toBe("removing");
    expect(outcomeOf(reduce("remote"), [{ ...app, state: "planned" }], true).kind).toBe("removing");
  });

  test("only what was read back as gone counts as such", () => {
    const all = [
      outcomeOf(revoke, [now({})], true),
      outcomeOf(revoke, [], true),
      outcomeOf(revoke, [now({ state: "active" })], false),
      outcomeOf(revoke, [now({ state: "waiting" })], true),
      outcomeOf({ decision: "keep", reduce: null }, [now({})], false),
    ];
    expect(countTaken(all)).toEqual({ pending: 1, done: 1, notThere: 1, returned: 1 });
  });

  test("what somebody gave back afterwards is told as such", () => {
    expect(outcomeOf(revoke, [now({ state: "active" })], false)).toEqual({ kind: "returned" });
  });
});
