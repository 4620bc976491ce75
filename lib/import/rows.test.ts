import { describe, expect, test } from "vitest";
import { suggestMapping } from "./columns";
import { decodeFile } from "./decode";
import { parseTable } from "./parse";
import type { Problem } from "./problem";
import { type ReadSettings, readRows } from "./rows";

function read(text: string, settings: Partial<ReadSettings> = {}) {
  const parsed = parseTable(text);
  if (!parsed.ok) throw new Error(parsed.problem.code);
  const { mapping, language } = suggestMapping(parsed.table.headers);
  return readRows(parsed.table, mapping, { today: "2026-11-23", language, dateOrder: null, ...settings });
}

const only = (text: string, settings?: Partial<ReadSettings>) => {
  const [row] = read(text, settings).rows;
  if (!row) throw new Error("no row");
  return row;
};

const brief = (problems: readonly Problem[]) =>
  problems.map(({ severity, field, code }) => [severity, field, code]);

test("the example of the specification is read from Windows-1252", () => {
  const text = [
    "sep=;",
    "Personalnummer;Vorname;Nachname;E-Mail;Abteilung;Türen;Wochentage;Von;Bis;Gültig ab;Gültig bis;Zutrittscode",
    "00417;Jürgen;Müller-Lüdenscheidt;j.mueller@example.com;Finanzen;Haupteingang|Büro 2.OG;Mo-Fr;08:00;18:00;01.09.2026;;",
    "00418;Zoë;D'Arcy;;Reinigung;Haupteingang;Mo,Mi,Fr;6:00;8:30;01.09.2026;31.12.2026;",
  ].join("\r\n");
  const decoded = decodeFile(Uint8Array.from(text, (char) => char.charCodeAt(0)));
  if (!decoded.ok) throw new Error(decoded.problem.code);
  const { rows, asks } = read(decoded.text);
  expect(asks).toEqual([]);
  expect(rows).toEqual([
    {
      line: 3,
      name: "Jürgen Müller-Lüdenscheidt",
      problems: [],
      fields: {
        externalId: "00417",
        firstName: "Jürgen",
        lastName: "Müller-Lüdenscheidt",
        email: "j.mueller@example.com",
        department: "Finanzen",
        doors: ["Haupteingang", "Büro 2.OG"],
        days: 31,
        fromMinute: 480,
        untilMinute: 1080,
        firstDay: "2026-09-01",
      },
    },
    {
      line: 4,
      name: "Zoë D'Arcy",
      problems: [],
      fields: {
        externalId: "00418",
        firstName: "Zoë",
        lastName: "D'Arcy",
        department: "Reinigung",
        doors: ["Haupteingang"],
        days: 21,
        fromMinute: 360,
        untilMinute: 510,
        firstDay: "2026-09-01",
        lastDay: "2026-12-31",
      },
    },
  ]);
});

describe("cells", () => {
  test("blank leaves, a dash empties, and a guarded dash is a dash", () => {
    const header = "Name;Department;Notes;E-Mail\n";
    expect(only(`${header}A B;;-;  \n`).fields).toEqual({
      firstName: "A",
      lastName: "B",
      name: "A B",
      notes: null,
    });
    expect(only(`${header}A B;'-;x;-\n`).fields).toMatchObject({ department: "-", notes: "x", email: null });
  });

  test("what a person must have cannot be emptied", () => {
    const row = only("First name;Last name;PIN;Days;E-Mail\n-;B;-;-;x@y.at\n");
    expect(brief(row.problems)).toEqual([
      ["error", "first_name", "cannot_be_emptied"],
      ["error", "weekdays", "cannot_be_emptied"],
      ["error", "pin", "cannot_be_emptied"],
    ]);
  });

  test("a turned name is turned round with a notice", () => {
    const row = only('Name;Note\n"Müller, Anna";x\n');
    expect(row.fields).toMatchObject({ firstName: "Anna", lastName: "Müller", name: "Anna Müller" });
    expect(brief(row.problems)).toEqual([["notice", "display_name", "name_turned"]]);
  });

  test("a row without a name and without a key is refused", () => {
    expect(brief(only("Name;Department\n;Finance\n").problems)).toEqual([["error", null, "name_missing"]]);
  });

  test("several mistakes of one row come together", () => {
    const row = only("Name;E-Mail;Days;From;To;Start date\nA;nope;Funday;25:00;8:00;31.02.2026\n");
    expect(row.problems.map(({ code }) => code).sort()).toEqual([
      "date_impossible",
      "email_invalid",
      "time_unknown",
      "weekdays_unknown",
    ]);
  });

  test("a malformed row comes back with its reason, and nothing in it is used for access", () => {
    const row = only("Name;E-Mail;Days\nA;a@b.at\n");
    expect(row).toMatchObject({ line: 2, name: "A", fields: { email: "a@b.at" } });
    expect(brief(row.problems)).toEqual([["error", null, "too_few_cells"]]);
  });
});

describe("hours", () => {
  const header = "Name;Days;From;To;Schedule\n";
  test.each([
    ["A;;18:00;08:00;", "time_until", "time_passes_midnight"],
    ["A;;22:00;06:00;", "time_until", "time_passes_midnight"],
    ["A;;08:00;08:00;", "time_until", "time_passes_midnight"],
    ["A;;08:00;00:00;", "time_until", "time_until_midnight"],
    ["A;;08:00;;", "time_until", "time_incomplete"],
    ["A;;;18:00;", "time_from", "time_incomplete"],
    ["A;Mo;;;Office hours", "schedule", "hours_twice"],
  ])("%s is refused", (row, field, code) => {
    expect(brief(only(`${header + row}\n`).problems)).toEqual([["error", field, code]]);
  });

  test("24:00 is the end of the day", () => {
    const row = only(`${header}A;Mo-Fr;08:00;24:00;\n`);
    expect(row).toMatchObject({ problems: [], fields: { fromMinute: 480, untilMinute: 1440 } });
  });

  test("a schedule may be a name or a window", () => {
    expect(only(`${header}A;;;;Office hours\n`).fields.schedule).toEqual({
      text: "Office hours",
      window: null,
    });
    expect(only(`${header}A;;;;Mo-Fr 8-18\n`).fields.schedule?.window).toEqual({
      days: 31,
      fromMinute: 480,
      untilMinute: 1080,
    });
  });
});

describe("dates", () => {
  const header = "Name;Start date;End date\n";
  test("an end before the start is refused, an end in the past is a warning", () => {
    expect(brief(only(`${header}A;2026-12-01;2026-11-30\n`).problems)).toEqual([
      ["error", "valid_until", "dates_reversed"],
    ]);
    expect(brief(only(`${header}A;;2026-11-22\n`).problems)).toEqual([
      ["warning", "valid_until", "ends_in_past"],
    ]);
    expect(only(`${header}A;;2026-11-23\n`).problems).toEqual([]);
  });

  test("one clear value settles the order for the whole file", () => {
    const { rows, asks } = read(`${header}A;03/04/2027;\nB;;31/12/2027\n`);
    expect(asks).toEqual([]);
    expect(rows[0]?.fields.firstDay).toBe("2027-04-03");
  });

  test("an open order is asked once, and the answer is used", () => {
    const text = `${header}A;03/04/2027;\nB;05/06/2027;\nC;05/05/2027;\n`;
    const { rows, asks } = read(text);
    expect(asks).toEqual([{ kind: "date_order", examples: ["03/04/2027", "05/06/2027"] }]);
    expect(rows.map(({ problems }) => problems.map(({ code }) => code))).toEqual([
      ["date_order_unknown"],
      ["date_order_unknown"],
      [],
    ]);
    const answered = read(text, { dateOrder: "month_first" });
    expect(answered.asks).toEqual([]);
    expect(answered.rows.map(({ fields }) => fields.firstDay)).toEqual([
      "2027-03-04",
      "2027-05-06",
      "2027-05-05",
    ]);
  });
});

test("clashing weekdays are asked once with the languages in question", () => {
  const text = "external_id;first_name;last_name;weekdays\n1;A;B;Di\n2;C;D;Mo-Fr\n";
  const { rows, asks } = read(text, { language: null });
  expect(asks).toEqual([{ kind: "weekday_language", examples: ["Di"], languages: ["de", "fr", "nl"] }]);
  expect(rows.map(({ problems }) => problems.length)).toEqual([1, 0]);
  expect(read(text, { language: "fr" }).rows[0]?.fields.days).toBe(64);
});

describe("codes", () => {
  test("a code that is not allowed is refused without showing it", () => {
    const codeProblem = (code: string) => (code.startsWith("12") ? "starts_12" : null);
    const rows = read("Name;PIN\nA;123459\nB;12345\nC;102938\nD;748 392\n", { codeProblem }).rows;
    expect(rows.map(({ problems }) => problems.map(({ params }) => params.reason))).toEqual([
      ["starts_12"],
      ["length"],
      ["digits"],
      [],
    ]);
    expect(rows[3]?.fields.pin).toBe("748392");
    const said = JSON.stringify(rows.map(({ problems }) => problems));
    for (const pin of ["123459", "12345", "102938"]) expect(said).not.toContain(pin);
  });

  test("two codes that differ in less than two digits name each other's line, not the code", () => {
    const { rows } = read("Name;PIN\nA;748392\nB;748393\nC;958372\nD;958372\nE;593827\n");
    expect(rows.map(({ problems }) => problems.map(({ code, params }) => [code, params]))).toEqual([
      [["pin_too_similar", { line: 3 }]],
      [["pin_too_similar", { line: 2 }]],
      [["pin_too_similar", { line: 5 }]],
      [["pin_too_similar", { line: 4 }]],
      [],
    ]);
  });
});

describe("duplicates in the file", () => {
  test("one number twice blocks both rows and names the other line", () => {
    const { rows } = read("Staff no;Name\n007;A\n008;B\n007;C\n");
    expect(rows.map(({ problems }) => problems.map(({ code, params }) => [code, params]))).toEqual([
      [["duplicate_external_id", { line: 4, value: "007" }]],
      [],
      [["duplicate_external_id", { line: 2, value: "007" }]],
    ]);
  });

  test("one address twice blocks both rows, whatever its case", () => {
    const { rows } = read("Name;Mail\nA;x@y.at\nB;X@Y.at\n");
    expect(rows.flatMap(({ problems }) => problems.map(({ code }) => code))).toEqual([
      "duplicate_email",
      "duplicate_email",
    ]);
  });

  test("one name twice is a warning where there is no key", () => {
    const { rows } = read("Staff no;Name\n1;Anna Huber\n;ANNA HUBER\n2;Anna Huber\n");
    expect(rows.map(({ problems }) => brief(problems))).toEqual([
      [],
      [["warning", null, "possible_duplicate"]],
      [],
    ]);
  });
});

describe("what a spreadsheet damages", () => {
  test("a number in scientific form is a warning", () => {
    expect(brief(only("Staff no;Name\n1,23E+05;A\n").problems)).toEqual([
      ["warning", "external_id", "scientific_notation"],
    ]);
  });

  test("numbers shorter than the column's rest are a warning", () => {
    const { rows } = read("Staff no;Name\n10417;A\n10418;B\n10419;C\n418;D\n");
    expect(rows.map(({ problems }) => problems.length)).toEqual([0, 0, 0, 1]);
    expect(rows[3]?.problems[0]).toMatchObject({
      severity: "warning",
      code: "leading_zeros_lost",
      params: { value: "418", usualLength: 5 },
    });
  });
});

test("for somebody who leaves only the key is read", () => {
  const row = only("Staff no;Name;Days;Action\n007;;Funday;remove\n");
  expect(row).toMatchObject({ problems: [], fields: { externalId: "007", action: "remove" } });
});
