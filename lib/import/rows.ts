import type { LocalDate } from "@/lib/access/types";
import type { Mapping } from "./columns";
import { checkTogether } from "./duplicates";
import type { FileLanguage } from "./fields";
import { FILE_LANGUAGES } from "./fields";
import type { Table, TableRow } from "./parse";
import type { Problem } from "./problem";
import { error, notice, warning } from "./problem";
import { type ColumnSettings, type RowColumns, rowColumns } from "./row-columns";
import type { RowFields } from "./row-fields";
import { type DateOrder, findDateOrder, readDate } from "./values/dates";
import { joinName, readFullName } from "./values/names";
import { clashingLanguages } from "./values/weekdays";

export interface ReadSettings extends ColumnSettings {
  /** The day in the calendar of the office, to say that an end lies in the past. */
  readonly today: LocalDate;
  /** What a person chose; null takes what the file's dates tell. */
  readonly dateOrder: DateOrder | null;
}

export interface ImportRow {
  readonly line: number;
  /** The person as the file calls them, for lists; may be empty. */
  readonly name: string;
  readonly fields: RowFields;
  readonly problems: readonly Problem[];
}

/** A question that the file leaves open, once for all rows. */
export type Ask =
  | { readonly kind: "date_order"; readonly examples: readonly string[] }
  | {
      readonly kind: "weekday_language";
      readonly examples: readonly string[];
      readonly languages: readonly FileLanguage[];
    };

/** Typed values and problems per row. No row is dropped: what cannot be read comes back with the reason. */
export function readRows(
  table: Table,
  mapping: Mapping,
  settings: ReadSettings,
): { rows: ImportRow[]; asks: Ask[] } {
  const dateOrder = settings.dateOrder ?? settledOrder(table, mapping);
  const columns = rowColumns(table.rows, mapping, { ...settings, dateOrder });
  const rows = table.rows.map((row) => readRow(row, columns, settings.today));
  return { rows: checkTogether(rows), asks: asksOf(table, mapping, settings.language, dateOrder) };
}

function readRow(row: TableRow, columns: RowColumns, today: LocalDate): ImportRow {
  const problems: Problem[] = [];
  const { cells, line } = row;
  const action = columns.action(cells, problems) ?? undefined;
  const person = readPerson(cells, columns, problems);
  if (row.problem) {
    // The cells may be shifted. What they seem to say only keeps the person off the list of leavers.
    return { line, name: labelOf(person), fields: person, problems: [row.problem] };
  }
  // Whoever is suspended or removed needs to be found, nothing else.
  const isLeaving = action === "suspend" || action === "remove";
  const access = isLeaving ? null : readAccess(cells, columns, problems, today);
  const fields: RowFields = { ...person, ...access, action };
  const name = labelOf(person);
  if (name === "" && !fields.externalId && !fields.email) problems.push(error(null, "name_missing"));
  return { line, name, fields, problems };
}

function readPerson(cells: readonly string[], columns: RowColumns, problems: Problem[]): RowFields {
  const externalId = columns.externalId(cells, problems);
  const email = columns.email(cells, problems);
  const firstName = columns.firstName(cells, problems);
  const lastName = columns.lastName(cells, problems);
  const whole = columns.displayName(cells, problems);
  if (whole === undefined) return { externalId, email, firstName, lastName };
  const parts = readFullName(whole);
  const name = parts.turned ? joinName(parts.firstName, parts.lastName) : whole;
  if (parts.turned) problems.push(notice("display_name", "name_turned", { value: whole, name }));
  if (firstName !== undefined || lastName !== undefined)
    return { externalId, email, firstName, lastName, name };
  return { externalId, email, firstName: parts.firstName, lastName: parts.lastName, name };
}

function labelOf({ name, firstName = "", lastName = "" }: RowFields): string {
  return name ?? joinName(firstName, lastName);
}

function readAccess(
  cells: readonly string[],
  columns: RowColumns,
  problems: Problem[],
  today: LocalDate,
): RowFields {
  const hours = readHours(cells, columns, problems);
  const fields: RowFields = {
    language: columns.language(cells, problems),
    department: columns.department(cells, problems),
    notes: columns.notes(cells, problems),
    teams: columns.teams(cells, problems),
    doors: columns.doors(cells, problems),
    firstDay: columns.firstDay(cells, problems),
    lastDay: columns.lastDay(cells, problems),
    accessType: columns.accessType(cells, problems),
    remote: columns.remote(cells, problems),
    pin: columns.pin(cells, problems),
    schedule: hours.schedule,
    days: hours.days,
    fromMinute: hours.fromMinute,
    untilMinute: hours.untilMinute,
  };
  const { firstDay, lastDay } = fields;
  if (firstDay && lastDay && lastDay < firstDay) {
    problems.push(error("valid_until", "dates_reversed", { from: firstDay, until: lastDay }));
  } else if (lastDay && lastDay < today) {
    problems.push(warning("valid_until", "ends_in_past", { date: lastDay }));
  }
  return fields;
}

function readHours(cells: readonly string[], columns: RowColumns, problems: Problem[]): RowFields {
  const before = problems.length;
  const schedule = columns.schedule(cells, problems);
  const days = columns.days(cells, problems);
  const fromMinute = columns.fromMinute(cells, problems);
  const untilMinute = columns.untilMinute(cells, problems);
  const unreadable = problems.slice(before).some((problem) => problem.severity === "error");
  const hasTime = fromMinute !== undefined || untilMinute !== undefined;
  if (schedule && (days !== undefined || hasTime)) problems.push(error("schedule", "hours_twice"));
  if (fromMinute !== undefined && untilMinute !== undefined) {
    if (untilMinute === 0) problems.push(error("time_until", "time_until_midnight"));
    else if (untilMinute <= fromMinute) {
      problems.push(error("time_until", "time_passes_midnight", { fromMinute, untilMinute }));
    }
  } else if (hasTime && !unreadable) {
    problems.push(error(fromMinute === undefined ? "time_from" : "time_until", "time_incomplete"));
  }
  return { schedule, days, fromMinute, untilMinute };
}

function dateCells(table: Table, mapping: Mapping): string[] {
  const indexes = [mapping.indexOf("valid_from"), mapping.indexOf("valid_until")].filter(
    (index) => index >= 0,
  );
  const cells = new Set<string>();
  for (const row of table.rows) for (const index of indexes) cells.add((row.cells[index] ?? "").trim());
  return [...cells];
}

function settledOrder(table: Table, mapping: Mapping): DateOrder | null {
  const found = findDateOrder(dateCells(table, mapping));
  return found === "day_first" || found === "month_first" ? found : null;
}

function asksOf(
  table: Table,
  mapping: Mapping,
  language: FileLanguage | null,
  dateOrder: DateOrder | null,
): Ask[] {
  const asks: Ask[] = [];
  const isOpen = (cell: string) =>
    readDate(cell, "valid_from", dateOrder).problems.some(({ code }) => code === "date_order_unknown");
  const dates = dateOrder ? [] : dateCells(table, mapping).filter(isOpen);
  if (dates.length > 0) asks.push({ kind: "date_order", examples: dates.slice(0, 3) });

  const column = mapping.indexOf("weekdays");
  const cells =
    column < 0 || language ? [] : new Set(table.rows.map((row) => (row.cells[column] ?? "").trim()));
  const clashing = [...cells].filter((cell) => cell !== "" && clashingLanguages(cell).length > 0);
  if (clashing.length > 0) {
    const possible = new Set(clashing.flatMap(clashingLanguages));
    const languages = FILE_LANGUAGES.filter((known) => possible.has(known));
    asks.push({ kind: "weekday_language", examples: clashing.slice(0, 3), languages });
  }
  return asks;
}
