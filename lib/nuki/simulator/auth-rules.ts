import { type Call, invalid, refuse, unprocessable } from "./http.ts";
import { optionalFlag, optionalInstant, optionalInteger } from "./input.ts";
import { type Auth, type AuthDraft, type Device, hasKeypad, type Json, type TimeWindow } from "./world.ts";

const keypadNameLimit = 20;
const nameLimit = 32;
const keypadCode = 13;
const app = 0;

export function checkName(name: unknown, type: number): void {
  const limit = type === keypadCode ? keypadNameLimit : nameLimit;
  if (typeof name === "string" && [...name].length > limit) {
    throw unprocessable(`The name of the authorization must not be longer than ${limit} characters`);
  }
}

/** Six digits 1 to 9, not starting with 12; numbers and numeric strings are taken. */
export function parseCode(value: unknown, smartlockId?: number): number {
  const digits = typeof value === "number" || typeof value === "string" ? String(value) : "";
  if (!/^[1-9]{6}$/.test(digits) || digits.startsWith("12")) throw invalid(value, "code", smartlockId);
  return Number(digits);
}

/** The window as Nuki keeps it: without a weekday mask the dates are thrown away, so the entry is always valid. */
export function readWindow(call: Call, input: Json): TimeWindow {
  const window: TimeWindow = {
    allowedFromDate: optionalInstant(input, "allowedFromDate"),
    allowedUntilDate: optionalInstant(input, "allowedUntilDate"),
    allowedWeekDays: optionalInteger(input, "allowedWeekDays", 0, 127),
    allowedFromTime: optionalInteger(input, "allowedFromTime", 0, 1440),
    allowedUntilTime: optionalInteger(input, "allowedUntilTime", 0, 1440),
  };
  if (window.allowedWeekDays === undefined && call.world.faults.ignoreDatesWithoutWeekdays) {
    delete window.allowedFromDate;
    delete window.allowedUntilDate;
  }
  return window;
}

/** Codes that a device knows, or will know once what is under way has arrived. */
export function codesOf(device: Device, exceptAuthId?: string): Set<number> {
  const codes = new Set<number>();
  for (const auth of device.auths.values()) {
    if (auth.code !== undefined && auth.id !== exceptAuthId) codes.add(auth.code);
  }
  for (const create of device.pendingCreates)
    if (create.draft.code !== undefined) codes.add(create.draft.code);
  for (const [authId, code] of device.pendingCodes) if (authId !== exceptAuthId) codes.add(code);
  return codes;
}

export function checkCodeIsFree(device: Device, code: number, exceptAuthId?: string): void {
  if (codesOf(device, exceptAuthId).has(code)) {
    throw refuse(409, `The keypad code already exists on smartlock ${device.smartlockId}`);
  }
}

function hasAppAuth(device: Device, accountUserId: number): boolean {
  const taken = (auth: AuthDraft | Auth) => auth.type === app && auth.accountUserId === accountUserId;
  return (
    [...device.auths.values()].some(taken) || [...device.pendingCreates].some((create) => taken(create.draft))
  );
}

export function readAccountUser(call: Call, input: Json): number | undefined {
  const accountUserId = optionalInteger(input, "accountUserId", 1, 2 ** 31 - 1);
  if (accountUserId === undefined) return undefined;
  const user = call.world.users.get(accountUserId);
  if (!user || user.accountId !== call.account.accountId) throw invalid(accountUserId, "accountUserId");
  if (user.operationId) throw refuse(423, "The account user is locked by a running operation");
  return accountUserId;
}

/** What a create wants, checked as far as it does not depend on the door. */
export function readCreate(call: Call, input: Json, forcedType?: number): Omit<AuthDraft, "smartlockId"> {
  const type = forcedType ?? optionalInteger(input, "type", 0, 255) ?? app;
  if (type !== app && type !== keypadCode) throw invalid(type, "type");
  if (typeof input.name !== "string" || input.name.trim() === "") throw invalid(input.name, "name");
  checkName(input.name, type);
  const remoteAllowed = optionalFlag(input, "remoteAllowed");
  const accountUserId = readAccountUser(call, input);
  const window = readWindow(call, input);
  optionalFlag(input, "smartActionsEnabled");
  if (type === app) {
    if (input.code !== undefined && input.code !== null) throw invalid(input.code, "code");
    if (remoteAllowed === undefined) throw invalid(input.remoteAllowed, "remoteAllowed");
    if (accountUserId === undefined) throw invalid(input.accountUserId, "accountUserId");
    return { type, name: input.name, enabled: true, remoteAllowed, accountUserId, ...window };
  }
  const code = parseCode(input.code);
  return {
    type,
    name: input.name,
    enabled: true,
    remoteAllowed: remoteAllowed ?? false,
    accountUserId,
    code,
    ...window,
  };
}

/** What a create wants on this door: a keypad for codes, a free code, one app authorization per person. */
export function checkCreateOn(device: Device, draft: Omit<AuthDraft, "smartlockId">, bulk: boolean): void {
  if (draft.type === keypadCode) {
    if (!hasKeypad(device)) throw invalid(draft.type, "type", bulk ? device.smartlockId : undefined);
    if (draft.code !== undefined) checkCodeIsFree(device, draft.code);
  } else if (draft.accountUserId !== undefined && hasAppAuth(device, draft.accountUserId)) {
    throw refuse(409, `The account user already has an authorization on smartlock ${device.smartlockId}`);
  }
}

const fullUpdate = [
  "enabled",
  "remoteAllowed",
  "allowedFromDate",
  "allowedUntilDate",
  "allowedWeekDays",
  "allowedFromTime",
  "allowedUntilTime",
];

/**
 * The state after an update. Time fields that are left out are cleared, which opens the door around the
 * clock; code, enabled and remote stay as they were when they are left out.
 */
export function readUpdate(call: Call, device: Device, auth: Auth, input: Json): Partial<Auth> {
  if (typeof input.name !== "string" || input.name.trim() === "") {
    throw unprocessable("The name of the authorization is required");
  }
  const missing = fullUpdate.find((member) => !(member in input));
  if (call.world.faults.partialUpdate422 && missing) throw unprocessable(`The member ${missing} is required`);
  checkName(input.name, auth.type);
  const fields: Partial<Auth> = {
    allowedFromDate: undefined,
    allowedUntilDate: undefined,
    allowedWeekDays: undefined,
    allowedFromTime: undefined,
    allowedUntilTime: undefined,
    ...readWindow(call, input),
    name: input.name,
    enabled: optionalFlag(input, "enabled") ?? auth.enabled,
    remoteAllowed: optionalFlag(input, "remoteAllowed") ?? auth.remoteAllowed,
  };
  const accountUserId = readAccountUser(call, input);
  if (accountUserId !== undefined) fields.accountUserId = accountUserId;
  if (input.code !== undefined && input.code !== null) {
    if (auth.type !== keypadCode) throw invalid(input.code, "code");
    const code = parseCode(input.code);
    if (code !== auth.code) checkCodeIsFree(device, code, auth.id);
    fields.code = code;
  }
  return fields;
}
