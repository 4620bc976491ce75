/**
 * Every code that the browser may see. The words are in the dictionaries under `errors.<code>`; what the log needs to
 * know travels in `cause` and never to the browser.
 */
export const errorCodes = [
  "invalid_input",
  "signed_out",
  "forbidden",
  "not_found",
  "unexpected",
  "duplicate_name",
  "duplicate_email",
  "duplicate_external_id",
  "duplicate_rule",
  "duplicate_code",
  "code_not_allowed",
  "no_code_left",
  "in_use",
  "plan_changed",
  "last_owner",
  "device_without_site",
  "wrong_credentials",
  "too_many_attempts",
  "nuki_unauthorized",
  "nuki_unreachable",
  "nuki_refused",
  "other_nuki_account",
  "file_refused",
  "import_finished",
  "count_mismatch",
  "not_retryable",
  "choice_outdated",
  "remote_opening_off",
  "reason_missing",
  "not_possible_here",
  "device_unreachable",
  "device_busy",
  "setting_outdated",
  "setting_pending",
  "private_address_needed",
  "bridge_unreachable",
  "bridge_token_wrong",
  "webhooks_not_available",
  "mail_not_configured",
  "address_not_allowed",
  "already_removed",
  "has_code_there",
  "step_up_required",
  "wrong_password",
  "sheet_not_ready",
  "sheet_state",
  "link_expired",
  "already_answered",
  "rotation_started",
  "host_without_mail",
  "host_must_agree",
  "view_name_taken",
  "hold_in_force",
  "review_closed",
  "review_incomplete",
  "day_past",
  "names_hidden",
] as const;

export type ErrorCode = (typeof errorCodes)[number];

/** What should not happen, with a code for the person and the cause for the log. */
export class AppError extends Error {
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = "AppError";
    this.code = code;
  }
}
