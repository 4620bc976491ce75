import { describe, expect, test } from "vitest";
import type { DeviceId, NukiAuthId } from "@/lib/access/types";
import {
  type Content,
  certaintyAt,
  gateAt,
  momentOf,
  presentSince,
  stepsOf,
  windowsOf,
  withUnread,
} from "./answer";

const always: Content = {
  ...{ enabled: true, days: null, fromMinute: null, untilMinute: null, validFrom: null, validUntil: null },
};
const office: Content = { ...always, days: 31, fromMinute: 420, untilMinute: 1140 };

const life = {
  id: 1,
  deviceId: "door" as DeviceId,
  authId: "auth" as NukiAuthId,
  type: 13,
  name: "Anna",
  staffId: null,
  person: null,
  kind: null,
  remoteAllowed: false,
};

describe("was it on the door?", () => {
  const open = { ...life, notBefore: 100, fromAt: 200, lastSeenAt: null, untilAt: null };
  const ended = { ...open, lastSeenAt: 400, untilAt: 500 };
  const first = { ...open, notBefore: null };
  test.each([
    ["the reading before did not show it", open, 100, 600, null],
    ["it came between two readings", open, 150, 600, "began"],
    ["the first reading that shows it", open, 200, 600, "certain"],
    ["readings before and after agree", open, 300, 600, "certain"],
    ["the last reading", open, 600, 600, "certain"],
    ["nobody has read the door since", open, 601, 600, "unread"],
    ["the door was never read to the end", open, 300, null, "unread"],
    ["the last reading that shows it", ended, 400, 900, "certain"],
    ["it went between two readings", ended, 450, 900, "ended"],
    ["the first reading that does not show it", ended, 500, 900, null],
    ["long gone", ended, 800, 900, null],
    ["before the first reading of all", first, 150, 600, "earlier"],
  ] as const)("%s", (_title, what, at, readAt, expected) => {
    expect(certaintyAt(what, at, readAt)).toBe(expected);
  });
});

describe("did it let somebody in?", () => {
  const vienna = "Europe/Vienna";
  const at = (text: string) => Date.parse(text);
  test.each([
    ["without any restriction at any time", always, "2026-03-01T02:00:00Z", "open"],
    ["switched off", { ...office, enabled: false }, "2026-03-02T09:00:00Z", "off"],
    ["on a Monday morning", office, "2026-03-02T09:00:00Z", "open"],
    ["at the first minute", office, "2026-03-02T06:00:00Z", "open"],
    ["a minute too early", office, "2026-03-02T05:59:59Z", "other_time"],
    ["at the minute of its end", office, "2026-03-02T18:00:00Z", "other_time"],
    ["in the minute before its end", office, "2026-03-02T17:59:59Z", "open"],
    ["on a Sunday", office, "2026-03-01T09:00:00Z", "other_time"],
    [
      "before its first day",
      { ...office, validFrom: at("2026-03-09T00:00:00Z") },
      "2026-03-02T09:00:00Z",
      "not_yet",
    ],
    [
      "in the last second",
      { ...always, validUntil: at("2026-03-02T22:59:59Z") },
      "2026-03-02T22:59:59.900Z",
      "open",
    ],
    [
      "after the last second",
      { ...always, validUntil: at("2026-03-02T22:59:59Z") },
      "2026-03-02T23:00:00Z",
      "over",
    ],
    [
      "through midnight, in the evening",
      { ...office, fromMinute: 1320, untilMinute: 360 },
      "2026-03-02T22:30:00Z",
      "open",
    ],
    [
      "through midnight, in the morning",
      { ...office, fromMinute: 1320, untilMinute: 360 },
      "2026-03-03T04:00:00Z",
      "open",
    ],
    [
      "through midnight, at noon",
      { ...office, fromMinute: 1320, untilMinute: 360 },
      "2026-03-03T11:00:00Z",
      "other_time",
    ],
  ] as const)("%s", (_title, content, moment, expected) => {
    expect(gateAt(content, at(moment), vienna)).toBe(expected);
  });

  // From 02:30 until 03:30 on a Sunday, in the nights in which the clock is put forward and back.
  const night: Content = { ...always, days: 64, fromMinute: 150, untilMinute: 210 };
  test.each([
    ["forward in Vienna: 01:59 is too early", "2026-03-29T00:59:00Z", vienna, "other_time"],
    ["forward in Vienna: after 01:59 comes 03:00", "2026-03-29T01:00:00Z", vienna, "open"],
    ["forward in Vienna: 03:30 is its end", "2026-03-29T01:30:00Z", vienna, "other_time"],
    ["back in Vienna: the first 02:30", "2026-10-25T00:30:00Z", vienna, "open"],
    ["back in Vienna: 02:00 again", "2026-10-25T01:00:00Z", vienna, "other_time"],
    ["back in Vienna: the second 02:30", "2026-10-25T01:30:00Z", vienna, "open"],
    ["back in Vienna: 03:30", "2026-10-25T02:30:00Z", vienna, "other_time"],
    ["forward in New York: 01:59", "2026-03-08T06:59:00Z", "America/New_York", "other_time"],
    ["forward in New York: 03:00", "2026-03-08T07:00:00Z", "America/New_York", "open"],
    ["back in New York: the first 01:59", "2026-11-01T05:59:00Z", "America/New_York", "other_time"],
    ["back in New York: 02:30, which is there once", "2026-11-01T07:30:00Z", "America/New_York", "open"],
  ] as const)("%s", (_title, moment, timeZone, expected) => {
    expect(gateAt(night, at(moment), timeZone)).toBe(expected);
  });
});

describe("what somebody typed", () => {
  const typed = (text: string, second = false) => {
    const [date = "", time = ""] = text.split("T");
    return { date, time, second };
  };
  test.each([
    ["an ordinary time", "2026-03-03T19:00", false, "Europe/Vienna", "2026-03-03T18:00:00Z", null, false],
    [
      "a time that comes twice: the first",
      "2026-10-25T02:30",
      false,
      "Europe/Vienna",
      "2026-10-25T00:30:00Z",
      "2026-10-25T01:30:00Z",
      false,
    ],
    [
      "a time that comes twice: the second",
      "2026-10-25T02:30",
      true,
      "Europe/Vienna",
      "2026-10-25T01:30:00Z",
      "2026-10-25T00:30:00Z",
      false,
    ],
    [
      "a time that never comes",
      "2026-03-29T02:30",
      false,
      "Europe/Vienna",
      "2026-03-29T01:30:00Z",
      null,
      true,
    ],
    [
      "twice in New York",
      "2026-11-01T01:15",
      true,
      "America/New_York",
      "2026-11-01T06:15:00Z",
      "2026-11-01T05:15:00Z",
      false,
    ],
    ["never in New York", "2026-03-08T02:15", false, "America/New_York", "2026-03-08T07:15:00Z", null, true],
  ] as const)("%s", (_title, text, second, timeZone, at, other, skipped) => {
    const moment = momentOf(typed(text, second), timeZone);
    expect(moment).toMatchObject({
      at: Date.parse(at),
      other: other === null ? null : Date.parse(other),
      skipped,
    });
    expect(moment?.local === text).toBe(!skipped);
  });

  test.each(["2026-02-30T10:00", "2026-03-03T24:30", "T10:00", "2026-03-03T", "today"])(
    "%s is no time",
    (text) => {
      expect(momentOf(typed(text), "Europe/Vienna")).toBeNull();
    },
  );
});

describe("since when without a break", () => {
  test.each([
    ["nothing was ever there", [], null],
    ["it is gone", [{ from: 1, until: 5 }], null],
    ["it is there", [{ from: 3, until: null }], 3],
    [
      "changed without a break",
      [
        { from: 1, until: 5 },
        { from: 5, until: 7 },
        { from: 7, until: null },
      ],
      1,
    ],
    [
      "given again after a break",
      [
        { from: 1, until: 5 },
        { from: 6, until: null },
      ],
      6,
    ],
    [
      "the app stayed while the code was changed",
      [
        { from: 2, until: null },
        { from: 1, until: 4 },
        { from: 6, until: null },
      ],
      1,
    ],
    [
      "bridged by a third one",
      [
        { from: 1, until: 4 },
        { from: 3, until: 9 },
        { from: 8, until: null },
      ],
      1,
    ],
  ] as const)("%s", (_title, stretches, expected) => {
    expect(presentSince(stretches)).toBe(expected);
  });
});

test("an authorization without times has the whole week", () => {
  expect(windowsOf(always)).toEqual([{ days: 127, fromMinute: 0, untilMinute: 1440 }]);
});

describe("what changed from one life to the next", () => {
  const one = { ...life, ...office, notBefore: null, fromAt: 100, lastSeenAt: 190, untilAt: 200 };
  const two = { ...one, id: 2, enabled: false, notBefore: 190, fromAt: 200, lastSeenAt: 290, untilAt: 300 };
  const back = {
    ...one,
    id: 3,
    untilMinute: 900,
    notBefore: 390,
    fromAt: 400,
    lastSeenAt: null,
    untilAt: null,
  };
  const other = {
    ...one,
    id: 4,
    authId: "other" as NukiAuthId,
    fromAt: 200,
    lastSeenAt: null,
    untilAt: null,
  };

  test("is told newest first; what comes after a break, or as another authorization, begins anew", () => {
    expect(
      stepsOf([one, two, back, other]).map(({ life: { id }, changed, isLast }) => [id, changed, isLast]),
    ).toEqual([
      [3, null, false],
      [4, null, false],
      [2, ["enabled"], true],
      [1, null, false],
    ]);
  });

  test("has the times in which nobody read where they belong, and none from before a list that is cut", () => {
    const steps = stepsOf([one, two]);
    const gaps = [
      { from: one.fromAt - 60, to: one.fromAt - 50 },
      { from: one.fromAt + 1, to: one.fromAt + 2 },
    ];
    const drawn = (isCut: boolean) =>
      withUnread(steps, gaps, isCut).map((row) => ("life" in row ? row.life.id : row.to - one.fromAt));
    expect(drawn(false)).toEqual([2, 2, 1, -50]);
    expect(drawn(true)).toEqual([2, 2, 1]);
  });

  test.each([
    [{ days: 127 }, ["times"]],
    [{ validUntil: 5 }, ["dates"]],
    [{ remoteAllowed: true, name: "Anna B." }, ["remote", "name"]],
    [{ kind: "keypad_old" as const }, ["owner"]],
  ])("%o", (difference, changed) => {
    expect(stepsOf([one, { ...two, enabled: true, ...difference }])[0]?.changed).toEqual(changed);
  });
});
