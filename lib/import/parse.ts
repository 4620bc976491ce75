import Papa from "papaparse";
import { fieldOf } from "./columns";
import { detectDelimiter } from "./delimiter";
import type { FileProblem, FileProblemCode, Problem } from "./problem";
import { error, notice } from "./problem";

export const MAX_ROWS = 10_000;
export const MAX_COLUMNS = 60;
export const MAX_CELL_LENGTH = 500;

export interface TableRow {
  /** The line of the file on which the row begins, as an editor counts them. */
  readonly line: number;
  readonly cells: readonly string[];
  /** Set when the row is not well-formed: it is shown and never imported. */
  readonly problem?: Problem;
}

export interface Table {
  readonly delimiter: string;
  readonly delimiterFrom: "sep_line" | "detected" | "chosen";
  readonly headerLine: number;
  readonly headers: readonly string[];
  readonly rows: readonly TableRow[];
  readonly notices: readonly Problem[];
}

export type Parsed =
  | { readonly ok: true; readonly table: Table }
  | { readonly ok: false; readonly problem: FileProblem };

interface RawRecord {
  readonly line: number;
  readonly cells: string[];
}

/** Text to a table whose rows know their line in the file. A short or long row is flagged, never joined to the next. */
export function parseTable(source: string, options: { delimiter?: string } = {}): Parsed {
  const text = source.replace(/^\ufeff/, "").replace(/\r\n?/g, "\n");
  const sep = /^"?sep=([^\n])"?[;,\t ]*(?:\n|$)/i.exec(text);
  const body = sep ? text.slice(sep[0].length) : text;
  const delimiter = options.delimiter ?? sep?.[1] ?? detectDelimiter(body);
  const delimiterFrom = options.delimiter ? "chosen" : sep ? "sep_line" : "detected";

  const parsed = Papa.parse<string[]>(body, { delimiter, newline: "\n" });
  const firstLine = sep ? 2 : 1;
  const records = numbered(parsed.data, firstLine);
  const badQuotes = new Set<number>();
  for (const problem of parsed.errors) {
    if (problem.type !== "Quotes" || problem.row === undefined) continue;
    const line = records[problem.row]?.line ?? firstLine;
    // A quote that does not end where it should may have swallowed the rows below it: they must not vanish unseen.
    const isLong = records[problem.row]?.cells.some((cell) => cell.includes("\n"));
    if (problem.code === "MissingQuotes" || isLong) return refuse("unterminated_quote", line);
    badQuotes.add(line);
  }
  const filled = records.filter((record) => record.cells.some((cell) => cell.trim() !== ""));
  return assemble(filled, delimiter, delimiterFrom, badQuotes);
}

function assemble(
  records: readonly RawRecord[],
  delimiter: string,
  delimiterFrom: Table["delimiterFrom"],
  badQuotes: ReadonlySet<number>,
): Parsed {
  const first = records[0];
  if (!first) return refuse("empty_file");
  if (records.every(({ cells }) => withoutTrailingBlanks(cells).length < 2)) {
    return refuse("one_column", first.line, { header: (first.cells[0] ?? "").trim().slice(0, 80) });
  }
  const at = headerIndex(records);
  const header = records[at];
  if (!header) return refuse("no_header", first.line, { found: first.cells.join(" | ").slice(0, 80) });
  if (badQuotes.has(header.line)) return refuse("unterminated_quote", header.line);

  const headers = withoutTrailingBlanks(header.cells.map((cell) => cell.trim()));
  if (headers.length < 2)
    return refuse("one_column", header.line, { header: (headers[0] ?? "").slice(0, 80) });
  if (headers.length > MAX_COLUMNS) {
    return refuse("too_many_columns", header.line, { limit: MAX_COLUMNS, found: headers.length });
  }
  if (headers.some((text) => text.length > MAX_CELL_LENGTH)) {
    return refuse("header_too_long", header.line, { limit: MAX_CELL_LENGTH });
  }
  const data = records.slice(at + 1);
  if (data.length === 0) return refuse("no_rows", header.line);
  const surplus = data[MAX_ROWS];
  if (surplus) return refuse("too_many_rows", surplus.line, { limit: MAX_ROWS, found: data.length });

  const rows = data.map((record) => toRow(record, headers, badQuotes));
  const notices = duplicateHeaders(headers);
  if (at > 0) {
    notices.unshift(notice(null, "lines_skipped", { first: first.line, last: header.line - 1 }));
  }
  return { ok: true, table: { delimiter, delimiterFrom, headerLine: header.line, headers, rows, notices } };
}

/** Line breaks inside quotes are lines of the file too, so rows are counted by what their cells contain. */
function numbered(data: readonly string[][], firstLine: number): RawRecord[] {
  let line = firstLine;
  return data.map((cells) => {
    const record = { line, cells };
    line++;
    for (const cell of cells) {
      for (let i = cell.indexOf("\n"); i >= 0; i = cell.indexOf("\n", i + 1)) line++;
    }
    return record;
  });
}

/** A title or a date of print may stand above the header: the first of the top lines that names two fields counts. */
function headerIndex(records: readonly RawRecord[]): number {
  const known = records.slice(0, 10).map(({ cells }) => cells.filter((cell) => fieldOf(cell)).length);
  const best = known.findIndex((count) => count >= 2);
  if (best >= 0) return best;
  const cells = records[0]?.cells ?? [];
  if (known[0] === 1 && !cells.some(looksLikeData)) return 0;
  // No word that we know: headings in another language are words, data has numbers, dates, addresses or gaps.
  const texts = withoutTrailingBlanks(cells);
  const isHeading = !texts.some(looksLikeData) && new Set(texts).size === texts.length && !repeats(records);
  return isHeading ? 0 : -1;
}

function looksLikeData(cell: string): boolean {
  return /@|^\s*$|^\s*[\d'"+]?[\d.,:/\s-]*\d\s*$/.test(cell);
}

/** Does a value of the first line come back further down in its column? A heading does not. */
function repeats(records: readonly RawRecord[]): boolean {
  const [first, ...rest] = records;
  return (first?.cells ?? []).some(
    (cell, i) => cell.trim() !== "" && rest.some((record) => record.cells[i] === cell),
  );
}

function toRow(record: RawRecord, headers: readonly string[], badQuotes: ReadonlySet<number>): TableRow {
  const { line, cells } = record;
  const width = headers.length;
  // Programs that end each line with a delimiter make one empty cell too many.
  while (cells.length > width && cells[cells.length - 1]?.trim() === "") cells.pop();
  for (let i = 0; i < cells.length; i++) {
    const cell = cells[i] ?? "";
    if (cell.charCodeAt(0) === 39) cells[i] = withoutGuard(cell);
  }
  if (badQuotes.has(line)) return { line, cells, problem: error(null, "bad_quote") };
  if (cells.length !== width) {
    const code = cells.length < width ? "too_few_cells" : "too_many_cells";
    return { line, cells, problem: error(null, code, { expected: width, found: cells.length }) };
  }
  for (let i = 0; i < width; i++) {
    const length = cells[i]?.length ?? 0;
    if (length <= MAX_CELL_LENGTH) continue;
    const params = { column: headers[i] ?? "", limit: MAX_CELL_LENGTH, found: length };
    return { line, cells, problem: error(null, "cell_too_long", params) };
  }
  return { line, cells };
}

/**
 * Exports put `'` before what a spreadsheet would run as a formula; here it comes off. A lone `'-` keeps it until the
 * fields are read (row-columns.ts), because a lone `-` means "empty this".
 */
function withoutGuard(cell: string): string {
  return !/^'+-$/.test(cell) && /^'+[=+\-@\t\r]/.test(cell) ? cell.slice(1) : cell;
}

function withoutTrailingBlanks(cells: readonly string[]): string[] {
  let end = cells.length;
  while (end > 0 && cells[end - 1]?.trim() === "") end--;
  return cells.slice(0, end);
}

function duplicateHeaders(headers: readonly string[]): Problem[] {
  const repeated = headers.filter((header, i) => header !== "" && headers.indexOf(header) < i);
  return [...new Set(repeated)].map((header) => notice(null, "duplicate_header", { header }));
}

function refuse(
  code: FileProblemCode,
  line: number | null = null,
  params: FileProblem["params"] = {},
): Parsed {
  return { ok: false, problem: { code, line, params } };
}
