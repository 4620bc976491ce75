import { describe, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { needsOf } from "./batteries";
import type { RoundSite } from "./battery-round";
import { roundCalendar } from "./round-calendar";
import { device, deviceId, now } from "./sample-snapshot";
import type { DeviceSight } from "./snapshot-types";

const day = 86_400_000;
const told = (facts: Partial<DeviceSight>) =>
  needsOf(device(facts), 20, now).map(({ part, urgency, sort }) => `${part} ${urgency} ${sort}`);
const falling = (perDay: number, from: number) =>
  Array.from({ length: 10 }, (_, index) => ({ at: now - (9 - index) * day, charge: from - index * perDay }));

describe("a battery round", () => {
  test.each<[string, Partial<DeviceSight>, string[]]>([
    ["leaves out what is fine", { batteryCharge: 80 }, []],
    [
      "takes what is critical first",
      { batteryCritical: true, batteryCharge: 3 },
      ["lock critical aa4_or_pack"],
    ],
    ["takes what is low", { batteryCharge: 20 }, ["lock low aa4_or_pack"]],
    [
      "takes what will be empty within a month",
      { batteryCharge: 46, charges: falling(2, 64) },
      ["lock soon aa4_or_pack"],
    ],
    ["leaves out what is being charged", { batteryCharge: 12, batteryCharging: true }, []],
    [
      "tells the parts of a door apart",
      { type: 0, batteryCritical: true, keypadBatteryCritical: true, doorsensorBatteryCritical: true },
      ["lock critical aa4", "keypad critical aaa4", "sensor critical cr2450"],
    ],
    ["knows an opener's batteries", { type: 2, batteryCritical: true }, ["lock critical aaa4"]],
    [
      "does not guess those of other models",
      { type: 5, batteryCritical: true },
      ["lock critical see_device"],
    ],
  ])("%s", (_, facts, expected) => {
    expect(told(facts)).toEqual(expected);
  });
});

describe("the calendar of a round", () => {
  const site: RoundSite = {
    ...{
      id: "00000000-0000-4000-8000-0000000000bb" as SiteId,
      name: "Vienna\r\nDTEND:1",
      timeZone: "Europe/Vienna",
    },
    rows: [
      {
        ...{ deviceId, door: "Side; entrance", type: 4, part: "lock", urgency: "critical", charge: 3 },
        ...{ days: null, sort: "aa4_or_pack", awaySince: null },
      },
    ],
    unreached: [],
  };
  const calendar = (of = site, locale: "en" | "de" = "en") =>
    roundCalendar([of], "2026-03-29", locale, {
      publicUrl: "https://postern.office.test",
      now: new Date(now),
    });
  const lines = (...of: Parameters<typeof calendar>) =>
    calendar(...of)
      .replaceAll("\r\n ", "")
      .split("\r\n");

  test("has an entry for the whole day at each site, wherever the server's clock stands", () => {
    expect(lines()).toContain("DTSTART;VALUE=DATE:20260329");
    expect(lines()).toContain("DTEND;VALUE=DATE:20260330");
    expect(lines().filter((line) => line === "BEGIN:VEVENT")).toHaveLength(1);
    expect(lines()).toContain(`UID:battery-round.2026-03-29.${site.id}@postern.office.test`);
    expect(calendar()).toBe(calendar());
  });

  test("says what to change, and a name cannot add lines of its own", () => {
    expect(lines()).toContain("DESCRIPTION:Side\\; entrance: lock\\, 4 × AA or Power Pack");
    expect(lines().filter((line) => line.startsWith("DTEND"))).toHaveLength(1);
  });

  test("names what is not reached, since when by the clock of its site", () => {
    const yard = { deviceId, door: "Yard", type: 2, sort: "aaa4", since: new Date(now) } as const;
    const both = { ...site, name: "Vienna", unreached: [yard] };
    expect(lines(both)).toContain("SUMMARY:Battery round Vienna: 1 battery\\, 1 device not reached");
    expect(lines(both)).toContain(
      "DESCRIPTION:Side\\; entrance: lock\\, 4 × AA or Power Pack\\n\\n" +
        "Not reached: take batteries along:\\nYard: device\\, 4 × AAA\\, offline since 2 Mar 2026\\, 09:00",
    );
    const only = { ...both, rows: [] };
    expect(lines(only, "de")).toContain("SUMMARY:Batterierunde Vienna: 1 Gerät nicht erreicht");
  });
});
