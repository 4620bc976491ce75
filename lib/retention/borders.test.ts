import { describe, expect, test } from "vitest";
import { borderOf, earlier } from "./borders";

const at = (text: string) => Date.parse(text);
const iso = (instant: number | null) => (instant === null ? null : new Date(instant).toISOString());

describe("what is old", () => {
  test.each([
    [
      "one day keeps all of yesterday",
      "2026-06-10T10:00:00Z",
      1,
      "Europe/Vienna",
      "2026-06-08T22:00:00.000Z",
    ],
    ["in the first second of a day", "2026-06-09T22:00:00Z", 1, "Europe/Vienna", "2026-06-08T22:00:00.000Z"],
    ["in the last second of a day", "2026-06-09T21:59:59Z", 1, "Europe/Vienna", "2026-06-07T22:00:00.000Z"],
    ["from winter to summer", "2026-03-30T12:00:00Z", 2, "Europe/Vienna", "2026-03-27T23:00:00.000Z"],
    ["the short day itself", "2026-03-30T12:00:00Z", 1, "Europe/Vienna", "2026-03-28T23:00:00.000Z"],
    ["the long day itself", "2026-10-26T12:00:00Z", 1, "Europe/Vienna", "2026-10-24T22:00:00.000Z"],
    ["after the long day", "2026-10-26T12:00:00Z", 0, "Europe/Vienna", "2026-10-25T23:00:00.000Z"],
    ["the short day in New York", "2026-03-09T12:00:00Z", 1, "America/New_York", "2026-03-08T05:00:00.000Z"],
    ["the long day in New York", "2026-11-02T12:00:00Z", 1, "America/New_York", "2026-11-01T04:00:00.000Z"],
    ["a day without a midnight", "2026-09-07T12:00:00Z", 1, "America/Santiago", "2026-09-06T04:00:00.000Z"],
    ["ninety days over a change", "2026-11-23T12:00:00Z", 90, "Europe/Vienna", "2026-08-24T22:00:00.000Z"],
  ])("begins with a day of the zone: %s", (_name, now, days, timeZone, border) => {
    expect(iso(borderOf(at(now), days, timeZone))).toBe(border);
  });

  test("is nothing where everything is kept", () => {
    expect(borderOf(at("2026-06-10T10:00:00Z"), null, "Europe/Vienna")).toBeNull();
  });

  test("of two borders the earlier keeps more, and none keeps everything", () => {
    expect([earlier(1, 2), earlier(2, 1), earlier(null, 1), earlier(1, null)]).toEqual([1, 1, null, null]);
  });
});
