import type { LocalDate } from "@/lib/access/types";
import type { Mapping } from "./columns";
import type { FileLanguage, ImportField } from "./fields";
import type { TableRow } from "./parse";
import type { Problem } from "./problem";
import { error, warning } from "./problem";
import { readYesNo } from "./values/booleans";
import { type CellValue, read, unread } from "./values/cell-value";
import { type DateOrder, readDate } from "./values/dates";
import { readEmail } from "./values/email";
import { readWindow } from "./values/hours";
import { tidy } from "./values/names";
import { readTime } from "./values/times";
import { readWeekdays } from "./values/weekdays";
import { readAccessType, readAction, readLanguage, readList } from "./values/words";

export interface ColumnSettings {
  readonly language: FileLanguage | null;
  readonly dateOrder: DateOrder | null;
  /** Why a keypad code is not allowed, or null; the rule is that of the access model. */
  readonly codeProblem?: (code: string) => string | null;
}

/** The value of one field in one row: undefined is blank or unreadable, null is "empty it". */
type Column<T> = (cells: readonly string[], problems: Problem[]) => T | null | undefined;

/** A reader per field for this file. What a cell means is worked out once per distinct text: columns repeat themselves. */
export function rowColumns(rows: readonly TableRow[], mapping: Mapping, settings: ColumnSettings) {
  const column = <T>(field: ImportField, reader: (text: string) => CellValue<T>): Column<T> =>
    columnOf(mapping.indexOf(field), reader);
  // Keys differ from row to row: remembering them costs more than reading them.
  const each = <T>(field: ImportField, reader: (text: string) => CellValue<T>): Column<T> =>
    columnOf(mapping.indexOf(field), reader, false);
  const fixed = <T>(field: ImportField, reader: (text: string) => CellValue<T>) =>
    neverEmpty(field, column(field, reader));
  const { language, dateOrder } = settings;
  const shortIds = shortIdTest(rows, mapping.indexOf("external_id"));
  const date = (field: ImportField) =>
    column<LocalDate | null>(field, (text) => readDate(text, field, dateOrder));
  const plain = (field: ImportField, tidied: (text: string) => string = same): Column<string> =>
    textOf(mapping.indexOf(field), tidied);
  const name = (field: ImportField) => neverEmpty(field, plain(field, tidy));
  return {
    externalId: each("external_id", (text) => readId(text, shortIds)),
    firstName: name("first_name"),
    lastName: name("last_name"),
    displayName: name("display_name"),
    email: each("email", readEmail),
    language: column("language", readLanguage),
    department: plain("department"),
    notes: plain("notes"),
    teams: column("teams", (text) => read(readList(text))),
    doors: column("areas", (text) => read(readList(text))),
    schedule: fixed("schedule", (text) => read({ text, window: readWindow(text, language) })),
    days: fixed("weekdays", (text) => readWeekdays(text, language)),
    fromMinute: fixed("time_from", (text) => readTime(text, "time_from")),
    untilMinute: fixed("time_until", (text) => readTime(text, "time_until")),
    firstDay: date("valid_from"),
    lastDay: date("valid_until"),
    accessType: fixed("access_type", readAccessType),
    remote: fixed("remote_allowed", (text) => readYesNo(text, "remote_allowed")),
    pin: fixed("pin", (text) => readPin(text, settings.codeProblem)),
    action: fixed("action", readAction),
  };
}

export type RowColumns = ReturnType<typeof rowColumns>;

function columnOf<T>(index: number, reader: (text: string) => CellValue<T>, remembers = true): Column<T> {
  if (index < 0) return () => undefined;
  const known = new Map<string, CellValue<T>>();
  return (cells, problems) => {
    const cell = cells[index] ?? "";
    if (cell === "") return undefined;
    let result = remembers ? known.get(cell) : undefined;
    if (!result) {
      const text = cell.trim();
      if (text === "") return undefined;
      if (text === "-") return null;
      result = reader(withoutGuard(text));
      if (remembers) known.set(cell, result);
    }
    for (const problem of result.problems) problems.push(problem);
    return result.value;
  };
}

/** Text as it stands. */
function textOf(index: number, tidied: (text: string) => string): Column<string> {
  if (index < 0) return () => undefined;
  return (cells) => {
    const cell = cells[index] ?? "";
    const text = cell === "" ? "" : cell.trim();
    return text === "" ? undefined : text === "-" ? null : tidied(withoutGuard(text));
  };
}

/** Exports guard a real dash with an apostrophe, because a lone dash empties the field. */
function withoutGuard(text: string): string {
  return text.charCodeAt(0) === 39 && /^'+-$/.test(text) ? text.slice(1) : text;
}

function same(text: string): string {
  return text;
}

function neverEmpty<T>(field: ImportField, column: Column<T>) {
  return (cells: readonly string[], problems: Problem[]): T | undefined => {
    const value = column(cells, problems);
    if (value !== null) return value;
    problems.push(error(field, "cannot_be_emptied"));
    return undefined;
  };
}

function readId(text: string, isShort: (text: string) => number | null): CellValue<string> {
  if (/^\d([.,]\d+)?E\+?\d+$/i.test(text)) {
    return read(text, warning("external_id", "scientific_notation", { value: text }));
  }
  const usual = isShort(text);
  return usual === null
    ? read(text)
    : read(text, warning("external_id", "leading_zeros_lost", { value: text, usualLength: usual }));
}

/**
 * Tells whether a number is shorter than the column's rest. Numbers that simply grow (1 to 300) have many short ones;
 * an odd few among equally long ones have lost their zeros to a spreadsheet.
 */
function shortIdTest(rows: readonly TableRow[], index: number): (text: string) => number | null {
  const lengths = new Map<number, number>();
  let total = 0;
  for (const { cells } of index < 0 ? [] : rows) {
    const text = (cells[index] ?? "").trim();
    if (text === "") continue;
    lengths.set(text.length, (lengths.get(text.length) ?? 0) + 1);
    total++;
  }
  const [usual = 0, times = 0] = [...lengths].sort((a, b) => b[1] - a[1])[0] ?? [];
  if (times < 3 || times < total * (total < 10 ? 0.6 : 0.8)) return () => null;
  return (text) => (/^\d+$/.test(text) && text.length < usual ? usual : null);
}

function readPin(text: string, codeProblem: ColumnSettings["codeProblem"]): CellValue<string> {
  const code = text.replace(/\s/g, "");
  const reason =
    code.length !== 6 ? "length" : /^[1-9]{6}$/.test(code) ? (codeProblem?.(code) ?? null) : "digits";
  return reason === null ? read(code) : unread(error("pin", "pin_not_allowed", { reason }));
}
