import { expect, test } from "vitest";
import { describeBlock, describeChange, describeReason, describeSchedule, describeState } from "./describe";
import { accountId, deviceId, NOW, staffId, win, wish } from "./sample-model";
import { ALWAYS } from "./schedule";
import type { BlockedCredential } from "./types";

const key = { staffId: staffId("a"), deviceId: deviceId("d"), kind: "keypad" as const };

test("a schedule reads in the order of a week, however it was typed", () => {
  const lines = [
    { days: [0, 1, 2, 3], fromMinute: 480, untilMinute: 1080, wholeDay: false },
    { days: [4], fromMinute: 420, untilMinute: 900, wholeDay: false },
    { days: [6], fromMinute: 0, untilMinute: 1440, wholeDay: true },
  ];
  const expected = { kind: "weekly", lines, minutesPerWeek: 4 * 600 + 480 + 1440 };
  expect(describeSchedule([win(64, 0, 24), win(16, 7, 15), win(15, 8, 18)])).toEqual(expected);
  expect(describeSchedule([win(15, 8, 12), win(15, 11, 18), win(16, 7, 15), win(64, 0, 24)])).toEqual(
    expected,
  );
});

test("no minute is never, each minute is always", () => {
  expect(describeSchedule([])).toEqual({ kind: "never" });
  expect(describeSchedule([win(127, 0, 12), win(127, 12, 24)])).toEqual({ kind: "always" });
  expect(describeSchedule([ALWAYS])).toEqual({ kind: "always" });
});

test("a change is keys, never a sentence", () => {
  const base = { ...key, accountId: accountId("account"), op: "create" as const, wish: wish() };
  expect(describeChange({ ...base, effect: "widens", waits: "not_yet", notBefore: NOW })).toEqual({
    op: { key: "op.create", params: {} },
    kind: { key: "kind.keypad", params: {} },
    effect: { key: "effect.widens", params: {} },
    wait: { key: "wait.not_yet", params: { notBefore: NOW } },
  });
  expect(describeChange({ ...base, effect: "widens", waits: null, notBefore: null }).wait).toBeNull();
});

test("a block tells what each choice would cost", () => {
  const blocked: BlockedCredential = {
    ...{ ...key, reason: "windows_differ", ruleIds: [], wish: null, granted: [], codeHash: null },
    options: {
      basis: "",
      inside: { window: ALWAYS, minutesLost: 420 },
      wider: { window: ALWAYS, minutesTooMuch: 180 },
    },
  };
  expect(describeBlock(blocked)).toEqual({
    key: "blocked.windows_differ",
    params: { minutesTooMuch: 180, minutesLost: 420 },
  });
  expect(describeBlock({ ...blocked, reason: "no_code", options: null })).toEqual({
    key: "blocked.no_code",
    params: {},
  });
});

test("a state and its reason are keys with their instants", () => {
  expect(describeState("needs_review")).toEqual({ key: "state.needs_review", params: {} });
  expect(describeReason({ key: "offline", since: NOW, nextTryAt: null })).toEqual({
    key: "reason.offline",
    params: { since: NOW },
  });
  expect(describeReason({ key: "busy" })).toEqual({ key: "reason.busy", params: {} });
});
