import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { MAX_ROWS, parseTable, type Table } from "./parse";

function table(text: string, delimiter?: string): Table {
  const parsed = parseTable(text, { delimiter });
  if (!parsed.ok) throw new Error(`${parsed.problem.code} in line ${parsed.problem.line}`);
  return parsed.table;
}

function problem(text: string) {
  const parsed = parseTable(text);
  return parsed.ok ? null : parsed.problem;
}

describe("delimiters", () => {
  test.each([
    ["semicolon", "Vorname;Nachname\nA;B,C\nD;E,F\n", ";"],
    ["comma", "Vorname,Nachname\nA,B\n", ","],
    ["tab", "Vorname\tNachname\nA;x\tB\n", "\t"],
    ["pipe", "Vorname|Nachname\nA|B\n", "|"],
    ["semicolon, though every row has one comma", 'Name;E-Mail\n"Huber, A";\nHuber, B;\nHuber, C;\n', ";"],
    ["semicolon, though every row has one pipe", "Name;Doors\nA;x|y\nB;x|y\n", ";"],
    ["semicolon, though one row is too short", "Name;E-Mail\nHuber, A\nHuber, B;\nHuber, C;\n", ";"],
  ])("%s is found", (_, text, delimiter) => {
    expect(table(text)).toMatchObject({ delimiter, delimiterFrom: "detected" });
  });

  test.each(["sep=;\nName;Mail\nA;b\n", "\ufeffsep=;\r\nName;Mail\r\nA;b\r\n", '"sep=;"\nName;Mail\nA;b\n'])(
    "a sep= line decides and counts as a line",
    (text) => {
      const found = table(text);
      expect(found).toMatchObject({ delimiter: ";", delimiterFrom: "sep_line", headerLine: 2 });
      expect(found.rows).toEqual([{ line: 3, cells: ["A", "b"] }]);
    },
  );

  test("a person may choose another one", () => {
    expect(table("Name;a,Mail;b\nx,y\n", ",")).toMatchObject({
      delimiterFrom: "chosen",
      headers: ["Name;a", "Mail;b"],
    });
  });
});

describe("rows", () => {
  test("lines are counted in the file: after quoted line breaks, blank lines and titles", () => {
    const found = table('Staff list\n\nName;Note\n"A";"one\ntwo\r\nthree"\n\n;\nB;x\n');
    expect(found.headerLine).toBe(3);
    expect(found.rows.map(({ line }) => line)).toEqual([4, 9]);
    expect(found.rows[0]?.cells).toEqual(["A", "one\ntwo\nthree"]);
    expect(found.notices).toMatchObject([{ code: "lines_skipped", params: { first: 1, last: 2 } }]);
  });

  test.each(["\n", "\r\n", "\r"])("line ending %j", (end) => {
    const found = table(["Name;Mail", "A;b", 'C;"d"'].join(end));
    expect(found.rows).toEqual([
      { line: 2, cells: ["A", "b"] },
      { line: 3, cells: ["C", "d"] },
    ]);
  });

  test("quotes hold delimiters and doubled quotes", () => {
    expect(table('Name;Note\n"a;b";"say ""hi"""\n').rows[0]?.cells).toEqual(["a;b", 'say "hi"']);
  });

  test("a short or a long row is flagged and never joined to the next", () => {
    const { rows } = table("Name;Mail;Note\nA;b\nC;d;e;f\nG;h;i\n");
    expect(rows.map(({ line, problem: found }) => [line, found?.code, found?.params])).toEqual([
      [2, "too_few_cells", { expected: 3, found: 2 }],
      [3, "too_many_cells", { expected: 3, found: 4 }],
      [4, undefined, undefined],
    ]);
  });

  test("trailing delimiters are no columns", () => {
    const found = table("Name;Mail;;\nA;b;;\nC;d;\nE;f\n");
    expect(found.headers).toEqual(["Name", "Mail"]);
    expect(found.rows.every(({ problem: none }) => none === undefined)).toBe(true);
  });

  test("a quote inside a quoted cell blocks its row only", () => {
    const { rows } = table('Name;Mail\n"A"x";b\nC;d\n');
    expect(rows.map(({ line, problem: found }) => [line, found?.code])).toEqual([
      [2, "bad_quote"],
      [3, undefined],
    ]);
  });

  test("the guard before formulas comes off", () => {
    const cells = table("Name;Note;x\n'=1+1;'@x;'-\n'Anna;''=a;'+4\n").rows.map((row) => row.cells);
    expect(cells).toEqual([
      ["=1+1", "@x", "'-"],
      ["'Anna", "'=a", "+4"],
    ]);
  });

  test("a cell of more than 500 characters is named with its column", () => {
    const { rows } = table(`Name;Note\nA;${"x".repeat(501)}\nB;${"x".repeat(500)}\n`);
    expect(rows.map((row) => row.problem?.code)).toEqual(["cell_too_long", undefined]);
    expect(rows[0]?.problem?.params).toEqual({ column: "Note", limit: 500, found: 501 });
  });

  test("two equal headings are said", () => {
    expect(table("Name;Note;Note\nA;b;c\n").notices).toMatchObject([
      { code: "duplicate_header", params: { header: "Note" } },
    ]);
  });
});

describe("what stops the file names its line", () => {
  const wide = Array.from({ length: 61 }, (_, i) => `Column ${i}`).join(";");
  test.each([
    ["an unterminated quote", 'Name;Mail\nA;b\nC;"d\nE;f\nG;h\n', "unterminated_quote", 3],
    [
      "a quote that would swallow the row below it",
      'Name;Mail\nA;b\n"C"x;d\n"E";f\nG;h\n',
      "unterminated_quote",
      3,
    ],
    ["one column", "Name\nAnna\nBen\n", "one_column", 1],
    ["one column of numbers", "1\n2\n3\n", "one_column", 1],
    ["no header, first row a person", "00417;Jürgen;Müller\n00418;Zoë;D'Arcy\n", "no_header", 1],
    ["no header, an address in the first row", "Anna;a@example.com\nBen;b@example.com\n", "no_header", 1],
    ["no header, a word that comes back", "Anna;Huber;Finance\nBen;Maier;Finance\n", "no_header", 1],
    ["a header only", "Name;Mail\n", "no_rows", 1],
    ["61 columns", `${wide}\n${wide.replaceAll("Column", "x")}\n`, "too_many_columns", 1],
  ])("%s", (_, text, code, line) => {
    expect(problem(text)).toMatchObject({ code, line });
  });

  test("10,000 rows are read and 10,001 are not", () => {
    const rows = (count: number) => `Name;Mail\n${"A;b\n".repeat(count)}`;
    expect(table(rows(MAX_ROWS)).rows.length).toBe(10_000);
    expect(problem(rows(MAX_ROWS + 1))).toEqual({
      code: "too_many_rows",
      line: 10_002,
      params: { limit: 10_000, found: 10_001 },
    });
  });

  test("headings in a language that nobody here knows are headings", () => {
    expect(table("Etunimi;Sukunimi\nAino;Virtanen\n").headers).toEqual(["Etunimi", "Sukunimi"]);
  });
});

test("every row carries the line on which it begins, whatever is quoted above it", () => {
  const cell = fc.array(fc.constantFrom("a", "b ", "\n", "\r\n", "\r", '"', ";", ","), { maxLength: 6 });
  const row = fc.tuple(cell, cell);
  const ending = fc.constantFrom("\n", "\r\n", "\r");
  fc.assert(
    fc.property(fc.array(row, { minLength: 1, maxLength: 12 }), ending, (rows, end) => {
      let text = `Name;E-Mail${end}`;
      const expected: [number, string][] = [];
      for (const [first, second] of rows) {
        const key = `row${expected.length}`;
        expected.push([text.split(/\r\n|\r|\n/).length, key]);
        const quoted = [[key, ...first], second].map((parts) => `"${parts.join("").replaceAll('"', '""')}"`);
        text += quoted.join(";") + end;
      }
      const found = table(text).rows.map(({ line, cells }) => [line, /^row\d+/.exec(cells[0] ?? "")?.[0]]);
      expect(found).toEqual(expected);
    }),
  );
});

test("parsing never throws", () => {
  const piece = fc.constantFrom("a", "1", '"', ";", ",", "\n", "\r", "\t", "|", "sep=;", "Name", "'=", " ");
  fc.assert(
    fc.property(fc.array(piece), (pieces) => void parseTable(pieces.join(""))),
    { numRuns: 500 },
  );
});
