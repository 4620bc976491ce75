import { z } from "zod";
import { storable, storableJson } from "@/lib/nuki/text";

// What we read of Nuki's answers. Unknown members are dropped, unknown numbers of an enumeration stay numbers (Nuki
// adds some every few months), and a list decodes as a whole or the call fails: a dropped row would look deleted.

/** RFC 3339 with a zone; without one, the time would be read in the zone of this machine. */
const instant = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:?\d\d)$/i)
  .transform((text, context) => {
    const at = Date.parse(text);
    if (!Number.isNaN(at)) return at;
    context.addIssue({ code: "custom", message: "not a date" });
    return z.NEVER;
  });

const optional = <T>(schema: z.ZodType<T>) => schema.nullish().transform((value) => value ?? null);
const int = z.int();
const maybeInt = optional(int);
/** Names come from phones and from old firmware: one odd character must not stop a whole list. */
const text = z.string().transform(storable);
const maybeText = optional(text);
const maybeInstant = optional(instant);
const flag = z
  .boolean()
  .nullish()
  .transform((value) => value ?? false);
const maybeFlag = optional(z.boolean());

/** Set while another operation runs: an object by the official file, a string in the field. */
const busy = z
  .unknown()
  .optional()
  .transform((operation) => operation !== undefined && operation !== null && operation !== "");

/** A keypad code as number, string or list of one has been met; compared as a string of digits. */
const oneCode = z.union([z.int().nonnegative(), z.string().regex(/^\d*$/)]);
const code = z
  .union([oneCode, z.array(oneCode).max(1)])
  .nullish()
  .transform((value) => {
    const one = Array.isArray(value) ? value[0] : value;
    return one === undefined || one === null || one === "" ? null : String(one);
  });

export const authSchema = z.object({
  id: z.string().min(1),
  smartlockId: int,
  type: int,
  accountUserId: maybeInt,
  name: text,
  enabled: z.boolean(),
  // Keypad codes are created without it, so it may be missing there.
  remoteAllowed: flag,
  allowedFromDate: maybeInstant,
  allowedUntilDate: maybeInstant,
  allowedWeekDays: optional(z.int().min(0).max(127)),
  allowedFromTime: maybeInt,
  allowedUntilTime: maybeInt,
  code,
  lockCount: maybeInt.transform((count) => count ?? 0),
  lastActiveDate: maybeInstant,
  creationDate: maybeInstant,
  updateDate: maybeInstant,
  operationId: busy,
  error: maybeText,
});
export const authsSchema = z.array(authSchema);
export type NukiAuthRow = z.infer<typeof authSchema>;

export const authPageSchema = z.object({
  results: authsSchema,
  pagination: z.object({ totalItems: int.min(0), totalPages: int.min(0) }),
});

const stateSchema = z.object({
  mode: maybeInt,
  state: maybeInt,
  trigger: maybeInt,
  lastAction: maybeInt,
  doorState: maybeInt,
  nightMode: flag,
  ringToOpenEnd: maybeInstant,
  batteryCritical: flag,
  batteryCharging: maybeFlag,
  batteryCharge: optional(z.number()),
  keypadBatteryCritical: maybeFlag,
  doorsensorBatteryCritical: maybeFlag,
});

const configSchema = z.object({
  keypadPaired: flag,
  keypad2Paired: flag,
  fobPaired: maybeFlag,
  timezoneId: maybeInt,
  productVariant: maybeInt,
  operatingMode: maybeInt,
  capabilities: maybeInt,
});

const anyObject = z.record(z.string(), z.unknown()).transform(storableJson);

/** What we understand of it beside the whole object as Nuki answered it: settings are only ever written back whole. */
const withWhole = <T>(facts: z.ZodType<T>) =>
  optional(
    anyObject.transform((whole, context) => {
      const found = facts.safeParse(whole);
      if (found.success) return { whole, facts: found.data };
      for (const { path, message } of found.error.issues)
        context.addIssue({ code: "custom", path: [...path], message });
      return z.NEVER;
    }),
  );

export const deviceSchema = z.object({
  smartlockId: int,
  accountId: int,
  type: int,
  name: text,
  config: withWhole(configSchema),
  state: optional(stateSchema),
  advancedConfig: optional(anyObject),
  openerAdvancedConfig: withWhole(z.object({ intercomId: maybeInt })),
  smartdoorAdvancedConfig: optional(anyObject),
  currentSubscription: optional(z.object({ state: maybeText })),
  firmwareVersion: maybeInt,
  hardwareVersion: maybeInt,
  serverState: int,
  adminPinState: int,
  creationDate: maybeInstant,
  updateDate: maybeInstant,
  operationId: busy,
  error: maybeText,
});
export const devicesSchema = z.array(deviceSchema);
export type NukiDeviceRow = z.infer<typeof deviceSchema>;

export const accountSchema = z
  .object({
    accountId: int,
    email: text,
    name: text,
    type: int,
    language: maybeText,
    shsSubscriptionType: maybeText,
  })
  .transform(({ shsSubscriptionType, ...account }) => ({ ...account, subscription: shsSubscriptionType }));
export type NukiAccount = z.infer<typeof accountSchema>;

/** A person whom the account can invite to the app. */
export const accountUserSchema = z
  .object({ accountUserId: int, email: text, name: text, language: maybeText, operationId: busy })
  .transform(({ operationId, ...user }) => ({ ...user, busy: operationId }));
export const accountUsersSchema = z.array(accountUserSchema);
export type NukiAccountUser = z.infer<typeof accountUserSchema>;

const openerLogSchema = z.object({
  source: maybeInt,
  activeCm: flag,
  activeRto: flag,
  flagGeoFence: flag,
  flagForce: flag,
  flagDoorbellSuppression: flag,
});

const logFactsSchema = z
  .object({
    id: z.string().min(1),
    smartlockId: int,
    deviceType: int,
    authId: maybeText,
    accountUserId: maybeInt,
    name: maybeText.transform((name) => name ?? ""),
    action: int,
    trigger: int,
    state: int,
    autoUnlock: flag,
    source: maybeInt,
    date: instant,
    ajarTimeout: maybeInt,
    openerLog: optional(openerLogSchema),
    error: maybeText,
  })
  .transform(({ smartlockId, date, ajarTimeout, openerLog, authId, ...row }) => ({
    ...row,
    deviceId: smartlockId,
    /** The 24-hex id of the authorization; door sensor and system rows have none. */
    authId: authId === "" ? null : authId,
    at: date,
    ajarMinutes: ajarTimeout,
    opener: openerLog,
  }));
/** With the row as it came: what it says that we do not read yet is kept beside. */
export const logRowSchema = anyObject.transform((raw, context) => {
  const facts = logFactsSchema.safeParse(raw);
  if (facts.success) return { ...facts.data, raw };
  for (const { path, message } of facts.error.issues) context.addIssue({ code: "custom", path, message });
  return z.NEVER;
});
export const logRowsSchema = z.array(logRowSchema);
export type NukiLogRow = z.infer<typeof logRowSchema>;

/** Reference data of openers: which intercom one was set up for. */
export const intercomSchema = z.object({
  intercomId: int,
  brandId: int,
  model: maybeText,
  verified: maybeInt,
});
export const intercomBrandSchema = z.object({ brandId: int, brand: maybeText });

/** For probes, which want to know whether they are answered, not with what. */
export const anythingSchema = z.unknown();
