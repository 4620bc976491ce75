/*
 * Takes secrets out of what is logged, by the name of the key that holds them.
 */

const always =
  /^(authorization|proxy-authorization|cookie|set-cookie|.*password.*|.*secret.*|.*token|api-?key|encryption-?key)$/i;
/** Also the name of harmless things (an error's `code`), so only the six digits of a keypad code are masked. */
const whenDigits = /^(.*code|codes|.*pin|pins)$/i;
const keypadLike = /(?<!\d)\d{6}(?!\d)/g;
const deepest = 6;

/** A copy of `value` for the log. Errors become plain objects without the parameters of failed queries. */
export function redact(value: unknown, depth = 0): unknown {
  if (value === null || typeof value !== "object") return value;
  if (depth > deepest) return "[deep]";
  if (value instanceof Date) return value;
  if (ArrayBuffer.isView(value)) return `[${value.byteLength} bytes]`;
  if (value instanceof Error) return redactError(value, depth);
  if (Array.isArray(value)) return value.map((item) => redact(item, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, redactMember(key, item, depth)]),
  );
}

function redactMember(key: string, value: unknown, depth: number): unknown {
  if (value === null || value === undefined || typeof value === "boolean") return value;
  if (always.test(key)) return "[redacted]";
  return whenDigits.test(key) ? maskDigits(value, depth) : redact(value, depth + 1);
}

function maskDigits(value: unknown, depth: number): unknown {
  if (typeof value === "string") return value.replace(keypadLike, "[redacted]");
  if (typeof value === "number")
    return maskDigits(String(value), depth) === "[redacted]" ? "[redacted]" : value;
  if (Array.isArray(value)) return value.map((item) => maskDigits(item, depth + 1));
  return redact(value, depth + 1);
}

function redactError(error: Error, depth: number): unknown {
  const {
    message: _message,
    stack: _stack,
    cause,
    name: _name,
    ...own
  } = { ...error } as Record<string, unknown>;
  // Drizzle repeats the values of a failed query in the message, the stack and `params`.
  delete own.params;
  return {
    type: error.name,
    message: withoutParams(error.message),
    stack: error.stack === undefined ? undefined : withoutParams(error.stack),
    ...(redact(own, depth + 1) as object),
    ...((error.cause ?? cause) === undefined ? {} : { cause: redact(error.cause ?? cause, depth + 1) }),
  };
}

function withoutParams(text: string): string {
  return text.replace(/\nparams: [\s\S]*?(?=\n {4}at |$)/, "");
}
