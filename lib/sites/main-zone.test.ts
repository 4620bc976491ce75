import { expect, test } from "vitest";
import { mainZone } from "./main-zone";

test("times of all sites are told on the clock of the one with most doors, not of the first by its name", () => {
  const london = { timeZone: "Europe/London", devices: 8 };
  const vienna = { timeZone: "Europe/Vienna", devices: 10 };
  expect(mainZone([london, vienna])).toBe("Europe/Vienna");
  expect(mainZone([london, { ...vienna, devices: 8 }])).toBe("Europe/London");
  expect(mainZone([])).toBe("UTC");
});
