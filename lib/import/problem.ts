import type { ImportField } from "./fields";

/** What stops the whole file. */
export const FILE_PROBLEM_CODES = [
  "empty_file",
  "file_too_large",
  "looks_like_excel",
  "looks_like_zip",
  "looks_like_pdf",
  "looks_like_image",
  "looks_like_html",
  "binary_file",
  "unsupported_encoding",
  "bad_byte",
  "lost_character",
  "control_character",
  "unterminated_quote",
  "no_header",
  "one_column",
  "no_rows",
  "too_many_rows",
  "too_many_columns",
  "header_too_long",
] as const;

export type FileProblemCode = (typeof FILE_PROBLEM_CODES)[number];

export interface FileProblem {
  readonly code: FileProblemCode;
  /** Line of the file, where one can be named. */
  readonly line: number | null;
  readonly params: Readonly<Record<string, string | number>>;
}

/** What is said beside a row, a column or the table. */
export const PROBLEM_CODES = [
  // the shape of a row
  "too_few_cells",
  "too_many_cells",
  "bad_quote",
  "cell_too_long",
  // the table and its columns
  "lines_skipped",
  "duplicate_header",
  "name_column_missing",
  "field_mapped_twice",
  // values
  "name_missing",
  "name_turned",
  "email_invalid",
  "language_unknown",
  "date_unknown",
  "date_impossible",
  "date_order_unknown",
  "date_from_serial",
  "date_two_digit_year",
  "date_open_end",
  "dates_reversed",
  "ends_in_past",
  "time_unknown",
  "time_from_fraction",
  "time_incomplete",
  "time_until_midnight",
  "time_passes_midnight",
  "weekdays_unknown",
  "weekdays_ambiguous",
  "access_type_unknown",
  "yes_no_unknown",
  "action_unknown",
  "pin_not_allowed",
  "pin_too_similar",
  "pin_taken",
  "pins_untold",
  "cannot_be_emptied",
  "hours_twice",
  "scientific_notation",
  "leading_zeros_lost",
  "zeros_differ",
  // the rows together
  "duplicate_external_id",
  "duplicate_email",
  "possible_duplicate",
  // against what exists
  "key_missing",
  "not_found",
  "exists_already",
  "email_taken",
  "duplicate_person",
  "same_name_exists",
  "was_removed",
  "unknown_team",
  "unknown_area",
  "unknown_schedule",
  "ambiguous_team",
  "ambiguous_area",
  "ambiguous_schedule",
  "hours_missing",
  "hours_incomplete",
  "hours_without_doors",
  "every_day",
  "all_day",
  "app_needs_email",
  "outside_sites",
  // when the row is written
  "taken_meanwhile",
  "gone_meanwhile",
  "host_must_agree",
  "no_code_left",
  "not_written",
] as const;

export type ProblemCode = (typeof PROBLEM_CODES)[number];

export type ProblemParams = Readonly<Record<string, string | number>>;

export interface Problem {
  /** Errors block the row, warnings and notices do not. */
  readonly severity: "error" | "warning" | "notice";
  readonly field: ImportField | null;
  readonly code: ProblemCode;
  /** What the sentence needs. Never a keypad code. */
  readonly params: ProblemParams;
  /** Values that may have been meant, best first. */
  readonly choices?: readonly string[];
}

type Make = (
  field: ImportField | null,
  code: ProblemCode,
  params?: ProblemParams,
  choices?: readonly string[],
) => Problem;

const make =
  (severity: Problem["severity"]): Make =>
  (field, code, params = {}, choices) =>
    choices ? { severity, field, code, params, choices } : { severity, field, code, params };

export const error = make("error");
export const warning = make("warning");
export const notice = make("notice");

/** Does any of these keep the row from being imported? */
export function blocks(problems: readonly Problem[]): boolean {
  return problems.some((problem) => problem.severity === "error");
}
