import type { Account, Device, Json, Token, World } from "./world.ts";

/** An answer other than success; thrown by handlers, turned into a response in one place. */
export class ApiError extends Error {
  status: number;
  body: unknown;
  headers: Record<string, string>;

  constructor(status: number, body: unknown, headers: Record<string, string> = {}) {
    super(`answered ${status}`);
    this.status = status;
    this.body = body;
    this.headers = headers;
  }
}

/** A serialised Java exception: what 400, 401, 403, 404, 409, 423 and 429 carry. */
export function exceptionBody(detailMessage?: string): Json {
  const empty = { stackTrace: [], suppressedExceptions: [] };
  return detailMessage === undefined ? empty : { detailMessage, ...empty };
}

const reasons: Record<number, string> = {
  404: "Not Found",
  405: "Method Not Allowed",
  422: "Unprocessable Entity",
  500: "Internal Server Error",
  503: "Service Unavailable",
};

/** A Restlet status: what 422 and the errors of the server itself carry. */
export function statusBody(code: number, description: string): Json {
  const uri =
    code === 422
      ? "http://www.webdav.org/specs/rfc2518.html#STATUS_422"
      : `http://www.w3.org/Protocols/rfc2616/rfc2616-sec10.html#sec10.${Math.floor(code / 100)}`;
  return { code, description, homeRef: "/", reasonPhrase: reasons[code] ?? "Error", uri };
}

export const refuse = (status: number, message?: string) => new ApiError(status, exceptionBody(message));

export const unprocessable = (description: string) => new ApiError(422, statusBody(422, description));

/** The one text that Nuki has for a bad parameter; a bulk call also says which door it was. */
export function invalid(value: unknown, parameter: string, smartlockId?: number): ApiError {
  const shown = typeof value === "object" && value !== null ? JSON.stringify(value) : String(value ?? null);
  const where = smartlockId === undefined ? "" : ` for smartlock ${smartlockId}`;
  return refuse(400, `The supplied value '${shown}' for parameter '${parameter}' is not valid${where}`);
}

export const notAuthorized = () => refuse(401, "Your access token is not authorized");

export type Call = {
  world: World;
  token: Token;
  account: Account;
  method: string;
  path: string;
  params: Record<string, string>;
  query: URLSearchParams;
  body: unknown;
};

export type Reply = { status: number; body?: unknown };

export type Route = {
  method: "GET" | "PUT" | "POST" | "DELETE";
  path: string;
  /** Any one of them opens the door; null = no token needed. */
  scopes: string[] | null;
  run: (call: Call) => Reply | Promise<Reply>;
};

export const ok = (body: unknown): Reply => ({ status: 200, body });
export const accepted: Reply = { status: 204 };

/** Who is calling, within the rate limit and with one of the scopes. */
export function admit(world: World, header: string | undefined, scopes: string[]): Token {
  const value = /^Bearer\s+(.+)$/i.exec(header ?? "")?.[1]?.trim();
  const token = value === undefined ? undefined : world.tokens.get(value);
  if (!token || (token.expiresAt !== undefined && token.expiresAt <= world.clock.now()))
    throw notAuthorized();
  limit(world, token);
  if (!scopes.some((scope) => token.scopes.includes(scope))) throw notAuthorized();
  return token;
}

export function tooMany(world: World, waitSeconds: number): ApiError {
  const headers: Record<string, string> = world.faults.retryAfter
    ? { "Retry-After": String(waitSeconds) }
    : {};
  return new ApiError(429, exceptionBody("Too many requests"), headers);
}

function limit(world: World, token: Token): void {
  const perMinute = world.settings.requestsPerMinute;
  if (perMinute <= 0 || !Number.isFinite(perMinute)) return;
  const now = world.clock.now();
  const bucket = world.buckets.get(token.value) ?? { tokens: perMinute, at: now };
  bucket.tokens = Math.min(perMinute, bucket.tokens + ((now - bucket.at) / 60_000) * perMinute);
  bucket.at = now;
  world.buckets.set(token.value, bucket);
  if (bucket.tokens < 1) throw tooMany(world, Math.max(1, Math.ceil(((1 - bucket.tokens) / perMinute) * 60)));
  bucket.tokens--;
}

export function pathNumber(call: Call, parameter: string): number {
  const value = call.params[parameter] ?? "";
  if (!/^-?\d{1,15}$/.test(value)) throw invalid(value, parameter);
  return Number(value);
}

export function ownDevice(call: Call, smartlockId: number): Device {
  const device = call.world.devices.get(smartlockId);
  if (!device) throw refuse(404, `Smartlock ${smartlockId} not found`);
  if (device.accountId !== call.account.accountId)
    throw refuse(403, `Smartlock ${smartlockId} is not accessible`);
  return device;
}

export function deviceOf(call: Call): Device {
  return ownDevice(call, pathNumber(call, "smartlockId"));
}

export function ownDevices(call: Call): Device[] {
  return [...call.world.devices.values()].filter((device) => device.accountId === call.account.accountId);
}

/** The `advanced` calls need an application that Nuki has approved, at least for testing. */
export function requireAdvanced(call: Call): void {
  const approved = [...call.world.apiKeys.values()].some(
    (key) =>
      key.accountId === call.account.accountId &&
      (key.advanced?.status === "ACTIVE" || key.advanced?.status === "TESTING"),
  );
  if (!approved) throw refuse(403, "The Advanced API is not active for this account");
}
