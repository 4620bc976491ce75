import { describe, expect, test } from "vitest";
import { instantOf, localDateTimeOf } from "@/lib/time/zones";
import { rangeOf } from "./range";

const typed = { from: "", until: "" };
const at = (iso: string) => Date.parse(iso);
const hours = ({ from, until }: { from: number | null; until: number | null }) =>
  ((until ?? Number.NaN) - (from ?? Number.NaN)) / 3_600_000;

describe("a choice of time", () => {
  const now = at("2026-03-04T09:30:00Z");
  const vienna = { now, timeZone: "Europe/Vienna" };

  test.each([
    ["today", "2026-03-03T23:00Z", "2026-03-04T23:00Z"],
    ["yesterday", "2026-03-02T23:00Z", "2026-03-03T23:00Z"],
    ["last7", "2026-02-25T23:00Z", "2026-03-04T23:00Z"],
    ["last30", "2026-02-02T23:00Z", "2026-03-04T23:00Z"],
    ["week", "2026-03-01T23:00Z", "2026-03-04T23:00Z"],
  ] as const)("%s is from %s until %s in Vienna", (preset, from, until) => {
    expect(rangeOf(preset, typed, vienna)).toEqual({ from: at(from), until: at(until) });
  });

  test("none is open on both sides, and what is no time is open there", () => {
    expect(rangeOf(null, typed, vienna)).toEqual({ from: null, until: null });
    const half = { from: "2026-03-03T18:00", until: "soon" };
    expect(rangeOf("custom", half, vienna)).toEqual({ from: at("2026-03-03T17:00Z"), until: null });
  });

  test.each([
    ["Europe/Vienna", "2026-03-29T12:00Z", 23],
    ["Europe/Vienna", "2026-10-25T12:00Z", 25],
    ["America/New_York", "2026-03-08T16:00Z", 23],
    ["America/New_York", "2026-11-01T16:00Z", 25],
  ])("the day on which clocks change in %s (%s) has %i hours", (timeZone, noon, expected) => {
    expect(hours(rangeOf("today", typed, { now: at(noon), timeZone }))).toBe(expected);
  });

  test("an hour that comes twice is taken in twice", () => {
    const twice = (timeZone: string, day: string, hour: string) =>
      hours(rangeOf("custom", { from: `${day}T${hour}:00`, until: `${day}T${hour}:59` }, { now, timeZone }));
    expect(twice("Europe/Vienna", "2026-10-25", "02")).toBeCloseTo(1 + 59 / 60);
    expect(twice("America/New_York", "2026-11-01", "01")).toBeCloseTo(1 + 59 / 60);
    expect(twice("Europe/Vienna", "2026-10-24", "02")).toBeCloseTo(59 / 60);
  });

  test("an hour that does not exist still has its place", () => {
    expect(instantOf("2026-03-29T02:30", "Europe/Vienna", "earlier")).toBe(at("2026-03-29T00:30Z"));
    expect(instantOf("2026-03-29T02:30", "Europe/Vienna", "later")).toBe(at("2026-03-29T01:30Z"));
    expect(instantOf("2026-02-30T02:30", "Europe/Vienna", "later")).toBeNull();
  });

  test("a day without a time begins with the day, also where midnight does not exist or comes twice", () => {
    const day = (timeZone: string, from: string, until: string) =>
      hours(rangeOf("custom", { from, until }, { now, timeZone }));
    expect(day("Europe/Vienna", "2026-10-25", "2026-10-26")).toBe(25);
    expect(day("America/Havana", "2026-03-08", "2026-03-09")).toBe(23);
    expect(day("America/Havana", "2026-11-01", "2026-11-02")).toBe(25);
    expect(day("Europe/Vienna", "2026-02-28", "2026-02-30")).toBeNaN();
  });

  test("a clock is read as it is typed", () => {
    expect(localDateTimeOf(now, "Europe/Vienna")).toBe("2026-03-04T10:30");
  });
});
