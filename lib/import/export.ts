import type { StaffId } from "@/lib/access/types";
import { ALIASES } from "./aliases";
import { fieldOf, type Mapping } from "./columns";
import { writeCsv } from "./csv-write";
import type { Directory, ExistingStaff, WantedRule } from "./directory";
import type { FileLanguage, ImportField } from "./fields";
import { IMPORT_FIELDS } from "./fields";
import { dateText, daysText, delimiterOf, FAILURE_HEADERS, timeText, yesNoText } from "./file-words";
import { lookupIn, type NameLookup, singleDeviceAreas, targetKey } from "./names-in-directory";
import type { Table } from "./parse";
import { joinName } from "./values/names";

/** The columns of an export: no code, ever, and no action, since nothing is to be done. */
export const EXPORT_FIELDS = IMPORT_FIELDS.filter((field) => field !== "pin" && field !== "action");

type Row = Partial<Record<ImportField, string>>;

/**
 * The staff as a file that imports unchanged. Doors and hours are written only where one row can hold them: for a
 * person with different hours at different doors they stay blank, and blank leaves what is there. Former staff are left
 * out: in a file they would come back.
 */
export function exportStaffCsv(
  directory: Directory,
  language: FileLanguage,
  staffIds?: ReadonlySet<StaffId>,
): string {
  const names = namesOf(directory);
  const rows = directory.staff
    .filter(({ id, status }) => status !== "removed" && (!staffIds || staffIds.has(id)))
    .map((member) => toRow(member, names, language))
    .map((row) => EXPORT_FIELDS.map((field) => row[field] ?? ""));
  return writeCsv([headersOf(EXPORT_FIELDS, language), ...rows], delimiterOf(language));
}

export function headersOf(fields: readonly ImportField[], language: FileLanguage): string[] {
  return fields.map((field) => ALIASES[field][language][0] ?? field);
}

export interface RowFailure {
  readonly line: number;
  readonly field: string;
  readonly code: string;
  /** The sentence in the reader's language. */
  readonly reason: string;
}

/** The failed rows as they were in the file, with the reasons beside them, to be corrected and imported again. */
export function failedRowsCsv(
  table: Table,
  failures: readonly RowFailure[],
  options: { mapping: Mapping; language: FileLanguage },
): string {
  const byLine = new Map<number, RowFailure[]>();
  for (const failure of failures) byLine.set(failure.line, [...(byLine.get(failure.line) ?? []), failure]);
  const isSecret = (column: number) =>
    options.mapping[column] === "pin" || fieldOf(table.headers[column] ?? "") === "pin";
  // In a row that is too long or too short any cell may be the one with the code.
  const hasSecret = table.headers.some((_, column) => isSecret(column));
  const rows = table.rows.flatMap(({ line, cells, problem }) => {
    const reasons = byLine.get(line);
    if (!reasons) return [];
    const shown = table.headers.map((_, column) => {
      const cell = cells[column] ?? "";
      return isSecret(column) || (hasSecret && problem && /\d{6}/.test(cell)) ? "" : cell;
    });
    const list = (key: "field" | "code" | "reason") =>
      [...new Set(reasons.map((reason) => reason[key]))].join(" | ");
    return [[...shown, String(line), list("field"), list("code"), list("reason")]];
  });
  return writeCsv([[...table.headers, ...FAILURE_HEADERS[options.language]], ...rows], table.delimiter);
}

interface Names {
  readonly team: (id: string) => string;
  readonly door: (rule: WantedRule) => string;
  readonly schedule: (id: string) => string;
}

/** Names, or ids where a name would not be found again: two of one name, or a `|` in it. */
function namesOf(directory: Directory): Names {
  const lookup = lookupIn(directory);
  const aliasOf = singleDeviceAreas(directory);
  const pick = <Id extends string>(
    entries: readonly { readonly id: Id; readonly name: string }[],
    isFound: (name: string, id: Id) => boolean,
  ) => {
    const texts = new Map<string, string>();
    for (const { id, name } of entries)
      texts.set(id, !isUnsafe(name) && isFound(name.trim(), id) ? name.trim() : id);
    return (id: string) => texts.get(id) ?? id;
  };
  const finds = (kind: "team" | "schedule") => (name: string, id: string) => {
    const found: ReturnType<NameLookup["team" | "schedule"]> = lookup[kind](name);
    return found.ok && found.value === id;
  };
  const findsDoor = (name: string, key: string) => {
    const found = lookup.door(name);
    return found.ok && targetKey(found.value, aliasOf) === key;
  };
  const area = pick(directory.areas, (name, areaId) => findsDoor(name, targetKey({ areaId }, aliasOf)));
  const device = pick(directory.devices, (name, deviceId) =>
    findsDoor(name, targetKey({ deviceId }, aliasOf)),
  );
  return {
    team: pick(directory.teams, finds("team")),
    door: ({ target }) => ("areaId" in target ? area(target.areaId) : device(target.deviceId)),
    schedule: pick(directory.schedules, finds("schedule")),
  };
}

/** Would this name be changed by being written into a cell and read back? */
function isUnsafe(name: string): boolean {
  return name.includes("|") || /^'|^-?$/.test(name.trim()) || /[\r\n]/.test(name);
}

function toRow(member: ExistingStaff, names: Names, language: FileLanguage): Row {
  const isJoined = member.name === joinName(member.firstName, member.lastName);
  return {
    external_id: member.externalId ?? "",
    first_name: member.firstName,
    last_name: member.lastName,
    display_name: isJoined ? "" : member.name,
    email: member.email ?? "",
    language: member.language ?? "",
    department: member.department ?? "",
    teams: member.teamIds.map(names.team).join("|"),
    valid_from: member.firstDay ? dateText(member.firstDay, language) : "",
    valid_until: member.lastDay ? dateText(member.lastDay, language) : "",
    notes: member.notes ?? "",
    ...accessOf(member.rules, names, language),
  };
}

function accessOf(rules: readonly WantedRule[], names: Names, language: FileLanguage): Row {
  const [first, ...more] = rules;
  if (!first || !(first.app || first.keypad)) return {};
  const same = ({ hours, app, keypad, remote, firstDay, lastDay }: WantedRule) =>
    JSON.stringify([hours, app, keypad, remote, firstDay, lastDay]);
  if (more.some((rule) => same(rule) !== same(first))) return {};
  const { hours, app, keypad, remote } = first;
  const when: Row =
    "scheduleId" in hours
      ? { schedule: names.schedule(hours.scheduleId) }
      : {
          weekdays: daysText(hours.window.days, language),
          time_from: timeText(hours.window.fromMinute),
          time_until: timeText(hours.window.untilMinute),
        };
  return {
    areas: [...new Set(rules.map(names.door))].join("|"),
    ...when,
    access_type: app && keypad ? "both" : app ? "app" : "keypad",
    remote_allowed: yesNoText(remote, language),
  };
}
