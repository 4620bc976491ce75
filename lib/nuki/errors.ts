import type { Instant } from "@/lib/access/types";

/** What may be done next: wait and repeat, get a new token, read before deciding, or ask a person. */
export type NextStep = "retry_later" | "sign_in" | "look_again" | "act";

/**
 * Whether the request can have had an effect. `not_sent`: Nuki never got it. `refused`: Nuki answered that it did
 * nothing. `unknown`: it may have worked; only reading tells. A read has no effect, so it is never `unknown`.
 */
export type Outcome = "not_sent" | "refused" | "unknown";

export type Policy = "read" | "write" | "action";

export interface NukiCallRef {
  readonly method: string;
  /** The template, so that no id, e-mail address or code reaches a log by way of the path. */
  readonly path: string;
  readonly requestId: string;
}

interface Details extends NukiCallRef {
  readonly outcome: Outcome;
  readonly status?: number | null;
  readonly text?: string | null;
  readonly retryAfterMs?: number | null;
  readonly cause?: unknown;
}

/** Every failure of a call to Nuki. The class says what may be done next, `outcome` what may have happened. */
export abstract class NukiError extends Error {
  abstract readonly nextStep: NextStep;
  readonly outcome: Outcome;
  readonly status: number | null;
  /** Nuki's own words, or ours about the connection; codes and tokens are blackened. */
  readonly text: string | null;
  readonly method: string;
  readonly path: string;
  readonly requestId: string;
  readonly retryAfterMs: number | null;

  constructor(details: Details) {
    const what = [details.status, details.text].filter((part) => part).join(" ") || "no answer";
    super(`${details.method} ${details.path}: ${what}`, { cause: details.cause });
    this.name = new.target.name;
    this.outcome = details.outcome;
    this.status = details.status ?? null;
    this.text = details.text ?? null;
    this.method = details.method;
    this.path = details.path;
    this.requestId = details.requestId;
    this.retryAfterMs = details.retryAfterMs ?? null;
  }
}

/** The same request may succeed later: 429, 423, not connected; for reads also 5xx, reset and timeout. */
export class TryLater extends NukiError {
  readonly nextStep = "retry_later";
}

/** The token is missing, dead or lacks the scope (Nuki answers 401 for all three). */
export class SignInAgain extends NukiError {
  readonly nextStep = "sign_in";
}

/** Read before anything is sent again: a conflict, or a write whose answer did not come or cannot be read. */
export class LookAgain extends NukiError {
  readonly nextStep = "look_again";
}

/** Repeating the request cannot help: what is sent, or the account, has to change. */
export class PersonMustAct extends NukiError {
  readonly nextStep = "act";
}

export type AnswerProblem = "not_json" | "shape" | "incomplete" | "too_large";

/** A read was answered, but not with what it must be. Never to be taken for an empty list. */
export class NukiAnswerError extends NukiError {
  readonly nextStep: NextStep;
  readonly problem: AnswerProblem;

  constructor(problem: AnswerProblem, details: Omit<Details, "outcome">) {
    super({ ...details, outcome: "refused" });
    this.problem = problem;
    // Half a body or a gateway's page goes away by itself; another shape means that the contract has changed.
    this.nextStep = problem === "shape" || problem === "too_large" ? "act" : "retry_later";
  }
}

const MAX_TEXT = 300;

/** Cuts what a server wrote to something that may be stored and shown: no codes, no tokens, no markup, one line. */
export function redact(text: string, secrets: readonly string[] = []): string {
  let clean = text;
  for (const secret of secrets) if (secret.length >= 4) clean = clean.replaceAll(secret, "[secret]");
  clean = clean
    .replace(/Bearer\s+\S+/gi, "Bearer [secret]")
    .replace(/<(style|script)\b[\s\S]*?<\/\1>/gi, " ")
    .replace(/<[^>]*>/g, " ")
    // Six digits that are not part of a longer number: the shape of every keypad code.
    .replace(/(?<!\d)\d{6}(?!\d)/g, "[code]")
    .replace(/\s+/g, " ")
    .trim();
  return clean.length > MAX_TEXT ? `${clean.slice(0, MAX_TEXT - 1)}…` : clean;
}

/** Nuki's words in an error body: shape A, shape B, an OAuth error, or the raw text; null when there are none. */
export function messageOf(body: string, secrets: readonly string[] = []): string | null {
  const text = body.trim();
  if (text === "") return null;
  let message: unknown = text;
  try {
    const parsed: unknown = JSON.parse(text);
    if (typeof parsed === "object" && parsed !== null) {
      const { detailMessage, description, reasonPhrase, error_description, error } = parsed as Record<
        string,
        unknown
      >;
      // A 423 has been seen with empty lists and no message at all: then there are no words.
      message = detailMessage || description || reasonPhrase || error_description || error || "";
    }
  } catch {
    // Not JSON: a gateway's page or plain text; its words are as good as any.
  }
  return redact(typeof message === "string" ? message : String(message), secrets) || null;
}

/** The error for an answer with a status that is not a success. */
export function errorOfStatus(
  policy: Policy,
  ref: NukiCallRef,
  answer: { status: number; text: string | null; retryAfterMs: number | null },
): NukiError {
  const details = { ...ref, ...answer, outcome: "refused" as Outcome };
  const { status } = answer;
  if (status === 401) return new SignInAgain(details);
  if (status === 409) return new LookAgain(details);
  if (status === 423 || status === 425 || status === 429) return new TryLater(details);
  // A server or gateway that fails says nothing about what the machine behind it did.
  if (status >= 500 || status === 408) {
    return policy === "read" ? new TryLater(details) : new LookAgain({ ...details, outcome: "unknown" });
  }
  return new PersonMustAct(details);
}

/** Milliseconds from a `Retry-After` header, given in seconds or as a date. */
export function retryAfterOf(header: string | null, now: Instant): number | null {
  const value = header?.trim();
  if (!value) return null;
  if (/^\d+(\.\d+)?$/.test(value)) return Math.ceil(Number(value) * 1000);
  const date = Date.parse(value);
  return Number.isNaN(date) ? null : Math.max(0, date - now);
}
