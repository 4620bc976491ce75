import { describe, expect, test } from "vitest";
import de from "@/lib/i18n/messages/de/devices.json";
import en from "@/lib/i18n/messages/en/devices.json";
import { type EntryFacts, entryKeyOf, isWrongCode, outcomeOf } from "./words";

const unlock: EntryFacts = {
  deviceType: 4,
  action: 1,
  trigger: 5,
  state: 0,
  source: 0,
  autoUnlock: false,
  ajarMinutes: null,
  opener: null,
};
const lookUp = (messages: object, key: string) =>
  key.split(".").reduce<unknown>((at, name) => (at as Record<string, unknown> | undefined)?.[name], messages);

describe("what was done", () => {
  test.each([
    [1, "done.unlock", "success"],
    [2, "done.lock", "success"],
    [3, "done.unlatch", "success"],
    [4, "done.lock_n_go", "success"],
    [5, "done.lock_n_go_unlatch", "success"],
    [11, "done.reset", "info"],
    [208, "done.ajar", "fault"],
    [209, "done.mismatch", "fault"],
    [224, "done.ring", "info"],
    [240, "done.door_opened", "info"],
    [241, "done.door_closed", "info"],
    [242, "done.sensor_jammed", "fault"],
    [243, "done.firmware", "info"],
    [250, "done.door_log_on", "info"],
    [251, "done.door_log_off", "info"],
    [252, "done.initialised", "info"],
    [253, "done.calibrated", "info"],
    [254, "done.log_on", "info"],
    [255, "done.log_off", "info"],
    [6, "done.unknown", "info"],
    [99, "done.unknown", "info"],
  ])("action %i of a lock is %s", (action, key, outcome) => {
    for (const deviceType of [0, 3, 4, 5, 77])
      expect(entryKeyOf({ ...unlock, deviceType, action })).toMatchObject({ key, outcome, result: null });
  });

  test.each([
    [1, "done.ring_to_open_on"],
    [2, "done.ring_to_open_off"],
    [3, "done.open"],
    [4, "done.unknown"],
    [6, "done.continuous_on"],
    [7, "done.continuous_off"],
    [224, "done.ring"],
  ])("action %i of an opener is %s", (action, key) => {
    expect(entryKeyOf({ ...unlock, deviceType: 2, action }).key).toBe(key);
  });

  test("a door ajar says for how long, and an unknown number says which", () => {
    expect(entryKeyOf({ ...unlock, action: 208, ajarMinutes: 12 }).params.minutes).toBe(12);
    expect(entryKeyOf({ ...unlock, action: 99 }).params.action).toBe(99);
  });
});

describe("how it ended", () => {
  test.each([
    [1, "motor_blocked", "fault"],
    [2, "canceled", "refusal"],
    [3, "too_recent", "refusal"],
    [4, "busy", "refusal"],
    [5, "low_voltage", "fault"],
    [6, "clutch", "fault"],
    [7, "motor_power", "fault"],
    [8, "incomplete", "fault"],
    [9, "rejected", "refusal"],
    [10, "rejected_night", "refusal"],
    [224, "wrong_code", "refusal"],
    [225, "wrong_fingerprint", "refusal"],
    [226, "wrong_tag", "refusal"],
    [254, "other", "fault"],
    [255, "unclear", "fault"],
    [42, "unknown", "fault"],
  ])("state %i of a move with the app is %s", (state, result, outcome) => {
    const words = entryKeyOf({ ...unlock, state });
    expect(words).toMatchObject({ key: "tried.unlock", result: `result.${result}`, outcome });
    expect(words.params.state).toBe(state);
  });

  test.each([
    [0, "access_revoked", "refusal"],
    [1, "tap_failed", "fault"],
    [2, "tap_order", "fault"],
    [3, "tap_expired", "refusal"],
    [7, "tap_invalid", "fault"],
    [37, "tap_no_right", "refusal"],
    [255, "unclear", "fault"],
    [9, "unknown", "fault"],
  ])("state %i of tap-to-unlock is %s, and 0 is no success", (state, result, outcome) => {
    const words = entryKeyOf({ ...unlock, trigger: 253, source: 3, state });
    expect(words).toMatchObject({ key: "tried.unlock", result: `result.${result}`, outcome, way: "way.tap" });
  });

  test("what the door does by itself has no end", () => {
    expect(entryKeyOf({ ...unlock, action: 240, trigger: 0, state: 0 })).toMatchObject({
      way: null,
      result: null,
    });
  });
});

describe("a wrong code", () => {
  test.each([
    ["a code", { trigger: 255, state: 224, source: 1 }, "done.wrong_code", true],
    ["a code, by the newer trigger", { trigger: 253, state: 224, source: 1 }, "done.wrong_code", true],
    ["a fingerprint", { trigger: 255, state: 225, source: 2 }, "done.wrong_fingerprint", true],
    ["a tag", { trigger: 255, state: 226, source: 1 }, "done.wrong_tag", true],
    ["another error of the keypad", { trigger: 253, state: 3, source: 1 }, "done.keypad_error", true],
    ["an error of an old device", { trigger: 255, state: 254, source: 1 }, "tried.unlock", true],
    ["a right code outside of its hours", { trigger: 255, state: 9, source: 1 }, "tried.unlock", false],
    ["a right code", { trigger: 255, state: 0, source: 1 }, "done.unlock", false],
    [
      "tap-to-unlock, whose numbers say something else",
      { trigger: 253, state: 7, source: 3 },
      "tried.unlock",
      false,
    ],
    ["the app with such a state", { trigger: 5, state: 224, source: 0 }, "tried.unlock", false],
    ["a right code, told by tap-to-unlock", { trigger: 255, state: 0, source: 3 }, "done.unlock", false],
  ])("is, or is not: %s", (_, more, key, isWrong) => {
    expect(entryKeyOf({ ...unlock, ...more }).key).toBe(key);
    expect(isWrongCode({ ...unlock, ...more })).toBe(isWrong);
  });
});

describe("the way", () => {
  test.each([
    [{ trigger: 0 }, null],
    [{ trigger: 1 }, "hand"],
    [{ trigger: 2 }, "button"],
    [{ trigger: 3 }, "automatic"],
    [{ trigger: 4 }, "web"],
    [{ trigger: 5 }, "app"],
    [{ trigger: 6 }, "auto_lock"],
    [{ trigger: 7 }, "accessory"],
    [{ trigger: 254 }, "nuki_mode"],
    [{ trigger: 255, source: 0 }, "keypad"],
    [{ trigger: 255, source: null }, "keypad"],
    [{ trigger: 255, source: 1 }, "keypad_code"],
    [{ trigger: 255, source: 2 }, "fingerprint"],
    [{ trigger: 255, source: 3 }, "tap"],
    [{ trigger: 255, source: 9 }, "keypad"],
    [{ trigger: 5, autoUnlock: true }, "auto_unlock"],
    [{ trigger: 17 }, "unknown"],
    [{ deviceType: 2, trigger: 6 }, "continuous_mode"],
    [{ deviceType: 2, trigger: 0, opener: { source: 0, activeRto: true } }, "ring_to_open"],
    [
      { deviceType: 2, trigger: 0, opener: { source: 0, activeCm: true, activeRto: false } },
      "continuous_mode",
    ],
    [{ deviceType: 2, trigger: 7, opener: { source: 4 } }, "fob"],
    [{ deviceType: 2, trigger: 4, opener: { source: 5 } }, "web"],
    [{ deviceType: 2, trigger: 5, opener: { source: 2 } }, "app"],
    [{ deviceType: 2, trigger: 255, source: 1, opener: { source: 6 } }, "keypad_code"],
  ] as [Partial<EntryFacts>, string | null][])("%j is %s", (more, way) => {
    expect(entryKeyOf({ ...unlock, ...more }).way).toBe(way === null ? null : `way.${way}`);
  });
});

test("every entry that Nuki can send has its words in both languages", () => {
  const numbers = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 37, 208, 209, 224, 225, 226, 240, 241, 242, 243];
  const all = [...numbers, 250, 251, 252, 253, 254, 255, 99];
  const missing = new Set<string>();
  const check = (more: Partial<EntryFacts>) => {
    const { key, way, result } = entryKeyOf({ ...unlock, ...more });
    for (const part of [key, way, result])
      for (const messages of [en, de])
        if (part !== null && typeof lookUp(messages.entry, part) !== "string") missing.add(part);
  };
  for (const deviceType of [2, 4])
    for (const action of all) for (const state of [0, 1]) check({ deviceType, action, state });
  for (const trigger of all)
    for (const state of all) for (const source of [null, 0, 1, 2, 3, 9]) check({ trigger, state, source });
  for (const source of [0, 1, 2, 3, 4, 5, 6, 9])
    for (const activeRto of [true, false])
      check({ deviceType: 2, opener: { source, activeRto, activeCm: true } });
  expect([...missing]).toEqual([]);
});

describe("what an entry comes to", () => {
  test.each([
    ["a lock is unlocked", {}, "opened"],
    ["a lock is unlatched", { action: 3 }, "opened"],
    ["lock ’n’ go lets somebody through", { action: 4 }, "opened"],
    ["an opener opens", { deviceType: 2, action: 3 }, "opened"],
    ["an opener's ring to open is switched on: nobody is in yet", { deviceType: 2, action: 1 }, "event"],
    ["a lock is locked", { action: 2 }, "event"],
    ["the door sensor saw the door open", { action: 240, trigger: 0 }, "event"],
    ["somebody rang", { deviceType: 2, action: 224, trigger: 0 }, "event"],
    ["a wrong code", { trigger: 255, state: 224, source: 1 }, "refused"],
    ["outside of the hours", { trigger: 255, state: 9, source: 1 }, "refused"],
    ["tap-to-unlock after the access was revoked", { trigger: 253, source: 3, state: 0 }, "refused"],
    ["the motor is blocked", { state: 1 }, "fault"],
    ["the door stands open", { action: 208, trigger: 0 }, "fault"],
    ["an unknown completion", { state: 42 }, "fault"],
    ["an unknown action", { action: 99 }, "event"],
  ] as [string, Partial<EntryFacts>, string][])("%s", (_, more, outcome) => {
    expect(outcomeOf({ ...unlock, ...more })).toBe(outcome);
  });
});
