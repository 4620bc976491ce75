import { describe, expect, test } from "vitest";
import type { OperationKind } from "@/lib/db/schema";
import { type OpenOperation, type SeenDevice, type SeenEntry, verdictOf } from "./proof";

const sentAt = new Date("2026-03-02T08:00:00Z");
const atSecond = (seconds: number) => new Date(sentAt.getTime() + seconds * 1000);

function operation(values: Partial<OpenOperation> = {}): OpenOperation {
  return {
    kind: "unlock",
    state: "accepted",
    outcome: null,
    requestedAt: sentAt,
    sentAt,
    previousEndedAt: null,
    nextSentAt: null,
    ...values,
  };
}

function device(values: Partial<SeenDevice> = {}): SeenDevice {
  return {
    type: 4,
    state: 1,
    mode: 2,
    trigger: 1,
    lastAction: 2,
    stateSince: atSecond(-3600),
    ringToOpenUntil: null,
    seenAt: atSecond(-20),
    ...values,
  };
}

function entry(values: Partial<SeenEntry> = {}): SeenEntry {
  return {
    nukiId: "e1",
    occurredAt: atSecond(3),
    receivedAt: atSecond(4),
    action: 1,
    trigger: 4,
    state: 0,
    ...values,
  };
}

/** Moved by us, three seconds after the request left, and read a second later. */
function moved(values: Partial<SeenDevice>): SeenDevice {
  return device({ trigger: 4, lastAction: 1, stateSince: atSecond(3), seenAt: atSecond(4), ...values });
}

describe("the log", () => {
  test("proves a press by a success of our action through the web", () => {
    const verdict = verdictOf(operation(), device(), [entry()], atSecond(5));
    expect(verdict).toEqual({ state: "done", outcome: null, entryNukiId: "e1" });
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 254])("tells that the door refused: completion %i", (state) => {
    expect(verdictOf(operation(), device(), [entry({ state })], atSecond(5))).toEqual({
      state: "refused",
      outcome: `log_${state}`,
      entryNukiId: "e1",
    });
  });

  test("that does not know how it ended leaves it unknown", () => {
    expect(verdictOf(operation(), device(), [entry({ state: 255 })], atSecond(5))).toMatchObject({
      state: "unknown",
      outcome: "log_255",
    });
  });

  test.each([
    { what: "by hand", values: { trigger: 1 } },
    { what: "through the app", values: { trigger: 5 } },
    { what: "with a code", values: { trigger: 255 } },
    { what: "of another action", values: { action: 3 } },
    { what: "from before the press", values: { occurredAt: atSecond(-10) } },
    { what: "that was here before the press", values: { receivedAt: atSecond(-1) } },
  ])("proves nothing by a row $what", ({ values }) => {
    expect(verdictOf(operation(), device(), [entry(values)], atSecond(5))).toBeNull();
  });

  test("is believed although the lock's clock is two seconds slow", () => {
    expect(verdictOf(operation(), device(), [entry({ occurredAt: atSecond(-2) })], atSecond(5))?.state).toBe(
      "done",
    );
  });

  test("decides by the first row, not by a later one of the same action", () => {
    const rows = [entry({ nukiId: "later", occurredAt: atSecond(9) }), entry({ nukiId: "first", state: 1 })];
    expect(verdictOf(operation(), device(), rows, atSecond(10))?.entryNukiId).toBe("first");
  });

  test("of a press that was over before proves nothing about the next one", () => {
    const again = operation({ previousEndedAt: atSecond(-1) });
    const row = entry({ occurredAt: atSecond(-1.5) });
    expect(verdictOf(again, device(), [row], atSecond(5))).toBeNull();
    expect(verdictOf(operation(), device(), [row], atSecond(5))?.state).toBe("done");
  });

  test("and state after the next press left belong to that one", () => {
    const overtaken = operation({ nextSentAt: atSecond(25) });
    const late = entry({ occurredAt: atSecond(27), receivedAt: atSecond(28) });
    expect(verdictOf(overtaken, device(), [late], atSecond(29))).toBeNull();
    const open = moved({ state: 3, stateSince: atSecond(27), seenAt: atSecond(28) });
    expect(verdictOf(overtaken, open, [], atSecond(29))).toBeNull();
    expect(verdictOf(overtaken, open, [late], atSecond(61))?.state).toBe("unknown");
    expect(verdictOf(overtaken, device(), [entry()], atSecond(29))?.state).toBe("done");
  });

  test("outranks the state: a door that moved and then blocked has blocked", () => {
    const verdict = verdictOf(operation(), moved({ state: 3 }), [entry({ state: 1 })], atSecond(5));
    expect(verdict?.state).toBe("refused");
  });

  test("also ends a press whose answer never came", () => {
    for (const state of ["sent", "unknown"] as const)
      expect(verdictOf(operation({ state }), device(), [entry()], atSecond(5))?.state).toBe("done");
  });
});

describe("the state of a lock", () => {
  test.each([
    { kind: "unlock", lastAction: 1, state: 3 },
    { kind: "lock", lastAction: 2, state: 1 },
    { kind: "unlatch", lastAction: 3, state: 5 },
    { kind: "unlatch", lastAction: 3, state: 3 },
    { kind: "lock_n_go", lastAction: 4, state: 6 },
  ] as const)("proves $kind by state $state", ({ kind, lastAction, state }) => {
    expect(verdictOf(operation({ kind }), moved({ lastAction, state }), [], atSecond(5))).toEqual({
      state: "done",
      outcome: null,
      entryNukiId: null,
    });
  });

  test.each([
    { what: "in motion", kind: "unlock", values: { state: 2 } },
    { what: "in motion", kind: "lock", values: { state: 4, lastAction: 2 } },
    { what: "in motion", kind: "unlatch", values: { state: 7, lastAction: 3 } },
    { what: "that is another one", kind: "unlock", values: { state: 1 } },
    { what: "brought about by hand", kind: "unlock", values: { state: 3, trigger: 1 } },
    { what: "brought about by another action", kind: "unlock", values: { state: 3, lastAction: 3 } },
    { what: "that it already had", kind: "unlock", values: { state: 3, stateSince: atSecond(-60) } },
    { what: "of which nobody saw since when", kind: "unlock", values: { state: 3, stateSince: null } },
    { what: "read before the press", kind: "unlock", values: { state: 3, seenAt: atSecond(-1) } },
    { what: "that we do not know", kind: "unlock", values: { state: 77 } },
    { what: "not told", kind: "unlock", values: { state: null } },
  ] as const)("$what proves nothing about $kind", ({ kind, values }) => {
    expect(verdictOf(operation({ kind: kind as OperationKind }), moved(values), [], atSecond(5))).toBeNull();
  });

  test("a motor that blocked since the press refuses it", () => {
    expect(verdictOf(operation(), moved({ state: 254 }), [], atSecond(5))).toMatchObject({
      state: "refused",
      outcome: "log_1",
    });
  });

  test("a motor that was blocked before refuses nothing", () => {
    const blocked = moved({ state: 254, stateSince: atSecond(-60) });
    expect(verdictOf(operation(), blocked, [], atSecond(5))).toBeNull();
  });
});

describe("the state of an opener", () => {
  const opener = (values: Partial<SeenDevice>) => moved({ type: 2, trigger: 0, lastAction: null, ...values });

  test.each([
    { kind: "ring_to_open_on", values: { state: 3 }, done: true },
    { kind: "ring_to_open_on", values: { state: 1, ringToOpenUntil: atSecond(600) }, done: true },
    { kind: "ring_to_open_on", values: { state: 1 }, done: false },
    { kind: "ring_to_open_on", values: { state: 3, ringToOpenUntil: atSecond(-5) }, done: false },
    { kind: "ring_to_open_off", values: { state: 1 }, done: true },
    { kind: "ring_to_open_off", values: { state: 3 }, done: false },
    { kind: "continuous_on", values: { mode: 3, state: 1 }, done: true },
    { kind: "continuous_on", values: { mode: 2, state: 1 }, done: false },
    { kind: "continuous_off", values: { mode: 2, state: 1 }, done: true },
    { kind: "continuous_off", values: { mode: 3, state: 1 }, done: false },
    { kind: "continuous_on", values: { mode: 3, seenAt: atSecond(-1) }, done: false },
    { kind: "open", values: { state: 5, trigger: 4, lastAction: 3 }, done: true },
    { kind: "open", values: { state: 7, trigger: 4, lastAction: 3 }, done: false },
    { kind: "open", values: { state: 5, trigger: 0, lastAction: 3 }, done: false },
    { kind: "open", values: { state: 254, trigger: 4, lastAction: 3 }, done: false },
  ] as const)("$kind with $values is done: $done", ({ kind, values, done }) => {
    const verdict = verdictOf(operation({ kind }), opener(values), [], atSecond(5));
    expect(verdict?.state ?? null).toBe(done ? "done" : null);
  });

  test("the opener's own numbers count in its log", () => {
    const on = operation({ kind: "continuous_on" });
    expect(verdictOf(on, device({ type: 2 }), [entry({ action: 6 })], atSecond(5))?.state).toBe("done");
    expect(verdictOf(on, device({ type: 2 }), [entry({ action: 4 })], atSecond(5))).toBeNull();
  });
});

describe("the clock", () => {
  test("leaves an accepted press open for a minute, then it is unknown", () => {
    expect(verdictOf(operation(), device(), [], atSecond(60))).toBeNull();
    expect(verdictOf(operation(), device(), [], atSecond(61))).toMatchObject({
      state: "unknown",
      outcome: "no_proof",
    });
  });

  test("tells a press that was sent and never answered from one that was accepted", () => {
    const killed = operation({ state: "sent" });
    expect(verdictOf(killed, device(), [], atSecond(30))).toBeNull();
    expect(verdictOf(killed, device(), [], atSecond(61))?.outcome).toBe("no_answer");
  });

  test("keeps the reason of a press that already was unknown", () => {
    const unanswered = operation({ state: "unknown", outcome: "no_answer" });
    expect(verdictOf(unanswered, device(), [], atSecond(30))).toBeNull();
    expect(verdictOf(unanswered, device(), [], atSecond(61))?.outcome).toBe("no_answer");
  });

  test("refuses what never left, and whatever the log says about others", () => {
    const waiting = operation({ state: "requested", sentAt: null });
    expect(verdictOf(waiting, moved({ state: 3 }), [entry()], atSecond(20))).toBeNull();
    expect(verdictOf(waiting, moved({ state: 3 }), [entry()], atSecond(21))).toEqual({
      state: "refused",
      outcome: "not_sent",
      entryNukiId: null,
    });
  });
});
