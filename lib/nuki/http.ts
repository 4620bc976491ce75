import "server-only";
import { randomUUID } from "node:crypto";
import { setTimeout as delay } from "node:timers/promises";
import type { z } from "zod";
import {
  errorOfStatus,
  LookAgain,
  messageOf,
  NukiAnswerError,
  type NukiCallRef,
  NukiError,
  PersonMustAct,
  type Policy,
  retryAfterOf,
  SignInAgain,
  TryLater,
} from "@/lib/nuki/errors";
import type { Lane, Limiter } from "@/lib/nuki/limiter";
import { type Answer, exchange, TransportFailure } from "@/lib/nuki/transport";

export interface NukiRequest {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** As in the official file, `{smartlockId}` and all. */
  readonly path: string;
  readonly params?: Readonly<Record<string, string | number>>;
  readonly query?: Readonly<Record<string, string | number | undefined>>;
  readonly body?: unknown;
  /** A read may be repeated, a write only if nothing happened, an action (it opens a door) never. */
  readonly policy: Policy;
  readonly lane?: Lane;
  /** Asked when the request is about to leave, after all waiting, at each attempt; throws when it is not to be sent. */
  readonly guard?: Guard;
}

export type Guard = () => Promise<void>;

/** What is told about each attempt; nothing in it is secret or personal. */
export interface NukiCall extends NukiCallRef {
  readonly attempt: number;
  readonly status: number | null;
  readonly ms: number;
  readonly error: string | null;
}

export interface HttpOptions {
  readonly baseUrl: string;
  readonly token: () => Promise<string>;
  readonly limiter: Limiter;
  readonly fetch?: typeof fetch;
  readonly now?: () => number;
  readonly sleep?: (ms: number) => Promise<unknown>;
  readonly random?: () => number;
  readonly timeoutMs?: number;
  readonly log?: (call: NukiCall) => void;
}

export interface Http {
  /** Resolves with the decoded body of a success. */
  fetchJson<T>(request: NukiRequest, schema: z.ZodType<T>): Promise<T>;
  /** Resolves when Nuki has accepted, which says nothing about the door. */
  send(request: NukiRequest): Promise<void>;
}

const MAX_RETRIES = 3;
/** Longer waits belong to the queue, which survives a restart: the error carries the time. */
const MAX_WAIT_MS = 60_000;

export function createHttp(options: HttpOptions): Http {
  const { limiter, fetch: fetchFn = fetch, now = Date.now, sleep = delay, random = Math.random } = options;
  const { timeoutMs = 30_000, log = () => {} } = options;
  const base = options.baseUrl.replace(/\/+$/, "");

  async function call<T>(request: NukiRequest, accept: (answer: Answer, ref: NukiCallRef) => T): Promise<T> {
    const ref = { method: request.method, path: request.path, requestId: randomUUID() };
    for (let attempt = 1; ; attempt += 1) {
      await limiter.acquire(request.lane);
      try {
        return await once(request, ref, attempt, accept);
      } catch (error) {
        if (!(error instanceof NukiError)) throw error;
        const askedMs = Math.max(error.retryAfterMs ?? 500 * 2 ** attempt, 250);
        const waitMs = Math.min(askedMs, MAX_WAIT_MS) * (1 + random() / 4);
        // Also when this call gives up: the others of the account must not run into the same wall.
        if (error.status === 429) limiter.pause(waitMs);
        if (attempt > MAX_RETRIES || askedMs > MAX_WAIT_MS || !mayRepeat(request.policy, error)) throw error;
        if (error.status !== 429) await sleep(waitMs);
      }
    }
  }

  async function once<T>(
    request: NukiRequest,
    ref: NukiCallRef,
    attempt: number,
    accept: (answer: Answer, ref: NukiCallRef) => T,
  ): Promise<T> {
    const token = await options.token();
    // fetch quotes an invalid header in its error: a token with a line break would end up in the log.
    if (!/^[\x21-\x7e]+$/.test(token)) {
      throw new SignInAgain({ ...ref, outcome: "not_sent", text: "the stored token is not usable" });
    }
    await request.guard?.();
    const startedAt = now();
    let status: number | null = null;
    try {
      const answer = await exchange(fetchFn, urlOf(base, request), initOf(request, token), timeoutMs);
      status = answer.status;
      if (status < 200 || status > 299) throw refusal(request.policy, ref, answer, token, now());
      const result = accept(answer, ref);
      log({ ...ref, attempt, status, ms: now() - startedAt, error: null });
      return result;
    } catch (cause) {
      const error = cause instanceof TransportFailure ? noAnswer(request.policy, ref, cause) : cause;
      const name = error instanceof Error ? error.name : "unknown";
      log({ ...ref, attempt, status, ms: now() - startedAt, error: name });
      throw error;
    }
  }

  return {
    fetchJson: (request, schema) =>
      call(request, (answer, ref) => decodeJson(request.policy, schema, answer, ref)),
    send: (request) => call(request, checkAccepted),
  };
}

function mayRepeat(policy: Policy, error: NukiError): boolean {
  if (policy === "action") return false;
  if (policy === "write")
    return error.status === 429 || (error instanceof TryLater && error.outcome === "not_sent");
  return error instanceof TryLater || (error instanceof NukiAnswerError && error.problem === "not_json");
}

function urlOf(base: string, { path, params = {}, query = {} }: NukiRequest): string {
  const filled = path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params[name];
    if (value === undefined) throw new TypeError(`${path} needs ${name}`);
    return encodeURIComponent(value);
  });
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  return `${base}${filled}${search.size > 0 ? `?${search}` : ""}`;
}

function initOf(request: NukiRequest, token: string) {
  const headers: Record<string, string> = { accept: "application/json", authorization: `Bearer ${token}` };
  if (request.body === undefined) return { method: request.method, headers };
  headers["content-type"] = "application/json";
  return { method: request.method, headers, body: JSON.stringify(request.body) };
}

function refusal(policy: Policy, ref: NukiCallRef, answer: Answer, token: string, at: number): NukiError {
  const { status, headers } = answer;
  if (status >= 300 && status < 400) {
    // Nuki does not redirect: the address is wrong, or a gateway wants a person to sign in.
    return new PersonMustAct({
      ...ref,
      outcome: "refused",
      status,
      text: "redirected: not the Nuki Web API",
    });
  }
  const text = messageOf(answer.text, [token]);
  return errorOfStatus(policy, ref, {
    status,
    text,
    retryAfterMs: retryAfterOf(headers.get("retry-after"), at),
  });
}

function noAnswer(policy: Policy, ref: NukiCallRef, failure: TransportFailure): NukiError {
  const details = { ...ref, text: failure.message, cause: failure.cause };
  if (failure.kind === "not_sent") return new TryLater({ ...details, outcome: "not_sent" });
  if (policy !== "read") return new LookAgain({ ...details, outcome: "unknown" });
  if (failure.kind === "too_large") return new NukiAnswerError("too_large", details);
  if (failure.kind === "unreadable") return new NukiAnswerError("not_json", details);
  return new TryLater({ ...details, outcome: "refused" });
}

function decodeJson<T>(policy: Policy, schema: z.ZodType<T>, answer: Answer, ref: NukiCallRef): T {
  const { status } = answer;
  const fail = (problem: "not_json" | "shape", text: string) =>
    policy === "read"
      ? new NukiAnswerError(problem, { ...ref, status, text })
      : new LookAgain({ ...ref, status, text, outcome: "unknown" });
  let body: unknown;
  try {
    body = JSON.parse(answer.text);
  } catch {
    // The parser's own message quotes the body, which may hold codes: it is not kept as the cause.
    throw fail("not_json", answer.text === "" ? "an empty answer" : "an answer that is not JSON");
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const issue = result.error.issues[0];
  throw fail("shape", `an unexpected answer at ${issue?.path.join(".") || "the top"} (${issue?.code})`);
}

function checkAccepted(answer: Answer, ref: NukiCallRef): void {
  const text = answer.text.trim();
  if (text === "") return;
  try {
    JSON.parse(text);
  } catch {
    // A proxy's page with status 200 is not Nuki saying yes.
    const details = { ...ref, status: answer.status, text: "accepted with an answer that is not JSON" };
    throw new LookAgain({ ...details, outcome: "unknown" });
  }
}
