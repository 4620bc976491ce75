import { expect, test } from "vitest";
import { asRecorded, differencesOf, type Teller } from "./differences";

test("what stayed the same is no difference, what came or went is", () => {
  const detail = {
    before: { name: "Cleaners", from: "05:00", days: ["Mon", "Tue"] },
    after: { name: "Cleaners", from: "06:00", until: "08:00" },
  };
  expect(differencesOf(detail).changed).toEqual([
    { member: "from", before: "05:00", after: "06:00" },
    { member: "days", before: "Mon, Tue", after: "" },
    { member: "until", before: "", after: "08:00" },
  ]);
});

test("before which moment something was deleted is no change", () => {
  const { changed, rest } = differencesOf({ count: 3, before: "2026-01-02T00:00:00.000Z" });
  expect(changed).toEqual([]);
  expect(rest).toContainEqual({ member: "older", value: "2026-01-02T00:00:00.000Z" });
});

test("a value that is no object is compared as one", () => {
  expect(differencesOf({ before: 5, after: 10 }).changed).toEqual([
    { member: "value", before: "5", after: "10" },
  ]);
});

test("everything else is told member by member, and what is empty is not", () => {
  const detail = {
    reason: "courier",
    none: null,
    list: [],
    windows: [{ from: 1, until: 2 }],
    count: 0,
    on: false,
  };
  expect(differencesOf(detail).rest).toEqual([
    { member: "reason", value: "courier" },
    { member: "windows", value: "from: 1; until: 2" },
    { member: "count", value: "0" },
    { member: "on", value: "false" },
  ]);
});

const spoken: Teller = {
  ...asRecorded,
  member: (name) => name.toUpperCase(),
  word: (member, text) => (member === "reason" && text === "typed" ? "typed by hand" : null),
  yesNo: (value) => (value ? "yes" : "no"),
  window: ({ days, fromMinute, untilMinute }) => `${days} from ${fromMinute} to ${untilMinute}`,
  weekdays: (mask) => `weekdays ${mask}`,
  minute: (minute) => `${minute / 60} h`,
  date: (day) => `day ${day}`,
  moment: (at) => `moment ${at.getUTCFullYear()}`,
  nameOf: (id) => (id.startsWith("0000") ? "Server room" : undefined),
};

test.each([
  ["times", { windows: [{ days: 31, fromMinute: 300, untilMinute: 480 }] }, "WINDOWS", "31 from 300 to 480"],
  ["weekdays", { days: 31 }, "DAYS", "weekdays 31"],
  ["a time of day", { digestMinute: 420 }, "DIGESTMINUTE", "7 h"],
  ["a number of days", { entriesDays: 90 }, "ENTRIESDAYS", "90"],
  ["a number that no week has as days", { days: 365 }, "DAYS", "365"],
  ["a day", { lastDay: "2026-12-31" }, "LASTDAY", "day 2026-12-31"],
  ["a moment", { until: "2026-12-31T10:00:00.000Z" }, "UNTIL", "moment 2026"],
  ["yes and no", { app: true }, "APP", "yes"],
  ["a word of ours", { reason: "typed" }, "REASON", "typed by hand"],
  ["what somebody typed", { name: "typed" }, "NAME", "typed"],
  ["a thing by its id", { deviceId: "00000000-0000-4000-8000-000000000000" }, "DEVICEID", "Server room"],
  [
    "an id of nothing that is known",
    { deviceId: "10000000-0000-4000-8000-000000000000" },
    "DEVICEID",
    "10000000-0000-4000-8000-000000000000",
  ],
  [
    "people by their names",
    {
      added: [
        { id: "1", name: "Eva" },
        { id: "2", name: "Max" },
      ],
    },
    "ADDED",
    "Eva, Max",
  ],
  [
    "an object by its members, without what is empty",
    { rules: [{ area: "HQ", app: true, lastDay: null }] },
    "RULES",
    "AREA: HQ; APP: yes",
  ],
])("%s is told as people read it", (_title, detail, member, value) => {
  expect(differencesOf(detail, spoken).rest).toEqual([{ member, value }]);
});

test("who changed the cleaners' hours, from what to what", () => {
  const hours = (fromMinute: number) => ({
    name: "Cleaners",
    windows: [{ days: 31, fromMinute, untilMinute: 480 }],
  });
  expect(differencesOf({ before: hours(300), after: hours(360) }, spoken).changed).toEqual([
    { member: "WINDOWS", before: "31 from 300 to 480", after: "31 from 360 to 480" },
  ]);
});
