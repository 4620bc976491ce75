import { describe, expect, test } from "vitest";
import { asksForCount, type RotationFormValues, rotationSchema } from "./schema";
import { nextNight, outdatedField, termsOf } from "./terms";

const someone = "5b0f3c1e-8b0e-4a52-9f65-6a6f0f6f0001";

function values(some: Partial<RotationFormValues> = {}): RotationFormValues {
  return {
    ...{ kind: "staff", staffIds: [someone], teamId: "", deviceId: "", reason: "routine", mode: "seamless" },
    ...{ keep: false, keepDay: "", keepTime: "", when: "now", day: "", time: "" },
    ...{ timeZone: "Europe/Vienna", note: "" },
    ...some,
  };
}

const fieldsOf = (some: Partial<RotationFormValues>) =>
  rotationSchema.safeParse(values(some)).error?.issues.map(({ path }) => path.join(".")) ?? [];

describe("the form of a rotation", () => {
  test.each<[string, Partial<RotationFormValues>, string[]]>([
    ["somebody", {}, []],
    ["nobody", { staffIds: [] }, ["staffIds"]],
    ["no team", { kind: "team" }, ["teamId"]],
    ["no door", { kind: "door" }, ["deviceId"]],
    ["everybody", { kind: "all", staffIds: [] }, []],
    ["a night without a time", { when: "later", day: "2026-03-03" }, ["time"]],
    ["a day that does not exist", { when: "later", day: "2026-02-30", time: "02:00" }, ["day"]],
    ["old codes without an end", { keep: true }, ["keepDay", "keepTime"]],
    ["a zone that does not exist", { timeZone: "Europe/Wien" }, ["timeZone"]],
  ])("of %s is asked for what is missing", (_title, some, fields) => {
    expect(fieldsOf(some)).toEqual(fields);
  });

  test("does not ask for times that do not count for a compromised code", () => {
    expect(fieldsOf({ reason: "compromised", when: "later", keep: true })).toEqual([]);
    expect(fieldsOf({ mode: "at_once", keep: true })).toEqual([]);
  });
});

describe("the terms of a rotation", () => {
  const night = { when: "later", day: "2026-03-03", time: "02:00" } as const;
  const kept = { keep: true, keepDay: "2026-03-04", keepTime: "18:00" };
  const terms = (some: Partial<RotationFormValues>) => termsOf(rotationSchema.parse(values(some)));

  test("have their times from the zone that was chosen", () => {
    expect(terms({ ...night, ...kept })).toMatchObject({
      scope: { kind: "staff", staffIds: [someone] },
      startsAt: new Date("2026-03-03T01:00:00Z"),
      keepOldUntil: new Date("2026-03-04T17:00:00Z"),
    });
    expect(terms({ ...night, timeZone: "America/New_York" }).startsAt).toEqual(
      new Date("2026-03-03T07:00:00Z"),
    );
  });

  test("of a compromised code are at once and now", () => {
    expect(terms({ ...night, ...kept, reason: "compromised" })).toMatchObject({
      mode: "at_once",
      startsAt: null,
      keepOldUntil: null,
    });
  });

  test("keep no old code that stops at once", () => {
    expect(terms({ ...kept, mode: "at_once" }).keepOldUntil).toBeNull();
  });

  test.each<[string, Partial<RotationFormValues>, string | null]>([
    ["2026-03-02T12:00:00Z", { ...night, ...kept }, null],
    ["2026-03-03T01:00:00Z", night, "day"],
    ["2026-03-05T00:00:00Z", kept, "keepDay"],
    ["2026-03-02T12:00:00Z", { ...night, ...kept, keepDay: "2026-03-03", keepTime: "01:59" }, "keepDay"],
    ["2026-03-05T00:00:00Z", {}, null],
  ])("at %s are outdated by %j: %s", (now, some, field) => {
    expect(outdatedField(terms(some), new Date(now))).toBe(field);
  });
});

test("a door and everybody ask for the number of people, a list and a team do not", () => {
  expect((["staff", "team", "door", "all"] as const).map(asksForCount)).toEqual([false, false, true, true]);
});

test.each([
  ["2026-03-02T12:00:00Z", "Europe/Vienna", "2026-03-03"],
  ["2026-03-03T00:59:00Z", "Europe/Vienna", "2026-03-03"],
  ["2026-03-03T01:00:00Z", "Europe/Vienna", "2026-03-04"],
  ["2026-03-03T01:00:00Z", "America/New_York", "2026-03-03"],
])("at %s the next night in %s is that of %s", (now, timeZone, day) => {
  expect(nextNight(Date.parse(now), timeZone)).toBe(day);
});
