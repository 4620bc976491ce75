import { describe, expect, test } from "vitest";
import { weekdays } from "@/lib/time/weekdays";
import { groupCode, groupDoors, type SheetDoor } from "./sheet";
import { weekTextOf } from "./week-text";

const office = { days: weekdays(31), fromMinute: 480, untilMinute: 1080 };

function door(name: string, changes: Partial<SheetDoor> = {}): SheetDoor {
  const times = { ...office, weekText: "Mon-Fri 08:00-18:00", firstDay: null, lastDay: null };
  return { name, site: "Vienna", timeZone: "Europe/Vienna", ...times, ...changes };
}

test("a code is written in two groups of three", () => {
  expect(groupCode("583946")).toBe("583 946");
});

describe("groupDoors", () => {
  test("tells the times of doors with the same times once", () => {
    const groups = groupDoors([door("Front"), door("Archive", { untilMinute: 720 }), door("Back")]);
    expect(groups.map((group) => group.doors.map(({ name }) => name))).toEqual([
      ["Front", "Back"],
      ["Archive"],
    ]);
  });

  test("keeps doors apart whose days of validity differ", () => {
    expect(groupDoors([door("Front"), door("Back", { lastDay: "2026-12-31" })])).toHaveLength(2);
  });

  test("names neither site nor zone where there is only one", () => {
    const [group] = groupDoors([door("Front"), door("Back")]);
    expect(group?.timeZone).toBeNull();
    expect(group?.doors[0]?.site).toBeNull();
  });

  test("names sites and zones where there are several", () => {
    const groups = groupDoors([door("Front"), door("Side", { site: "London", timeZone: "Europe/London" })]);
    expect(groups.map(({ timeZone }) => timeZone)).toEqual(["Europe/Vienna", "Europe/London"]);
    expect(groups[1]?.doors).toEqual([{ name: "Side", site: "London" }]);
  });
});

describe("weekTextOf", () => {
  test.each([
    ["en", "Mon-Fri 08:00-18:00"],
    ["de", "Mo-Fr 08:00-18:00"],
  ] as const)("speaks %s", (language, text) => expect(weekTextOf(office, language)).toBe(text));

  test("says always and whole days without hours", () => {
    expect(weekTextOf({ days: weekdays(127), fromMinute: 0, untilMinute: 1440 }, "de")).toBe("jederzeit");
    expect(weekTextOf({ days: weekdays(96), fromMinute: 0, untilMinute: 1440 }, "en")).toBe("Sat, Sun");
    expect(weekTextOf({ ...office, days: weekdays(127) }, "en")).toBe("every day 08:00-18:00");
  });
});
