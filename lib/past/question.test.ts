import { describe, expect, test } from "vitest";
import { addressOf, momentAsked, questionOf } from "./question";

const now = Date.parse("2026-03-03T18:00:00Z");
const clock = { now, timeZone: "Europe/Vienna" };

describe("the address", () => {
  test("leads back to the question that it came from", () => {
    const asked = questionOf({ about: "door", door: "d", date: "2026-03-01", time: "19:00", part: "rule" });
    const address = addressOf(asked);
    expect(address).toBe("/audit/past?about=door&door=d&date=2026-03-01&time=19%3A00&part=rule");
    expect(questionOf(Object.fromEntries(new URL(address, "http://x").searchParams))).toEqual(asked);
  });

  test("of a person alone asks about that person", () => {
    expect(questionOf({ person: "p" }).about).toBe("person");
  });

  test("forgets the search once somebody is chosen, and the time without a day", () => {
    const asked = questionOf({ about: "person", q: "anna", time: "10:00", second: "1" });
    expect(addressOf(asked)).toBe("/audit/past?about=person&q=anna");
    expect(addressOf(asked, { person: "p" })).toBe("/audit/past?about=person&person=p");
  });

  test("with nonsense asks what stands first", () => {
    expect(questionOf({ about: "cellar", part: ["all"], door: ["a", "b"] })).toMatchObject({
      ...{ about: "door", door: "a", part: "open" },
    });
  });
});

describe("the moment", () => {
  test.each([
    ["nothing said is now", {}, now, true, false],
    [
      "a day and a time",
      { date: "2026-03-01", time: "19:00" },
      Date.parse("2026-03-01T18:00:00Z"),
      false,
      false,
    ],
    ["a day alone is its midnight", { date: "2026-03-01" }, Date.parse("2026-02-28T23:00:00Z"), false, false],
    ["no such day is now", { date: "2026-02-30", time: "10:00" }, now, true, false],
    ["a time alone is now", { time: "10:00" }, now, true, false],
    ["what lies ahead is now, and told", { date: "2026-03-04", time: "10:00" }, now, true, true],
  ] as const)("%s", (_title, params, at, isNow, isAhead) => {
    expect(momentAsked(questionOf(params), clock)).toMatchObject({ at, isNow, isAhead });
  });
});
