import type { StaffId, TeamId } from "@/lib/access/types";
import { type Change, changesBetween } from "./changes";
import type { Directory, ExistingStaff, RuleHours, StaffValues } from "./directory";
import { lookupIn } from "./names-in-directory";
import { blocks, error, type Problem, warning } from "./problem";
import type { RowFields } from "./row-fields";
import type { ImportRow } from "./rows";
import { type StaffIndex, staffIndex } from "./staff-index";
import { joinName } from "./values/names";
import type { AccessType } from "./values/words";
import { type RuleContext, ruleContext, wantedRules } from "./wanted-rules";

export interface MatchOptions {
  /** The kind of access for new rules where the file does not say. */
  readonly defaultAccess?: AccessType;
  /** The hours for new rules where the file does not say; without them such a row is refused. */
  readonly hoursWhenBlank?: RuleHours | null;
  /** What a person said about rows that share a name with somebody, by line. */
  readonly decisions?: ReadonlyMap<number, { readonly as: "new" } | { readonly as: StaffId }>;
  /** Is this already the person's keypad code? Without an answer every code in the file is a change. */
  readonly isCurrentCode?: (staffId: StaffId, code: string) => boolean;
  /** Does anybody else have this code, or one too much like it? */
  readonly isTakenCode?: (code: string, staffId: StaffId | null) => boolean;
  /** What a row says then. */
  readonly takenAs?: "pin_taken" | "pins_untold";
}

interface MatchedBase {
  readonly line: number;
  readonly name: string;
  readonly problems: readonly Problem[];
}

/** What a row would do. `pin` is the code that the file gives, for the encrypted column and nothing else. */
export type MatchedRow = MatchedBase &
  (
    | { readonly outcome: "add"; readonly values: StaffValues; readonly pin: string | null }
    | {
        readonly outcome: "update";
        readonly staffId: StaffId;
        readonly values: StaffValues;
        readonly pin: string | null;
        readonly changes: readonly Change[];
      }
    | { readonly outcome: "unchanged" | "suspend" | "remove"; readonly staffId: StaffId }
    | { readonly outcome: "blocked"; readonly staffId: StaffId | null }
  );

interface Context {
  readonly index: StaffIndex;
  readonly rules: RuleContext;
  readonly options: MatchOptions;
}

/**
 * So many rows may say that their code is taken: as many as come by chance. More would be a way to try out codes by the
 * file, and a code that is known to be taken opens a door.
 */
export const mostTakenTold = 20;

/** Compares rows with what exists. The key is the external id, else the e-mail address, and never the name alone. */
export function matchRows(
  rows: readonly ImportRow[],
  directory: Directory,
  options: MatchOptions = {},
): MatchedRow[] {
  const defaults = { access: options.defaultAccess ?? "keypad", hours: options.hoursWhenBlank ?? null };
  const context = {
    index: staffIndex(directory.staff),
    rules: ruleContext(directory, lookupIn(directory), defaults),
    options,
  };
  const all = (over: Partial<MatchOptions>) =>
    rows.map((row) => matchRow(row, { ...context, options: { ...options, ...over } }));
  const matched = all({});
  const taken = matched.filter(({ problems }) => problems.some(({ code }) => code === "pin_taken"));
  const isTold = taken.length <= mostTakenTold;
  // Then each code of the file is refused alike, so that none is told apart from another.
  return onePersonOnce(isTold ? matched : all({ isTakenCode: () => true, takenAs: "pins_untold" }));
}

/** How many rows do what. */
export function countOutcomes(rows: readonly MatchedRow[]): Record<MatchedRow["outcome"], number> {
  const counts = { add: 0, update: 0, unchanged: 0, suspend: 0, remove: 0, blocked: 0 };
  for (const row of rows) counts[row.outcome]++;
  return counts;
}

function matchRow(row: ImportRow, context: Context): MatchedRow {
  const problems = [...row.problems];
  const staff = findStaff(row, context, problems);
  const base = { line: row.line, name: row.name || staff?.name || "", problems };
  const { action } = row.fields;
  const blocked = () => ({ ...base, outcome: "blocked" as const, staffId: staff?.id ?? null });
  if (action === "create" && staff && staff.status !== "removed") {
    problems.push(error("action", "exists_already", { name: staff.name }));
  }
  if (!staff && action && action !== "create") {
    const hasKey = Boolean(row.fields.externalId || row.fields.email);
    problems.push(error("action", hasKey ? "not_found" : "key_missing"));
  }
  if (blocks(problems)) {
    // All reasons at once: a door that does not exist is told together with a time that cannot be read.
    if (action !== "suspend" && action !== "remove") valuesOf(row.fields, staff, context, problems);
    return blocked();
  }
  if (staff && (action === "suspend" || action === "remove")) {
    const done = staff.status === "removed" || (action === "suspend" && staff.status === "suspended");
    return { ...base, outcome: done ? "unchanged" : action, staffId: staff.id };
  }
  const values = valuesOf(row.fields, staff, context, problems);
  const pin = checkPin(row.fields, staff, context, problems);
  if (!staff && values.name === "") problems.push(error(null, "name_missing"));
  if (values.rules.some(({ app }) => app) && !values.email)
    problems.push(warning("email", "app_needs_email"));
  if (staff?.status === "removed") problems.push(warning(null, "was_removed", { name: staff.name }));
  if (blocks(problems)) return blocked();
  if (!staff) return { ...base, outcome: "add", values, pin };
  const changes = changesBetween(staff, values, pin !== null, context.rules);
  if (changes.length === 0) return { ...base, outcome: "unchanged", staffId: staff.id };
  return { ...base, outcome: "update", staffId: staff.id, values, pin, changes };
}

function findStaff(row: ImportRow, { index, options }: Context, problems: Problem[]): ExistingStaff | null {
  const { externalId, email } = row.fields;
  const byMail = email ? index.byEmail(email) : null;
  const byId = externalId ? index.byExternalId(externalId) : null;
  if (byId) {
    if (byMail && byMail !== byId) problems.push(error("email", "email_taken", { name: byMail.name }));
    return byId;
  }
  if (byMail) {
    // Somebody with another number has this address: changing who that is would hand their access on.
    if (externalId && byMail.externalId && externalId !== byMail.externalId) {
      problems.push(error("email", "email_taken", { name: byMail.name }));
      return null;
    }
    return byMail;
  }
  const decision = options.decisions?.get(row.line);
  if (decision?.as === "new") return null;
  if (decision) return index.byId(decision.as);
  const padded = externalId ? index.byNumber(externalId) : null;
  if (externalId && padded) {
    const params = { value: externalId, existing: padded.externalId ?? "", name: padded.name };
    problems.push(warning("external_id", "zeros_differ", params));
  }
  const [namesake, ...more] = row.name ? index.byName(row.name) : [];
  if (namesake) {
    const params = { name: namesake.name, staffId: namesake.id, count: more.length + 1 };
    // Without a key the next import of the same file could not find them either: a person has to say who it is.
    const make = externalId || email ? warning : error;
    problems.push(make(null, "same_name_exists", params));
  }
  return null;
}

function valuesOf(
  fields: RowFields,
  staff: ExistingStaff | null,
  context: Context,
  problems: Problem[],
): StaffValues {
  const or = <T>(given: T | null | undefined, before: T | null | undefined): T | null =>
    given === undefined ? (before ?? null) : given;
  return {
    externalId: or(fields.externalId, staff?.externalId),
    ...nameOf(fields, staff),
    email: or(fields.email, staff?.email),
    language: or(fields.language, staff?.language),
    department: or(fields.department, staff?.department),
    notes: or(fields.notes, staff?.notes),
    firstDay: or(fields.firstDay, staff?.firstDay),
    lastDay: or(fields.lastDay, staff?.lastDay),
    teamIds: teamsOf(fields, staff?.teamIds ?? [], context, problems),
    rules: wantedRules(fields, staff?.rules ?? [], context.rules, problems),
  };
}

function nameOf(
  fields: RowFields,
  staff: ExistingStaff | null,
): Pick<StaffValues, "firstName" | "lastName" | "name"> {
  const isKnownName = staff && fields.name !== undefined && fields.name === staff.name;
  // One cell with the whole name says nothing about where it divides: a division that somebody corrected here stays.
  if (isKnownName && joinName(fields.firstName ?? "", fields.lastName ?? "") === fields.name) {
    return { firstName: staff.firstName, lastName: staff.lastName, name: staff.name };
  }
  const firstName = fields.firstName ?? staff?.firstName ?? "";
  const lastName = fields.lastName ?? staff?.lastName ?? "";
  const joined = joinName(firstName, lastName);
  const isCustom = staff && staff.name !== joinName(staff.firstName, staff.lastName);
  return { firstName, lastName, name: fields.name ?? (isCustom ? staff.name : joined) };
}

function teamsOf(
  { teams }: RowFields,
  before: readonly TeamId[],
  { rules }: Context,
  problems: Problem[],
): readonly TeamId[] {
  if (teams === undefined) return before;
  return (teams ?? []).flatMap((text) => {
    const found = rules.lookup.team(text);
    if (found.ok) return [found.value];
    problems.push(found.problem);
    return [];
  });
}

function checkPin(
  { pin }: RowFields,
  staff: ExistingStaff | null,
  { options }: Context,
  problems: Problem[],
): string | null {
  if (!pin || (staff && options.isCurrentCode?.(staff.id, pin))) return null;
  if (options.isTakenCode?.(pin, staff?.id ?? null))
    problems.push(error("pin", options.takenAs ?? "pin_taken"));
  return pin;
}

/** Two rows may find one person by different keys; neither can be right then. */
function onePersonOnce(rows: readonly MatchedRow[]): MatchedRow[] {
  const lines = new Map<StaffId, number[]>();
  for (const row of rows) {
    if (!("staffId" in row) || !row.staffId || row.problems.some(isDuplicateKey)) continue;
    lines.set(row.staffId, [...(lines.get(row.staffId) ?? []), row.line]);
  }
  if ([...lines.values()].every((found) => found.length === 1)) return [...rows];
  return rows.map((row) => {
    const staffId = "staffId" in row ? row.staffId : null;
    const other = staffId && lines.get(staffId)?.find((line) => line !== row.line);
    if (!staffId || !other || row.problems.some(isDuplicateKey)) return row;
    const problems = [...row.problems, error(null, "duplicate_person", { line: other })];
    return { line: row.line, name: row.name, problems, outcome: "blocked", staffId };
  });
}

function isDuplicateKey({ code }: Problem): boolean {
  return code === "duplicate_external_id" || code === "duplicate_email";
}
