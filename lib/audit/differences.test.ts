import { expect, test } from "vitest";
import { differencesOf } from "./differences";

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
