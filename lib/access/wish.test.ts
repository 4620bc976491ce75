import { describe, expect, test } from "vitest";
import { weekdays } from "@/lib/time/weekdays";
import { auth, NOW, OFFICE, win, wish } from "./sample-model";
import { ALWAYS } from "./schedule";
import type { Authorization, GrantedSpan, Wish } from "./types";
import { differences, effectOf, isGranted, kindOf, narrowed, wishKey } from "./wish";

const DAY = 86_400_000;

describe("what differs", () => {
  test.each<[string, Partial<Authorization>, Partial<Wish>, string[]]>([
    ["nothing", {}, {}, []],
    ["the name", { name: "Else" }, {}, ["name"]],
    ["the switch", { enabled: false }, {}, ["enabled"]],
    ["remote", { remoteAllowed: true }, {}, ["remoteAllowed"]],
    ["the days", { days: weekdays(15) }, {}, ["window"]],
    ["the times", { untilMinute: 600 }, {}, ["window"]],
    ["a date", { validUntil: NOW }, {}, ["validUntil"]],
    ["all dates", {}, { validFrom: NOW, validUntil: NOW + DAY }, ["validFrom", "validUntil"]],
    ["a lost window", { days: null, fromMinute: null, untilMinute: null }, {}, ["window"]],
    [
      "a lost window of the whole week",
      { days: null, fromMinute: null, untilMinute: null },
      { window: ALWAYS },
      [],
    ],
    [
      "whole days written as zeros",
      { days: weekdays(31), fromMinute: 0, untilMinute: 0 },
      { window: win(31, 0, 24) },
      [],
    ],
    [
      "dates that Nuki ignores because the weekdays are missing",
      { days: null, fromMinute: null, untilMinute: null, validUntil: NOW },
      { window: ALWAYS, validUntil: NOW },
      ["window"],
    ],
  ])("%s", (_, before, wanted, fields) => {
    expect(differences(auth("x", before), wish(wanted), "app")).toEqual(fields);
  });

  test("a code is compared for keypads only, remote access for apps only", () => {
    const before = auth("x", { type: 13, codeHash: "one", remoteAllowed: true });
    expect(differences(before, wish({ codeHash: "two" }), "keypad")).toEqual(["code"]);
    expect(differences(before, wish({ codeHash: "one" }), "keypad")).toEqual([]);
    expect(differences(auth("x", { codeHash: "odd" }), wish(), "app")).toEqual([]);
  });

  test("only apps and codes are credentials", () => {
    expect([0, 1, 2, 3, 13, 99].map(kindOf)).toEqual(["app", null, null, null, "keypad", null]);
  });
});

describe("does it let anybody in who could not get in before?", () => {
  test.each<[string, Partial<Authorization>, Partial<Wish>, string]>([
    ["the same", {}, {}, "neutral"],
    ["a new name", {}, { name: "Else" }, "neutral"],
    ["more hours", {}, { window: win(31, 8, 17) }, "widens"],
    ["fewer hours", {}, { window: win(31, 10, 17) }, "narrows"],
    ["other hours", {}, { window: win(31, 10, 18) }, "moves"],
    ["other days", {}, { window: win(32, 9, 17) }, "moves"],
    ["switched off", {}, { enabled: false }, "narrows"],
    ["switched on", { enabled: false }, {}, "widens"],
    ["changed while off", { enabled: false }, { enabled: false, window: ALWAYS }, "neutral"],
    ["an end", {}, { validUntil: NOW }, "narrows"],
    ["a later end", { validUntil: NOW }, { validUntil: NOW + DAY }, "widens"],
    ["no more end", { validUntil: NOW }, {}, "widens"],
    ["an earlier beginning", { validFrom: NOW }, { validFrom: NOW - DAY }, "widens"],
    [
      "other dates",
      { validFrom: NOW, validUntil: NOW + DAY },
      { validFrom: NOW + 2 * DAY, validUntil: NOW + 3 * DAY },
      "moves",
    ],
    ["more hours but an end", {}, { window: ALWAYS, validUntil: NOW }, "moves"],
    ["remote", {}, { remoteAllowed: true }, "widens"],
    ["no more remote", { remoteAllowed: true }, {}, "narrows"],
    ["remote in fewer hours", {}, { remoteAllowed: true, window: win(31, 10, 17) }, "moves"],
    ["a window for one that had lost it", { days: null, fromMinute: null, untilMinute: null }, {}, "narrows"],
    [
      "dates that had been ignored",
      { days: null, validUntil: NOW },
      { window: win(127, 9, 17), validUntil: NOW },
      "narrows",
    ],
    [
      "a window that nobody defined",
      { fromMinute: 1320, untilMinute: 360 },
      { window: win(31, 22, 24) },
      "narrows",
    ],
  ])("%s", (_, before, wanted, effect) => {
    expect(effectOf(auth("x", before), wish(wanted))).toBe(effect);
  });

  test("a new code lets in whoever knows it, and the old one no longer does", () => {
    const before = auth("x", { type: 13, codeHash: "one" });
    expect(effectOf(before, wish({ codeHash: "two" }))).toBe("moves");
    expect(effectOf(before, wish({ codeHash: "one" }))).toBe("neutral");
  });

  test("creating widens, removing narrows, unless it was off", () => {
    expect(effectOf(null, wish())).toBe("widens");
    expect(effectOf(auth("x"), null)).toBe("narrows");
    expect(effectOf(auth("x", { enabled: false }), null)).toBe("neutral");
  });
});

describe("what a blocked credential may keep", () => {
  const span = (details: Partial<GrantedSpan> = {}): GrantedSpan => {
    return { windows: [OFFICE], validFrom: null, validUntil: null, remoteAllowed: false, ...details };
  };
  const fridays = [span({ windows: [win(15, 8, 18), win(16, 8, 15)] })];

  test.each<[string, Partial<Authorization>, GrantedSpan[], boolean]>([
    ["what is inside", { ...win(15, 8, 18) }, fridays, true],
    ["what is wider on one day", { ...win(31, 8, 18) }, fridays, false],
    ["what is off", { ...win(127, 0, 24), enabled: false }, fridays, true],
    ["what is granted by nothing", {}, [], false],
    ["what outlasts the rules", {}, [span({ validUntil: NOW })], false],
    ["what two rules in a row grant", {}, [span({ validUntil: NOW }), span({ validFrom: NOW + 1000 })], true],
    [
      "what has a gap between two rules",
      {},
      [span({ validUntil: NOW }), span({ validFrom: NOW + DAY })],
      false,
    ],
    ["what is remote without leave", { remoteAllowed: true }, [span()], false],
    ["what is remote with leave", { remoteAllowed: true }, [span({ remoteAllowed: true })], true],
    [
      "what has dates that Nuki ignores",
      { days: null, ...{ validUntil: NOW } },
      [span({ validUntil: NOW })],
      false,
    ],
  ])("%s", (_, before, granted, stays) => {
    expect(isGranted(auth("x", before), granted, null)).toBe(stays);
  });

  test("a code that is no longer the person's does not stay", () => {
    const code = auth("x", { type: 13, codeHash: "old" });
    expect(isGranted(code, [span()], "new")).toBe(false);
    expect(isGranted(code, [span()], "old")).toBe(true);
    expect(narrowed(code, [span()], null, NOW)).toBeNull();
  });

  test("what is too wide keeps the largest part that is granted", () => {
    expect(narrowed(auth("x", { ...win(31, 8, 18) }), fridays, null, NOW)).toEqual(
      wish({ window: win(15, 8, 18) }),
    );
    expect(narrowed(auth("x", { ...win(32, 8, 18) }), fridays, null, NOW)).toBeNull();
  });

  test("of several rules the one that runs now counts first", () => {
    const later = span({ windows: [ALWAYS], validFrom: NOW + DAY });
    const now = span({ validUntil: NOW + 2 * DAY });
    const before = auth("x", { ...win(127, 0, 24), remoteAllowed: true });
    expect(narrowed(before, [later, now], null, NOW)).toEqual(wish({ validUntil: NOW + 2 * DAY }));
    expect(narrowed(before, [span({ validUntil: NOW - DAY })], null, NOW)).toBeNull();
  });
});

test("wishes are one request exactly when all of their fields are equal", () => {
  const others: Partial<Wish>[] = [
    { name: "b" },
    { enabled: false },
    { remoteAllowed: true },
    { window: ALWAYS },
    { validFrom: 0 },
    { validUntil: 0 },
    { codeHash: "c" },
  ];
  expect(new Set([wish(), wish(), ...others.map(wish)].map(wishKey)).size).toBe(others.length + 1);
});
