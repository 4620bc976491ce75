import type { ErrorCode } from "./errors";

/** A refusal that the person can act on. `field` is the form field it belongs to, `params` fill the message. */
export interface Refusal {
  readonly code: ErrorCode;
  readonly field?: string;
  readonly params?: Readonly<Record<string, string | number>>;
}

export type Result<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly refusal: Refusal };

export function ok<T>(value: T): Result<T> {
  return { ok: true, value };
}

export function refuse(
  code: ErrorCode,
  details: Omit<Refusal, "code"> = {},
): { ok: false; refusal: Refusal } {
  return { ok: false, refusal: { code, ...details } };
}
