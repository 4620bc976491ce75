import { createHmac, timingSafeEqual } from "node:crypto";
import { logRowSchema, type NukiLogRow } from "@/lib/nuki/schemas";
import { storable } from "@/lib/nuki/text";

/** The features that are asked for: all that there are. */
export const webhookFeatures = [
  "DEVICE_STATUS",
  "DEVICE_MASTERDATA",
  "DEVICE_CONFIG",
  "DEVICE_LOGS",
  "DEVICE_AUTHS",
  "ACCOUNT_USER",
] as const;

/** One thing that Nuki tells: a delivery is one of them or a list. */
export type WebhookPayload = Readonly<Record<string, unknown>>;

/** What a payload asks us to do. It is a hint where to look and never taken for the truth, but for rows of the log. */
export type WebhookNews =
  | { readonly kind: "device"; readonly deviceId: number }
  | { readonly kind: "authorizations"; readonly deviceId: number }
  | { readonly kind: "entry"; readonly row: NukiLogRow }
  | { readonly kind: "noted" };

/** Can it be a signature at all? Asked before anything is read, since whoever has none costs nothing then. */
export function isSignature(header: string | null): header is string {
  return header !== null && /^[0-9a-f]{64}$/i.test(header);
}

/**
 * Which of the keys signed these bytes; -1 for none of them. The header is HMAC-SHA256 over the raw body in hex, of
 * either case; Nuki's other header, without a number in its name, is not looked at.
 */
export function signerOf(rawBody: Uint8Array, header: string | null, keys: readonly string[]): number {
  if (!isSignature(header)) return -1;
  const given = Buffer.from(header, "hex");
  let signer = -1;
  // All keys are tried, so that the time tells nothing about which one it was.
  for (const [index, key] of keys.entries()) {
    if (timingSafeEqual(createHmac("sha256", key).update(rawBody).digest(), given)) signer = index;
  }
  return signer;
}

/** The payloads of a body, one or a list; null when it is not JSON. What is no object is left out. */
export function payloadsOf(rawBody: Uint8Array): WebhookPayload[] | null {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder().decode(rawBody));
  } catch {
    return null;
  }
  return (Array.isArray(body) ? body : [body]).filter(isPayload);
}

function isPayload(value: unknown): value is WebhookPayload {
  return value !== null && typeof value === "object" && !Array.isArray(value);
}

/** The name under which a payload is kept. The outcomes of API calls have no feature, but a type. */
export function featureOf({ feature, type, requestId }: WebhookPayload): string {
  if (typeof feature === "string") return storable(feature.slice(0, 80));
  if (typeof type === "string" && requestId !== undefined) return `result:${storable(type.slice(0, 72))}`;
  return "unknown";
}

/** What a payload says, also of features that are not known yet. */
export function newsOf(payload: WebhookPayload): WebhookNews {
  switch (payload.feature) {
    case "DEVICE_STATUS":
    case "DEVICE_MASTERDATA":
    case "DEVICE_CONFIG":
      return about("device", payload.smartlockId);
    case "DEVICE_AUTHS":
      return about("authorizations", memberOf(payload.smartlockAuth, "smartlockId") ?? payload.smartlockId);
    case "DEVICE_LOGS": {
      const row = logRowSchema.safeParse(payload.smartlockLog);
      return row.success ? { kind: "entry", row: row.data } : { kind: "noted" };
    }
    default:
      return { kind: "noted" };
  }
}

function about(kind: "device" | "authorizations", id: unknown): WebhookNews {
  return typeof id === "number" && Number.isSafeInteger(id) ? { kind, deviceId: id } : { kind: "noted" };
}

function memberOf(value: unknown, name: string): unknown {
  return isPayload(value) ? value[name] : undefined;
}

/**
 * Of these the very same bytes may be news again: a door that is locked each evening says so in the same words, while a
 * row of the log and the outcome of a request happen once.
 */
export const recurringFeatures = ["DEVICE_STATUS", "DEVICE_MASTERDATA", "DEVICE_CONFIG", "DEVICE_AUTHS"];

const secretName = /code|secret|token|password|invit/i;
/** As a word of its own: `adminPin`, but not `mapping`. */
const pinName = /(?:^|_)(?:pin|PIN)s?(?![a-z])|[a-z](?:Pin|PIN)s?(?![a-z])/;
/** Names that look like secrets, with values that cannot be one. */
const harmless: Readonly<Record<string, (value: unknown) => boolean>> = {
  errorCode: (value) => typeof value === "string" && /^[0-9a-f]{1,4}$/i.test(value),
  adminPinState: (value) => typeof value === "number",
};
const redacted = "[redacted]";
const deepest = 20;

/**
 * A copy that may be kept: without keypad codes, PINs, secrets and invitations, wherever in it they are, and without
 * characters that a database refuses.
 */
export function withoutSecrets(payload: WebhookPayload): WebhookPayload {
  const secrets: string[] = [];
  const clean = blacken(payload, secrets, 0);
  return blot(clean, secrets, careOf(payload)) as WebhookPayload;
}

function blacken(value: unknown, secrets: string[], depth: number): unknown {
  if (value === null || typeof value !== "object") return value;
  if (depth > deepest) return "[deep]";
  if (Array.isArray(value)) return value.map((item) => blacken(item, secrets, depth + 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, member]) => {
      if (!isSecret(name, member)) return [name, blacken(member, secrets, depth + 1)];
      if (member === null || typeof member === "boolean") return [name, member];
      secrets.push(...scalarsOf(member));
      return [name, redacted];
    }),
  );
}

function isSecret(name: string, value: unknown): boolean {
  return (secretName.test(name) || pinName.test(name)) && !harmless[name]?.(value);
}

function scalarsOf(value: unknown): string[] {
  if (value !== null && typeof value === "object") return Object.values(value).flatMap(scalarsOf);
  const text = String(value);
  return text.length >= 4 ? [text] : [];
}

type Care = "names" | "texts" | "all";

/** Rows of the log are kept as they are but for what has a telling name; of what is not known, nothing is trusted. */
function careOf({ feature }: WebhookPayload): Care {
  if (feature === "DEVICE_LOGS") return "names";
  return webhookFeatures.some((known) => known === feature) ? "texts" : "all";
}

const codeLike = /(?<!\d)[1-9]{6}(?!\d)/g;

/** Somebody may have written the code into a name as well, or put it where nobody expects it. */
function blot(value: unknown, secrets: readonly string[], care: Care): unknown {
  if (typeof value === "string") {
    const text = secrets.reduce((rest, secret) => rest.replaceAll(secret, redacted), storable(value));
    return care === "names" ? text : text.replace(codeLike, redacted);
  }
  if (typeof value === "number") return care === "all" && /^[1-9]{6}$/.test(`${value}`) ? redacted : value;
  if (Array.isArray(value)) return value.map((item) => blot(item, secrets, care));
  if (!isPayload(value)) return value;
  const members = Object.entries(value).map(([name, member]) => [
    storable(name),
    blot(member, secrets, care),
  ]);
  return Object.fromEntries(members);
}
