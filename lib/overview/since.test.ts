import { expect, test } from "vitest";
import { sinceText } from "./since";

const now = Date.parse("2026-03-02T23:30:00Z");

test("a moment of the door's own day is told by its time and zone", () => {
  // Half past midnight on the third of March in Vienna.
  expect(sinceText(Date.parse("2026-03-02T23:05:00Z"), now, "en", "Europe/Vienna")).toBe("00:05 CET");
});

test("a moment of another day there has its date, though it may be today elsewhere", () => {
  expect(sinceText(Date.parse("2026-03-02T22:05:00Z"), now, "de", "Europe/Vienna")).toContain("2.");
  expect(sinceText(Date.parse("2026-03-02T22:05:00Z"), now, "de", "Europe/London")).toBe("22:05 GMT+0");
});
