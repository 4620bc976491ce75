import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AreaId, DeviceId, ScheduleId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import { weekdays } from "@/lib/time/weekdays";
import { fieldOf, suggestMapping } from "./columns";
import { decodeFile } from "./decode";
import type { Directory, ExistingStaff, RuleHours, RuleTarget, WantedRule } from "./directory";
import { editCell, replaceValue } from "./edits";
import { exportStaffCsv, failedRowsCsv } from "./export";
import { FILE_LANGUAGES, STAFF_LANGUAGES } from "./fields";
import { FAILURE_HEADERS } from "./file-words";
import { type MatchedRow, matchRows } from "./match";
import { parseTable, type Table } from "./parse";
import { readRows } from "./rows";
import { exampleCsv, templateCsv } from "./template";

const day = { days: weekdays(31), fromMinute: 480, untilMinute: 1080 };
const site = "vienna" as SiteId;

const OFFICE: Omit<Directory, "staff"> = {
  teams: [
    { id: "t1" as TeamId, name: "Finance" },
    { id: "t2" as TeamId, name: "A|B" },
    { id: "t3" as TeamId, name: "=Team" },
  ],
  areas: [
    { id: "a1" as AreaId, name: "Public doors", deviceIds: ["d1" as DeviceId, "d2" as DeviceId] },
    { id: "a2" as AreaId, name: "Side entrance", deviceIds: ["d2" as DeviceId] },
    { id: "a3" as AreaId, name: "Main entrance", deviceIds: ["d1" as DeviceId, "d3" as DeviceId] },
  ],
  devices: [
    { id: "d1" as DeviceId, name: "Main entrance", siteId: site },
    { id: "d2" as DeviceId, name: "Side entrance", siteId: site },
    { id: "d3" as DeviceId, name: "-", siteId: site },
    { id: "d4" as DeviceId, name: 'Büro "2", OG; links', siteId: site },
  ],
  schedules: [
    { id: "s1" as ScheduleId, name: "Office hours", windows: [day] },
    { id: "s2" as ScheduleId, name: "Mo-Fr 8-18", windows: [day, { ...day, days: weekdays(32) }] },
    { id: "s3" as ScheduleId, name: "office hours", windows: [{ ...day, fromMinute: 0 }] },
  ],
};

function table(text: string): Table {
  const decoded = decodeFile(new TextEncoder().encode(text));
  if (!decoded.ok) throw new Error(decoded.problem.code);
  const parsed = parseTable(decoded.text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  return parsed.table;
}

function match(text: string, directory: Directory): MatchedRow[] {
  const read = table(text);
  const { mapping, language } = suggestMapping(read.headers);
  const { rows } = readRows(read, mapping, { today: "2026-11-23", language, dateOrder: null });
  return matchRows(rows, directory);
}

const nasty = fc.constantFrom(
  "=1+1",
  "-2",
  "-",
  "'",
  "'=x",
  "@a",
  "+4",
  ";",
  ",",
  '"',
  "ß",
  "Zoë",
  "n\nm",
  "|",
  "x  y",
  "'-",
);
const text = fc
  .oneof(
    nasty,
    fc.tuple(nasty, nasty).map((parts) => parts.join(" ")),
    fc.string({ minLength: 1, maxLength: 12 }),
  )
  // biome-ignore lint/suspicious/noControlCharactersInRegex: no form lets control characters in
  .map((value) => value.replace(/[\u0000-\u0009\u000b-\u001f\u007f]/g, "").trim())
  .filter((value) => value !== "");
const word = fc.constantFrom(
  "Anna",
  "Jürgen",
  "D'Arcy",
  "van Dyk",
  "Müller-Lüdenscheidt",
  "=Max",
  "-Lo",
  "@Al",
  "Éa",
);
const pick = <T extends string>(items: readonly { readonly id: T }[]) =>
  fc.constantFrom(...items.map(({ id }) => id));

const target: fc.Arbitrary<RuleTarget> = fc.oneof(
  pick(OFFICE.areas).map((areaId) => ({ areaId })),
  pick(OFFICE.devices).map((deviceId) => ({ deviceId })),
);
const hours: fc.Arbitrary<RuleHours> = fc.oneof(
  pick(OFFICE.schedules).map((scheduleId) => ({ scheduleId })),
  fc
    .tuple(
      fc.integer({ min: 1, max: 127 }),
      fc.integer({ min: 0, max: 1439 }),
      fc.integer({ min: 1, max: 1440 }),
    )
    .filter(([, from, until]) => from < until)
    .map(([days, fromMinute, untilMinute]) => ({
      window: { days: weekdays(days), fromMinute, untilMinute },
    })),
);
const date = fc.option(fc.constantFrom("2026-01-02", "2027-04-03", "2026-12-13"));
const kinds = fc.record({ hours, app: fc.boolean(), keypad: fc.boolean(), remote: fc.boolean() });
const rules: fc.Arbitrary<WantedRule[]> = fc.oneof(
  fc
    .tuple(fc.uniqueArray(target, { maxLength: 3, selector: (it) => JSON.stringify(it) }), kinds)
    .map(([targets, same]) => targets.map((it) => ({ target: it, ...same, firstDay: null, lastDay: null }))),
  fc.array(
    fc
      .tuple(target, kinds, date)
      .map(([it, own, lastDay]) => ({ target: it, ...own, firstDay: null, lastDay })),
    { maxLength: 3 },
  ),
);

const member: fc.Arbitrary<Omit<ExistingStaff, "id" | "externalId" | "email">> = fc
  .record({
    firstName: fc.oneof(word, fc.constant("")),
    lastName: word,
    custom: fc.option(fc.constantFrom("Chef Anna", "-", "=X")),
    language: fc.option(fc.constantFrom(...STAFF_LANGUAGES)),
    department: fc.option(text),
    notes: fc.option(text),
    lastDay: date,
    teamIds: fc.uniqueArray(pick(OFFICE.teams)),
    rules,
    status: fc.constantFrom("active" as const, "suspended" as const),
  })
  .map(({ custom, ...rest }) => ({
    ...rest,
    firstDay: null,
    name: custom ?? `${rest.firstName} ${rest.lastName}`.trim(),
  }));

test("an export imports unchanged, in every language and whatever people have typed", () => {
  const staff = fc.array(fc.tuple(member, fc.boolean()), { minLength: 1, maxLength: 6 }).map((members) =>
    members.map(
      ([it, hasMail], i): ExistingStaff => ({
        ...it,
        id: `id${i}` as StaffId,
        externalId: hasMail && i % 2 ? null : `=${String(i).padStart(4, "0")}`,
        email: hasMail ? `person${i}@example.com` : null,
      }),
    ),
  );
  fc.assert(
    fc.property(staff, fc.constantFrom(...FILE_LANGUAGES), (people, language) => {
      const directory = { ...OFFICE, staff: people };
      const rows = match(exportStaffCsv(directory, language), directory);
      const told = rows.map((row) => ({
        outcome: row.outcome,
        changes: "changes" in row ? row.changes : [],
        errors: row.problems.filter(({ severity }) => severity === "error"),
      }));
      expect(told).toEqual(people.map(() => ({ outcome: "unchanged", changes: [], errors: [] })));
    }),
    { numRuns: 300 },
  );
});

describe("the export", () => {
  const person = {
    id: "id1" as StaffId,
    status: "active" as const,
    externalId: "00417",
    firstName: "Zoë",
    lastName: "D'Arcy",
    name: "Zoë D'Arcy",
    email: null,
    language: "de" as const,
    department: "=cmd",
    notes: null,
    firstDay: "2026-09-01",
    lastDay: null,
    teamIds: ["t1" as TeamId, "t2" as TeamId],
    rules: [
      {
        target: { deviceId: "d2" as DeviceId },
        hours: { window: day },
        app: false,
        keypad: true,
        remote: false,
        firstDay: null,
        lastDay: null,
      },
    ],
  };
  const directory = {
    ...OFFICE,
    staff: [person, { ...person, id: "id2" as StaffId, status: "removed" as const }],
  };

  test("has the columns of the import in the reader's language and no column for codes", () => {
    const { headers, rows } = table(exportStaffCsv(directory, "de"));
    expect(headers.map(fieldOf)).not.toContain("pin");
    expect(headers.every((header) => fieldOf(header))).toBe(true);
    expect(rows.length).toBe(1);
    expect(rows[0]?.cells).toEqual([
      "00417",
      "Zoë",
      "D'Arcy",
      "",
      "",
      "de",
      "=cmd",
      "Finance|t2",
      "Side entrance",
      "",
      "Montag-Freitag",
      "08:00",
      "18:00",
      "01.09.2026",
      "",
      "keypad",
      "nein",
      "",
    ]);
  });

  test("guards formulas, begins with a byte order mark and ends its lines as spreadsheets do", () => {
    const csv = exportStaffCsv(directory, "en", new Set([person.id]));
    expect(csv.startsWith("\ufeffEmployee ID,")).toBe(true);
    expect(csv).toContain(",'=cmd,");
    expect(csv.endsWith("\r\n")).toBe(true);
    expect(exportStaffCsv(directory, "en", new Set()).split("\r\n").length).toBe(2);
  });
});

describe("the list of failed rows", () => {
  const source = table("Name;Code;Door\nA;748392;x\nB;593827;y\nC;958372;z;847362\n");
  const options = { mapping: ["display_name", null, "areas"] as const, language: "en" as const };

  test("has the original columns, the reasons, and no code even where that column was ignored", () => {
    const failures = [
      { line: 2, field: "Doors", code: "unknown_area", reason: "No door x" },
      { line: 2, field: "Doors", code: "unknown_area", reason: "=Perhaps y" },
      { line: 4, field: "", code: "too_many_cells", reason: "4 cells" },
    ];
    const csv = failedRowsCsv(source, failures, options);
    for (const code of ["748392", "593827", "958372", "847362"]) expect(csv).not.toContain(code);
    expect(table(csv).headers).toEqual(["Name", "Code", "Door", ...FAILURE_HEADERS.en]);
    expect(table(csv).rows.map(({ cells }) => cells)).toEqual([
      ["A", "", "x", "2", "Doors", "unknown_area", "No door x | =Perhaps y"],
      ["C", "", "z", "4", "", "too_many_cells", "4 cells"],
    ]);
  });

  test("can be imported again: none of its headings is one of a field", () => {
    for (const language of FILE_LANGUAGES)
      expect(FAILURE_HEADERS[language].map(fieldOf)).toEqual([null, null, null, null]);
  });
});

describe.each(FILE_LANGUAGES)("the files to download in %s", (language) => {
  test("tell their language and are understood", () => {
    const example = table(exampleCsv(language, ["Main entrance", 'Büro "2", OG; links']));
    expect(suggestMapping(example.headers)).toMatchObject({ unknown: [], conflicts: [], language });
    const rows = match(exampleCsv(language, ["Public doors", 'Büro "2", OG; links']), {
      ...OFFICE,
      staff: [],
    });
    expect(rows.map(({ outcome, problems }) => [outcome, problems])).toEqual([
      ["add", []],
      ["add", []],
    ]);
  });

  test("the template has every column once", () => {
    const headers = templateCsv(language).replace("\ufeff", "").trim().split(/[;,]/);
    const { mapping, language: guessed } = suggestMapping(headers);
    expect(guessed).toBe(language);
    expect(new Set(mapping).size).toBe(20);
    expect(mapping).not.toContain(null);
  });
});

describe("corrections in place", () => {
  const source = table("Name;Doors\nA;Mian|Side\nB; Mian \nC;Mian 2\nD\n");
  const cells = (edited: Table) => edited.rows.map((row) => row.cells);

  test("one cell changes and its line stays", () => {
    const edited = editCell(source, 3, 1, "Main");
    expect(cells(edited)).toEqual([["A", "Mian|Side"], ["B", "Main"], ["C", "Mian 2"], ["D"]]);
    expect(edited.rows[1]?.line).toBe(3);
    expect(editCell(source, 5, 0, "x").rows[3]?.cells).toEqual(["D"]);
  });

  test("replacing in all rows touches whole values only, also among several", () => {
    expect(cells(replaceValue(source, 1, "Mian", "Main"))).toEqual([
      ["A", "Main|Side"],
      ["B", "Main"],
      ["C", "Mian 2"],
      ["D"],
    ]);
  });
});
