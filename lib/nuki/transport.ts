import "server-only";

const MAX_BODY_BYTES = 50 * 1024 * 1024;

/** One answer, with its whole body read. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
}

export type FailureKind = "not_sent" | "no_answer" | "unreadable" | "too_large";

/** No complete answer came; `not_sent` only where it is certain that no byte of the request reached a server. */
export class TransportFailure extends Error {
  readonly kind: FailureKind;

  constructor(kind: FailureKind, message: string, cause?: unknown) {
    super(message, { cause });
    this.name = "TransportFailure";
    this.kind = kind;
  }
}

/** Sends once, follows no redirect (the token must not travel on), and reads the body to its end or fails. */
export async function exchange(
  fetchFn: typeof fetch,
  url: string,
  init: { method: string; headers: Record<string, string>; body?: string },
  timeoutMs: number,
): Promise<Answer> {
  const signal = AbortSignal.timeout(timeoutMs);
  try {
    const response = await fetchFn(url, { ...init, redirect: "manual", cache: "no-store", signal });
    return { status: response.status, headers: response.headers, text: await wholeText(response) };
  } catch (error) {
    if (error instanceof TransportFailure) throw error;
    if (signal.aborted) throw new TransportFailure("no_answer", `no answer within ${timeoutMs} ms`, error);
    const code = codeOf(error);
    if (code !== null && NOT_SENT.has(code))
      throw new TransportFailure("not_sent", `no connection (${code})`, error);
    throw new TransportFailure("no_answer", `the connection broke${code ? ` (${code})` : ""}`, error);
  }
}

// Failures that happen before the request is written. What is missing here counts as "may have arrived":
// ECONNRESET and EPIPE also come after Nuki has taken the request.
const NOT_SENT = new Set([
  "ECONNREFUSED",
  "ENOTFOUND",
  "EAI_AGAIN",
  "EHOSTUNREACH",
  "ENETUNREACH",
  "EADDRNOTAVAIL",
  "UND_ERR_CONNECT_TIMEOUT",
  "CERT_HAS_EXPIRED",
  "DEPTH_ZERO_SELF_SIGNED_CERT",
  "SELF_SIGNED_CERT_IN_CHAIN",
  "UNABLE_TO_VERIFY_LEAF_SIGNATURE",
  "ERR_TLS_CERT_ALTNAME_INVALID",
]);

function codeOf(error: unknown): string | null {
  for (let at: unknown = error, depth = 0; at instanceof Error && depth < 5; at = at.cause, depth += 1) {
    if ("code" in at && typeof at.code === "string") return at.code;
  }
  return null;
}

async function wholeText(response: Response): Promise<string> {
  if (response.body === null) return "";
  const decoder = new TextDecoder("utf-8", { fatal: true });
  const reader = response.body.getReader();
  const parts: string[] = [];
  let bytes = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    bytes += value.byteLength;
    if (bytes > MAX_BODY_BYTES) {
      // Not waited for: a stream that does not stop must not hold up its own refusal.
      reader.cancel().catch(() => {});
      throw new TransportFailure("too_large", `an answer of more than ${MAX_BODY_BYTES} bytes`);
    }
    parts.push(decode(() => decoder.decode(value, { stream: true })));
  }
  parts.push(decode(() => decoder.decode()));
  return parts.join("");
}

function decode(read: () => string): string {
  try {
    return read();
  } catch {
    throw new TransportFailure("unreadable", "an answer that is not UTF-8");
  }
}
