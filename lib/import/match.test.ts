import { describe, expect, test } from "vitest";
import type { AreaId, DeviceId, ScheduleId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import { weekdays } from "@/lib/time/weekdays";
import { suggestMapping } from "./columns";
import type { Directory, ExistingStaff, WantedRule } from "./directory";
import { brakeFor, findLeavers } from "./leavers";
import { countOutcomes, type MatchedRow, type MatchOptions, matchRows } from "./match";
import { parseTable } from "./parse";
import { readRows } from "./rows";

const site = "vienna" as SiteId;
const [main, side, server] = ["d-main", "d-side", "d-server"] as [DeviceId, DeviceId, DeviceId];
const publicDoors = "a-public" as AreaId;
const serverArea = "a-server" as AreaId;
const [finance, cleaning] = ["t-fin", "t-clean"] as [TeamId, TeamId];
const [office, split, single] = ["s-office", "s-split", "s-single"] as [ScheduleId, ScheduleId, ScheduleId];
const workDays = { days: weekdays(31), fromMinute: 480, untilMinute: 1080 };
const [anna, ben] = ["anna", "ben"] as [StaffId, StaffId];

const member = (id: StaffId, more: Partial<ExistingStaff>): ExistingStaff => ({
  id,
  status: "active",
  externalId: null,
  firstName: "",
  lastName: "",
  name: "",
  email: null,
  language: null,
  department: null,
  notes: null,
  firstDay: null,
  lastDay: null,
  teamIds: [],
  rules: [],
  ...more,
});

const rule = (more: Partial<WantedRule> = {}): WantedRule => ({
  target: { deviceId: main },
  hours: { window: workDays },
  app: false,
  keypad: true,
  remote: false,
  firstDay: null,
  lastDay: null,
  ...more,
});

function directory(...staff: ExistingStaff[]): Directory {
  return {
    staff,
    teams: [
      { id: finance, name: "Finance" },
      { id: cleaning, name: "Cleaning" },
    ],
    areas: [
      { id: publicDoors, name: "Public doors", deviceIds: [main, side] },
      { id: serverArea, name: "Data centre", deviceIds: [server] },
    ],
    devices: [
      { id: main, name: "Haupteingang", siteId: site },
      { id: side, name: "Side entrance", siteId: site },
      { id: server, name: "Server room", siteId: site },
    ],
    schedules: [
      { id: office, name: "Office hours", windows: [{ ...workDays, fromMinute: 540 }] },
      { id: single, name: "Eight to six", windows: [workDays] },
      { id: split, name: "Split", windows: [workDays, { ...workDays, days: weekdays(32) }] },
    ],
  };
}

function match(text: string, from: Directory, options: MatchOptions = {}): MatchedRow[] {
  const parsed = parseTable(text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const { mapping, language } = suggestMapping(parsed.table.headers);
  const { rows } = readRows(parsed.table, mapping, { today: "2026-11-23", language, dateOrder: null });
  return matchRows(rows, from, options);
}

function first(text: string, from: Directory, options?: MatchOptions): MatchedRow {
  const [row] = match(text, from, options);
  if (!row) throw new Error("no row");
  return row;
}

const rulesOf = (row: MatchedRow) => ("values" in row ? row.values.rules : null);
const changesOf = (row: MatchedRow) => (row.outcome === "update" ? row.changes : null);
const codesOf = (row: MatchedRow) => row.problems.map(({ severity, code }) => `${severity} ${code}`);

const ANNA = member(anna, {
  externalId: "007",
  firstName: "Anna",
  lastName: "Huber",
  name: "Anna Huber",
  email: "anna@example.com",
  department: "Finance",
  teamIds: [finance],
});

describe("who it is", () => {
  test("the number finds the person, whatever the name", () => {
    const row = first("Staff no;First name;Last name\n007;Anna;Maier\n", directory(ANNA));
    expect(row).toMatchObject({ outcome: "update", staffId: anna });
    expect(changesOf(row)).toEqual([{ field: "last_name", from: "Huber", to: "Maier" }]);
    expect(row).toMatchObject({ values: { name: "Anna Maier" } });
  });

  test("without a number the address finds the person, in any case", () => {
    const row = first("Name;E-Mail\nAnna Huber;ANNA@example.com\n", directory(ANNA));
    expect(row).toMatchObject({ outcome: "unchanged", staffId: anna });
  });

  test("an address fills in the number that was missing", () => {
    const row = first(
      "Staff no;Name;E-Mail\n8;Anna Huber;anna@example.com\n",
      directory({ ...ANNA, externalId: null }),
    );
    expect(changesOf(row)).toEqual([{ field: "external_id", from: null, to: "8" }]);
  });

  test("an address of somebody else blocks the row", () => {
    const other = member(ben, { externalId: "8", name: "Ben Maier", email: "ben@example.com" });
    for (const id of ["007", "999"]) {
      const row = first(`Staff no;Name;E-Mail\n${id};Anna Huber;ben@example.com\n`, directory(ANNA, other));
      expect(row.outcome).toBe("blocked");
      expect(codesOf(row)).toEqual(["error email_taken"]);
    }
  });

  test("the name alone never finds anybody: with a key it is a warning, without one it is asked", () => {
    const keyed = first("Staff no;Name\n8;anna huber\n", directory(ANNA));
    expect([keyed.outcome, codesOf(keyed)]).toEqual(["add", ["warning same_name_exists"]]);
    const keyless = "Name;Department\nAnna Huber;Sales\n";
    expect(codesOf(first(keyless, directory(ANNA)))).toEqual(["error same_name_exists"]);
    const decided = (as: StaffId | "new") =>
      first(keyless, directory(ANNA), { decisions: new Map([[2, { as }]]) });
    expect(decided("new").outcome).toBe("add");
    expect(changesOf(decided(anna))).toEqual([{ field: "department", from: "Finance", to: "Sales" }]);
  });

  test("a number that only lacks its zeros is a warning that names the person", () => {
    const row = first("Staff no;Name\n7;Somebody Else\n", directory(ANNA));
    expect(row).toMatchObject({
      outcome: "add",
      problems: [{ code: "zeros_differ", params: { existing: "007", name: "Anna Huber" } }],
    });
  });

  test("two rows that find one person by two keys are both blocked", () => {
    const rows = match("Staff no;Name;E-Mail\n007;Anna;\n;Anna;anna@example.com\n", directory(ANNA));
    expect(rows.map(({ outcome }) => outcome)).toEqual(["blocked", "blocked"]);
    expect(rows.map(({ problems }) => problems.at(-1))).toMatchObject([
      { code: "duplicate_person", params: { line: 3 } },
      { code: "duplicate_person", params: { line: 2 } },
    ]);
  });

  test("whoever was removed comes back with a warning", () => {
    const row = first("Staff no;Name\n007;Anna Huber\n", directory({ ...ANNA, status: "removed" }));
    expect(changesOf(row)).toEqual([{ field: "status", from: "removed", to: "active" }]);
    expect(codesOf(row)).toEqual(["warning was_removed"]);
  });
});

describe("actions", () => {
  const act = (action: string, staff: ExistingStaff) =>
    first(
      `Staff no;Action\n007;${action}\n`.replace("Staff no", "Staff no;Name").replace("007", "007;"),
      directory(staff),
    );
  test.each([
    ["suspend", "active", "suspend", []],
    ["suspend", "suspended", "unchanged", []],
    ["remove", "active", "remove", []],
    ["remove", "removed", "unchanged", []],
    ["update", "active", "unchanged", []],
    ["create", "active", "blocked", ["error exists_already"]],
  ] as const)("%s for somebody %s is %s", (action, status, outcome, codes) => {
    const row = act(action, { ...ANNA, status });
    expect([row.outcome, codesOf(row)]).toEqual([outcome, codes]);
  });

  test.each(["update", "suspend", "remove"])("%s for nobody is refused", (action) => {
    expect(codesOf(first(`Staff no;Name;Action\n9;X;${action}\n`, directory(ANNA)))).toEqual([
      "error not_found",
    ]);
  });

  test("a suspended person whose values are given stays suspended", () => {
    const row = first(
      "Staff no;Department\n007;Sales\n".replace("Staff no", "Name;Staff no").replace("007", ";007"),
      directory({ ...ANNA, status: "suspended" }),
    );
    expect(changesOf(row)).toEqual([{ field: "department", from: "Finance", to: "Sales" }]);
  });
});

describe("values", () => {
  test("blank leaves and a dash empties", () => {
    const header = "Staff no;Name;Department;E-Mail;Team\n";
    expect(first(`${header}007;;;;\n`, directory(ANNA)).outcome).toBe("unchanged");
    expect(changesOf(first(`${header}007;;-;-;-\n`, directory(ANNA)))).toEqual([
      { field: "email", from: "anna@example.com", to: null },
      { field: "department", from: "Finance", to: null },
      { field: "teams", from: [finance], to: [] },
    ]);
  });

  test("a whole name that is already known does not move where it divides", () => {
    const staff = { ...ANNA, firstName: "Anna", lastName: "Maria Huber", name: "Anna Maria Huber" };
    expect(first("Staff no;Name\n007;Anna Maria Huber\n", directory(staff)).outcome).toBe("unchanged");
  });

  test("an unknown team is refused with the names that may be meant", () => {
    const row = first("Staff no;Name;Team\n9;X;Finanze\n", directory());
    expect(row).toMatchObject({
      outcome: "blocked",
      problems: [{ code: "unknown_team", choices: ["Finance"] }],
    });
  });

  test("a new person needs a name", () => {
    expect(codesOf(first("Staff no;Name\n9;\n", directory(ANNA)))).toEqual(["error name_missing"]);
  });

  test("a code is a change without its digits, and none if it is the person's own", () => {
    const text = "Staff no;Name;PIN\n007;;748392\n";
    const row = first(text, directory(ANNA), { isCurrentCode: () => false });
    expect(row).toMatchObject({
      outcome: "update",
      pin: "748392",
      changes: [{ field: "pin", from: null, to: null }],
    });
    expect(first(text, directory(ANNA), { isCurrentCode: () => true }).outcome).toBe("unchanged");
    const taken = first(text, directory(ANNA), { isTakenCode: () => true });
    expect(codesOf(taken)).toEqual(["error pin_taken"]);
    expect(JSON.stringify(taken)).not.toContain("748392");
  });

  test("a file cannot be used to try out codes: from the 21st that is taken on, all are refused alike", () => {
    const isTakenCode = (code: string) => code.startsWith("7");
    const codesTold = (count: number) => {
      const taken = Array.from({ length: count }, (_, n) => {
        const [x, y] = [(n % 7) + 1, Math.floor(n / 7) + 5];
        return `Taken ${n};7${x}3${y}${x}${y}`;
      });
      const text = ["Name;PIN", ...taken, "Free;583946", "None;", ""].join("\n");
      return match(text, directory(), { isTakenCode }).map(codesOf);
    };
    const told = Array.from({ length: 20 }, () => ["error pin_taken"]);
    expect(codesTold(20)).toEqual([...told, [], []]);
    const untold = Array.from({ length: 22 }, () => ["error pins_untold"]);
    expect(codesTold(21)).toEqual([...untold, []]);
  });
});

describe("access", () => {
  const header = "Staff no;Name;Doors;Days;From;To;Schedule;Access type;Remote\n";
  const row = (cells: string, staff: ExistingStaff[] = [], options?: MatchOptions) =>
    first(`${header}${cells}\n`, directory(...staff), options);
  const withRules = (...rules: WantedRule[]) => [{ ...ANNA, rules }];

  test("doors, hours and kinds become one rule a door", () => {
    expect(rulesOf(row("9;X;haupteingang|PUBLIC DOORS;Mon-Fri;8:00;18:00;;both;yes"))).toEqual([
      rule({ app: true, remote: true }),
      rule({ target: { areaId: publicDoors }, app: true, remote: true }),
    ]);
  });

  test("an id is as good as a name", () => {
    expect(rulesOf(row("9;X;d-side;Mon-Fri;8:00;18:00;;;"))).toEqual([rule({ target: { deviceId: side } })]);
  });

  test("a schedule is found by its name before it is read as a window", () => {
    expect(rulesOf(row("9;X;Haupteingang;;;;office HOURS;;"))).toEqual([
      rule({ hours: { scheduleId: office } }),
    ]);
    expect(rulesOf(row("9;X;Haupteingang;;;;Mon-Fri 8-18;;"))).toEqual([rule()]);
    expect(row("9;X;Haupteingang;;;;Ofice hours;;")).toMatchObject({
      outcome: "blocked",
      problems: [{ code: "unknown_schedule", choices: ["Office hours"] }],
    });
  });

  test("an unknown door is refused beside the ones that may be meant", () => {
    expect(row("9;X;Haupteingnag;Mon;8:00;9:00;;;")).toMatchObject({
      outcome: "blocked",
      problems: [{ severity: "error", field: "areas", code: "unknown_area", choices: ["Haupteingang"] }],
    });
  });

  test("two doors of one name are asked with their ids", () => {
    const twice = {
      ...directory(),
      devices: [...directory().devices, { id: "d-2" as DeviceId, name: "Haupteingang", siteId: site }],
    };
    expect(first(`${header}9;X;Haupteingang;Mon;8:00;9:00;;;\n`, twice)).toMatchObject({
      problems: [{ code: "ambiguous_area", choices: ["d-main", "d-2"] }],
    });
  });

  test("doors without hours are refused unless a person said which", () => {
    expect(codesOf(row("9;X;Haupteingang;;;;;;"))).toEqual(["error hours_missing"]);
    const hours = { scheduleId: office };
    expect(rulesOf(row("9;X;Haupteingang;;;;;;", [], { hoursWhenBlank: hours }))).toEqual([rule({ hours })]);
  });

  test("half a window is completed with a warning", () => {
    const days = row("9;X;Haupteingang;Mon;;;;;");
    expect(rulesOf(days)).toEqual([
      rule({ hours: { window: { days: weekdays(1), fromMinute: 0, untilMinute: 1440 } } }),
    ]);
    expect(codesOf(days)).toEqual(["warning all_day"]);
    expect(codesOf(row("9;X;Haupteingang;;8:00;9:00;;;"))).toEqual(["warning every_day"]);
  });

  test("hours without doors are a warning", () => {
    expect(codesOf(row("9;X;;Mon;8:00;9:00;;;"))).toEqual(["warning hours_without_doors"]);
  });

  test("app access without an address is a warning", () => {
    expect(codesOf(row("9;X;Haupteingang;Mon;8:00;9:00;;app;"))).toEqual(["warning app_needs_email"]);
  });

  test("an area of one door is that door and a schedule of one window is that window", () => {
    const staff = withRules(
      rule({ target: { deviceId: server }, hours: { scheduleId: single } }),
      rule({ target: { areaId: publicDoors }, hours: { scheduleId: single } }),
    );
    expect(row("007;;Data centre|Public doors;Mon-Fri;8:00;18:00;;keypad;no", staff).outcome).toBe(
      "unchanged",
    );
  });

  test("blank doors keep the doors, blank hours keep the hours of each door", () => {
    const staff = withRules(rule(), rule({ target: { deviceId: side }, hours: { scheduleId: office } }));
    expect(rulesOf(row("007;;;;;;;both;", staff))?.map(({ hours, app }) => [hours, app])).toEqual([
      [{ window: workDays }, true],
      [{ scheduleId: office }, true],
    ]);
    expect(rulesOf(row("007;;;Mon;;;;;", withRules(rule())))).toEqual([
      rule({ hours: { window: { ...workDays, days: weekdays(1) } } }),
    ]);
  });

  test("a new door takes what all other doors have in common, and is refused where they differ", () => {
    const staff = withRules(rule({ app: true, hours: { scheduleId: office } }));
    const added = { app: true, hours: { scheduleId: office } };
    expect(rulesOf(row("007;;Haupteingang|Side entrance;;;;;;", staff))).toEqual([
      rule(added),
      rule({ ...added, target: { deviceId: side } }),
    ]);
    const uneven = withRules(rule(), rule({ target: { deviceId: side }, hours: { scheduleId: office } }));
    expect(codesOf(row("007;;Server room;;;;;;", uneven))).toEqual(["error hours_missing"]);
  });

  test("days alone cannot change a schedule of several windows", () => {
    const staff = withRules(rule({ hours: { scheduleId: split } }));
    expect(codesOf(row("007;;;Mon;;;;;", staff))).toEqual(["error hours_incomplete"]);
  });

  test("a dash takes all personal doors away", () => {
    expect(changesOf(row("007;;-;;;;;;", withRules(rule())))).toEqual([
      { field: "access", from: [rule()], to: [] },
    ]);
  });

  test("a row that is blocked says all that is wrong with it", () => {
    expect(codesOf(row("9;X;Nowhere;Mon;18:00;8:00;;;"))).toEqual([
      "error time_passes_midnight",
      "error unknown_area",
    ]);
  });
});

describe("leavers", () => {
  const other = member(ben, { externalId: "8", name: "Ben Maier" });
  const leavers = (text: string, ...staff: ExistingStaff[]) =>
    findLeavers(match(text, directory(...staff)), directory(...staff));

  test("are the active staff who are not in the file, by name", () => {
    const gone = member("zoe" as StaffId, { name: "Zoe", status: "suspended" });
    expect(leavers("Staff no;Name\n9;X\n", other, ANNA, gone)).toEqual([
      { staffId: anna, name: "Anna Huber" },
      { staffId: ben, name: "Ben Maier" },
    ]);
  });

  test("nobody leaves because their row is broken, or because only the name agrees", () => {
    expect(leavers("Staff no;Name;Days\n007;;Funday\n8;Ben Maier\n", ANNA, other)).toEqual([]);
    expect(leavers("Name;Days\nanna huber;\nBen Maier;Funday\n", ANNA, other)).toEqual([]);
  });

  test.each([
    [1, 20, null],
    [2, 20, null],
    [3, 20, 3],
    [20, 1000, null],
    [21, 1000, 21],
    [0, 0, null],
  ])("%i removals of %i are braked with %s", (removals, staff, typed) => {
    expect(brakeFor(removals, staff)).toBe(typed);
  });
});

test("the same file twice changes nothing", () => {
  const text =
    "Staff no;Name;E-Mail;Doors;Days;From;To;Start date;Team\n1;Huber, Anna;a@b.at;Public doors|Server room;Mon-Fri;8:00;18:00;2026-12-01;Cleaning\n2;Ben van Dyk;;;;;;;\n";
  const added = match(text, directory());
  expect(countOutcomes(added)).toMatchObject({ add: 2 });
  const staff = added.flatMap((row) =>
    row.outcome === "add"
      ? [{ ...row.values, id: `id${row.line}` as StaffId, status: "active" as const }]
      : [],
  );
  expect(match(text, directory(...staff)).map(({ outcome }) => outcome)).toEqual(["unchanged", "unchanged"]);
});
