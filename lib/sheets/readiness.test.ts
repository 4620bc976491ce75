import { describe, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { weekdays } from "@/lib/time/weekdays";
import { type DoorFact, type NotReady, type PersonFacts, readinessOf } from "./readiness";

const now = Date.parse("2026-03-02T08:00:00Z");
const current = "hash of the code";

const confirmed: DoorFact = {
  deviceId: "front" as DeviceId,
  name: "Front door",
  siteName: "Vienna",
  timeZone: "Europe/Vienna",
  state: "active",
  reason: null,
  wish: {
    window: { days: weekdays(31), fromMinute: 420, untilMinute: 1140 },
    enabled: true,
    validFrom: null,
    validUntil: null,
    codeHash: current,
  },
  shown: { codeHash: current, enabled: true, busy: false },
};

type Change = Partial<Omit<DoorFact, "wish" | "shown">> & {
  wish?: Partial<DoorFact["wish"]> | null;
  shown?: Partial<DoorFact["shown"]> | null;
};

function door({ wish = {}, shown = {}, ...rest }: Change = {}): DoorFact {
  return {
    ...confirmed,
    ...rest,
    wish: wish === null || confirmed.wish === null ? null : { ...confirmed.wish, ...wish },
    shown: shown === null || confirmed.shown === null ? null : { ...confirmed.shown, ...shown },
  };
}

function person(doors: readonly DoorFact[], changes: Partial<PersonFacts> = {}): PersonFacts {
  return { status: "active", codeHash: current, doors, ...changes };
}

describe("a door", () => {
  test("that was read to have the code, switched on, is printed with its times", () => {
    const { confirmed: printed, open } = readinessOf(person([door()]), now);
    expect(printed).toEqual([
      {
        deviceId: "front",
        name: "Front door",
        siteName: "Vienna",
        timeZone: "Europe/Vienna",
        window: { days: weekdays(31), fromMinute: 420, untilMinute: 1140 },
        validFrom: null,
        validUntil: null,
      },
    ]);
    expect(open).toEqual([]);
  });

  const offline = { key: "offline", since: now - 3_600_000, nextTryAt: null } as const;
  test.each<[string, Change, { state: string; reason: unknown }]>([
    [
      "waits, since it is offline",
      { state: "waiting", reason: offline, shown: null },
      { state: "waiting", reason: offline },
    ],
    ["is only sent to", { state: "sending", shown: null }, { state: "sending", reason: null }],
    [
      "was taken by Nuki but has not shown it",
      { state: "sending", reason: { key: "accepted" } },
      { state: "sending", reason: { key: "accepted" } },
    ],
    ["has the code before", { shown: { codeHash: "old" } }, { state: "planned", reason: { key: "differs" } }],
    [
      "is confirmed for the code before, and knows nothing of the new one yet",
      { wish: { codeHash: "old" }, shown: { codeHash: "old" } },
      { state: "planned", reason: { key: "differs" } },
    ],
    [
      "shows the code switched off",
      { shown: { enabled: false } },
      { state: "planned", reason: { key: "differs" } },
    ],
    ["is being written to", { shown: { busy: true } }, { state: "planned", reason: { key: "differs" } }],
    ["has never been read", { shown: null }, { state: "planned", reason: { key: "differs" } }],
    [
      "has no keypad",
      { state: "needs_review", reason: { key: "no_keypad" }, wish: null, shown: null },
      { state: "needs_review", reason: { key: "no_keypad" } },
    ],
    ["refused it", { state: "failed", shown: null }, { state: "failed", reason: null }],
  ])("that %s is not printed, and says why", (_title, change, why) => {
    const { confirmed: printed, open, problem } = readinessOf(person([door(change)]), now);
    expect(printed).toEqual([]);
    expect(open).toEqual([expect.objectContaining({ name: "Front door", ...why })]);
    expect(problem).toBe("not_confirmed");
  });

  test.each<[string, Change]>([
    ["that loses the code", { state: "removing" }],
    ["that lost it", { state: "removed", wish: null, shown: null }],
    ["whose last day is over", { wish: { validUntil: now - 1 } }],
  ])("%s is not even waited for", (_title, change) => {
    expect(readinessOf(person([door(change)]), now)).toEqual({
      problem: "no_doors",
      confirmed: [],
      open: [],
    });
  });
});

describe("a person", () => {
  test("is ready with one confirmed door; the others are named", () => {
    const {
      problem,
      confirmed: printed,
      open,
    } = readinessOf(person([door(), door({ name: "Cellar", state: "waiting", shown: null })]), now);
    expect(problem).toBeNull();
    expect(printed.map(({ name }) => name)).toEqual(["Front door"]);
    expect(open.map(({ name }) => name)).toEqual(["Cellar"]);
  });

  test.each<[NotReady, Partial<PersonFacts>]>([
    ["no_code", { codeHash: null }],
    ["no_doors", { doors: [] }],
    ["suspended", { status: "suspended" }],
    ["removed", { status: "removed" }],
  ])("is not ready: %s", (problem, changes) => {
    const readiness = readinessOf(person([door()], changes), now);
    expect(readiness.problem).toBe(problem);
    expect(readiness.confirmed).toEqual([]);
  });
});
