import { describe, expect, test } from "vitest";
import { operationKinds } from "@/lib/db/schema";
import { operationKindSchema, pressSchema } from "./schema";
import {
  actionOf,
  isContinuous,
  isOpening,
  isRingToOpen,
  longestReason,
  type OperableDevice,
  operationsOf,
} from "./what";

const now = new Date("2026-03-02T08:00:00Z");
const soon = new Date("2026-03-02T08:10:00Z");
const past = new Date("2026-03-02T07:50:00Z");

function device(values: Partial<OperableDevice> = {}): OperableDevice {
  return { type: 4, mode: 2, state: 1, capabilities: null, ringToOpenUntil: null, ...values };
}

const lockKinds = ["unlock", "unlatch", "lock", "lock_n_go"];

describe("what a device offers", () => {
  test.each([0, 3, 4, 5])("a lock of type %i can be unlocked, unlatched, locked and left", (type) => {
    expect(operationsOf(device({ type }), now)).toEqual(lockKinds);
  });

  test.each([1, 6, 7, 42, -1])("type %i, which is not a door we know, offers nothing", (type) => {
    expect(operationsOf(device({ type }), now)).toEqual([]);
    for (const kind of operationKinds) expect(actionOf(type, kind)).toBeNull();
  });

  test.each([0, 1, 4, 5, 99])("a lock in mode %i, which is not on duty, offers nothing", (mode) => {
    expect(operationsOf(device({ mode }), now)).toEqual([]);
  });

  test("what was not read yet does not take the buttons away; not calibrated does", () => {
    expect(operationsOf(device({ mode: null, state: null }), now)).toEqual(lockKinds);
    expect(operationsOf(device({ state: 0 }), now)).toEqual([]);
    expect(operationsOf(device({ type: 2, state: 0 }), now)).toEqual([]);
  });

  test.each([
    { what: "both", values: { capabilities: 1 }, offers: ["open", "ring_to_open_on", "continuous_on"] },
    { what: "not told", values: {}, offers: ["open", "ring_to_open_on", "continuous_on"] },
    { what: "the strike only", values: { capabilities: 0 }, offers: ["open"] },
    { what: "the bell only", values: { capabilities: 2 }, offers: ["ring_to_open_on", "continuous_on"] },
    {
      what: "both, ring to open is on",
      values: { capabilities: 1, state: 3, ringToOpenUntil: soon },
      offers: ["open", "ring_to_open_off", "continuous_on"],
    },
    {
      what: "both, ring to open has run out since it was read",
      values: { capabilities: 1, state: 3, ringToOpenUntil: past },
      offers: ["open", "ring_to_open_on", "continuous_on"],
    },
    {
      what: "both, continuous mode is on",
      values: { capabilities: 1, mode: 3 },
      offers: ["open", "continuous_off"],
    },
    {
      what: "the bell only, continuous mode is on",
      values: { capabilities: 2, mode: 3 },
      offers: ["continuous_off"],
    },
    { what: "the strike only, in continuous mode", values: { capabilities: 0, mode: 3 }, offers: ["open"] },
  ])("an opener that can do $what", ({ values, offers }) => {
    expect(operationsOf(device({ type: 2, ...values }), now)).toEqual(offers);
  });

  test("everything that is offered has a number at Nuki", () => {
    for (const type of [0, 2, 3, 4, 5])
      for (const mode of [2, 3])
        for (const kind of operationsOf(device({ type, mode }), now))
          expect(actionOf(type, kind)).toBeGreaterThan(0);
  });
});

describe("Nuki's numbers", () => {
  test.each([
    { type: 4, kind: "unlock", action: 1 },
    { type: 0, kind: "lock", action: 2 },
    { type: 5, kind: "unlatch", action: 3 },
    { type: 3, kind: "lock_n_go", action: 4 },
    { type: 4, kind: "open", action: null },
    { type: 4, kind: "continuous_on", action: null },
    { type: 2, kind: "ring_to_open_on", action: 1 },
    { type: 2, kind: "ring_to_open_off", action: 2 },
    { type: 2, kind: "open", action: 3 },
    { type: 2, kind: "continuous_on", action: 6 },
    { type: 2, kind: "continuous_off", action: 7 },
    { type: 2, kind: "unlock", action: null },
    { type: 2, kind: "unlatch", action: null },
  ] as const)("$kind on type $type is $action", ({ type, kind, action }) => {
    expect(actionOf(type, kind)).toBe(action);
  });
});

test("only what lets nobody in stays allowed where opening is switched off", () => {
  expect(operationKinds.filter((kind) => !isOpening(kind))).toEqual([
    "lock",
    "ring_to_open_off",
    "continuous_off",
  ]);
});

test("a lock is never in continuous mode or ring to open, whatever its numbers", () => {
  expect(isContinuous(device({ mode: 3 }))).toBe(false);
  expect(isRingToOpen(device({ state: 3 }), now)).toBe(false);
  expect(isRingToOpen(device({ type: 2, state: 3 }), now)).toBe(true);
});

test("the form takes every kind that the table has, and a reason of just the length that the dialog lets through", () => {
  expect(operationKindSchema.options).toEqual([...operationKinds]);
  const id = "6f1d2c9e-6f0e-4a55-9d0c-0c8a54a3a001";
  const takes = (reason: string) =>
    pressSchema.safeParse({ deviceId: id, kind: "lock", pressId: id, reason }).success;
  expect(takes("x".repeat(longestReason))).toBe(true);
  expect(takes("x".repeat(longestReason + 1))).toBe(false);
});
