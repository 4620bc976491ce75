import { describe, expect, test } from "vitest";
import type { ReviewedAccess } from "@/lib/db/tables/reviews";
import { weekdays } from "@/lib/time/weekdays";
import { isSameAccess, reductionsOf, usedSince, useOf, withdrawnPartOf } from "./access";

const window = { days: weekdays(31), fromMinute: 420, untilMinute: 1140 };
const has = (kind: ReviewedAccess["kind"], more: Partial<ReviewedAccess> = {}): ReviewedAccess => ({
  ...{ kind, state: "active", window, remoteAllowed: false, validUntil: null },
  ...more,
});

describe("what can be taken from an access", () => {
  test.each([
    ["a code alone leaves nothing to reduce", [has("keypad")], []],
    ["the app alone leaves nothing to reduce", [has("app")], []],
    ["of app and code either may go", [has("app"), has("keypad")], ["app", "keypad"]],
    ["opening from afar may go where it is allowed", [has("app", { remoteAllowed: true })], ["remote"]],
    ["all three", [has("app", { remoteAllowed: true }), has("keypad")], ["app", "keypad", "remote"]],
  ] as const)("%s", (_title, access, expected) => {
    expect(reductionsOf(access)).toEqual(expected);
  });

  test("keeping takes nothing, revoking takes all, and nothing is taken while nobody decided", () => {
    expect(withdrawnPartOf("keep", null)).toBeNull();
    expect(withdrawnPartOf(null, null)).toBeNull();
    expect(withdrawnPartOf("revoke", null)).toBe("all");
    expect(withdrawnPartOf("reduce", "app")).toBe("app");
  });
});

describe("how an access was used", () => {
  const review = { createdAt: new Date("2026-11-23T12:00:00Z"), unusedDays: 60 };
  const ago = (days: number) => new Date(review.createdAt.getTime() - days * 86_400_000);

  test.each([
    ["59 days ago is used", { since: ago(400), lastUsedAt: ago(59) }, { kind: "used" }],
    ["60 days ago is unused", { since: ago(400), lastUsedAt: ago(60) }, { kind: "unused", days: 60 }],
    ["never, though it was there for long", { since: ago(60), lastUsedAt: null }, { kind: "never" }],
    ["never, and nobody knows since when", { since: null, lastUsedAt: null }, { kind: "never" }],
    ["not used yet, since it is new", { since: ago(59), lastUsedAt: null }, { kind: "new" }],
  ] as const)("%s", (_title, facts, expected) => {
    expect(useOf(facts, review, 0)).toEqual(expected);
  });

  test("nobody is said never to have used a door whose log does not go back as far as the days", () => {
    const unseen = { since: ago(400), lastUsedAt: null };
    const from = ago(59).getTime();
    expect(useOf(unseen, review, from)).toEqual({ kind: "unknown", logFrom: ago(59) });
    expect(useOf(unseen, review, null)).toEqual({ kind: "unknown", logFrom: null });
    expect(useOf(unseen, review, ago(60).getTime())).toEqual({ kind: "never" });
    // What is known does not depend on the log.
    expect(useOf({ ...unseen, lastUsedAt: ago(80) }, review, from)).toEqual({ kind: "unused", days: 80 });
    expect(useOf({ ...unseen, since: ago(5) }, review, from)).toEqual({ kind: "new" });
  });

  test("the border of the words is the border of the button that keeps all that were used", () => {
    const border = usedSince(review);
    expect(useOf({ since: null, lastUsedAt: new Date(border.getTime() + 1) }, review, 0).kind).toBe("used");
    expect(useOf({ since: null, lastUsedAt: border }, review, 0).kind).toBe("unused");
  });
});

describe("whether an access is still the same", () => {
  test("its way to the door and the order of kinds are no difference", () => {
    const before = [has("app"), has("keypad")];
    expect(isSameAccess(before, [has("keypad", { state: "waiting" }), has("app")])).toBe(true);
  });

  test.each([
    ["a kind more", [has("app"), has("keypad")]],
    ["other times", [has("app", { window: { ...window, untilMinute: 1200 } })]],
    ["from afar", [has("app", { remoteAllowed: true })]],
    ["a last day", [has("app", { validUntil: 1 })]],
    ["nothing", []],
  ] as const)("%s is a difference", (_title, after) => {
    expect(isSameAccess([has("app")], after)).toBe(false);
  });
});
