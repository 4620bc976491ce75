/*
 * What a row of the log says, in keys of the messages (`devices.entry`). The numbers are Nuki's (web-api.md 4.2); all of its
 * tables grow, so a number that nobody knows yet is told as such and never taken for something else.
 */

export interface EntryFacts {
  readonly deviceType: number;
  readonly action: number;
  readonly trigger: number;
  readonly state: number;
  readonly source: number | null;
  readonly autoUnlock: boolean;
  readonly ajarMinutes: number | null;
  readonly opener: Readonly<Record<string, number | boolean | null>> | null;
}

/** success: it did what was asked. refusal: somebody was not let in, or nothing was done. fault: something is wrong. */
export type EntryOutcome = "success" | "refusal" | "fault" | "info";

const lockActions = {
  1: "unlock",
  2: "lock",
  3: "unlatch",
  4: "lock_n_go",
  5: "lock_n_go_unlatch",
} as const;

const openerActions = {
  1: "ring_to_open_on",
  2: "ring_to_open_off",
  3: "open",
  6: "continuous_on",
  7: "continuous_off",
} as const;

const doorActions = {
  11: "reset",
  208: "ajar",
  209: "mismatch",
  224: "ring",
  240: "door_opened",
  241: "door_closed",
  242: "sensor_jammed",
  243: "firmware",
  250: "door_log_on",
  251: "door_log_off",
  252: "initialised",
  253: "calibrated",
  254: "log_on",
  255: "log_off",
} as const;

const refusedCredentials = { 224: "wrong_code", 225: "wrong_fingerprint", 226: "wrong_tag" } as const;

/** How it ended, for everything but success. */
const results = {
  1: ["motor_blocked", "fault"],
  2: ["canceled", "refusal"],
  3: ["too_recent", "refusal"],
  4: ["busy", "refusal"],
  5: ["low_voltage", "fault"],
  6: ["clutch", "fault"],
  7: ["motor_power", "fault"],
  8: ["incomplete", "fault"],
  9: ["rejected", "refusal"],
  10: ["rejected_night", "refusal"],
  224: ["wrong_code", "refusal"],
  225: ["wrong_fingerprint", "refusal"],
  226: ["wrong_tag", "refusal"],
  254: ["other", "fault"],
  255: ["unclear", "fault"],
} as const;

/** Of tap-to-unlock (source 3, trigger 253) the same numbers say something else, and 0 is no success. */
const tapResults = {
  0: ["access_revoked", "refusal"],
  1: ["tap_failed", "fault"],
  2: ["tap_order", "fault"],
  3: ["tap_expired", "refusal"],
  7: ["tap_invalid", "fault"],
  37: ["tap_no_right", "refusal"],
  255: ["unclear", "fault"],
} as const;

const ways = {
  1: "hand",
  2: "button",
  3: "automatic",
  4: "web",
  5: "app",
  6: "auto_lock",
  7: "accessory",
  253: "keypad",
  254: "nuki_mode",
  255: "keypad",
} as const;

const openerWays = { 1: "time_control", 3: "button", 4: "fob", 5: "bridge", 6: "keypad" } as const;

const keypadWays = { 1: "keypad_code", 2: "fingerprint", 3: "tap" } as const;

export type EntryWhat =
  | (typeof lockActions)[keyof typeof lockActions]
  | (typeof openerActions)[keyof typeof openerActions]
  | (typeof doorActions)[keyof typeof doorActions]
  | (typeof refusedCredentials)[keyof typeof refusedCredentials]
  | "keypad_error"
  | "unknown";
export type EntryMove =
  | (typeof lockActions)[keyof typeof lockActions]
  | (typeof openerActions)[keyof typeof openerActions]
  | "unknown";
export type EntryResult =
  | (typeof results)[keyof typeof results][0]
  | (typeof tapResults)[keyof typeof tapResults][0]
  | "unknown";
export type EntryWay =
  | (typeof ways)[keyof typeof ways]
  | (typeof openerWays)[keyof typeof openerWays]
  | (typeof keypadWays)[keyof typeof keypadWays]
  | "ring_to_open"
  | "continuous_mode"
  | "auto_unlock"
  | "unknown";

export interface EntryWords {
  /** What was done, or what somebody tried; with the parameters `action` and `minutes`. */
  readonly key: `done.${EntryWhat}` | `tried.${EntryMove}`;
  readonly outcome: EntryOutcome;
  /** By which means; with the parameter `trigger`. Null where nobody did it. */
  readonly way: `way.${EntryWay}` | null;
  /** Why it came to nothing; with the parameter `state`. Null where it did not, or where the key says it already. */
  readonly result: `result.${EntryResult}` | null;
  readonly params: Readonly<Record<"action" | "minutes" | "trigger" | "state", number>>;
}

/** opened: somebody got in. refused: somebody did not. fault: the device could not do it. event: all else. */
export const storedOutcomes = ["opened", "refused", "fault", "event"] as const;
export type StoredOutcome = (typeof storedOutcomes)[number];

/** What an entry comes to, as it is kept and looked for. */
export function outcomeOf(entry: EntryFacts): StoredOutcome {
  const { outcome } = entryKeyOf(entry);
  if (outcome === "refusal") return "refused";
  if (outcome === "fault") return "fault";
  return outcome === "success" && letsIn(entry) ? "opened" : "event";
}

function letsIn({ deviceType, action }: EntryFacts): boolean {
  const opening: readonly number[] = deviceType === 2 ? openingActions.opener : openingActions.lock;
  return opening.includes(action);
}

/** The words of one entry. */
export function entryKeyOf(entry: EntryFacts): EntryWords {
  const { action, trigger, state, ajarMinutes } = entry;
  const params = { action, trigger, state, minutes: ajarMinutes ?? 0 };
  const way = wayOf(entry);
  const base = { params, way: way === null ? null : (`way.${way}` as const) };
  const refused = refusedKeyOf(entry);
  if (refused) return { ...base, key: `done.${refused}`, outcome: "refusal", result: null };
  const happened = lookUp(doorActions, action);
  if (happened) {
    const fault = happened === "ajar" || happened === "mismatch" || happened === "sensor_jammed";
    return { ...base, key: `done.${happened}`, outcome: fault ? "fault" : "info", result: null };
  }
  const move = lookUp(entry.deviceType === 2 ? openerActions : lockActions, action) ?? "unknown";
  const failure = failureOf(entry);
  if (failure === null)
    return { ...base, key: `done.${move}`, outcome: move === "unknown" ? "info" : "success", result: null };
  return { ...base, key: `tried.${move}`, outcome: failure[1], result: `result.${failure[0]}` };
}

/** Somebody at the keypad who is not let in: a state alone does not say so, since tap-to-unlock uses the same numbers. */
function refusedKeyOf(entry: EntryFacts): EntryWhat | null {
  if (!isAtKeypad(entry)) return null;
  const refused = lookUp(refusedCredentials, entry.state);
  if (refused) return refused;
  return entry.trigger === 253 ? "keypad_error" : null;
}

function isAtKeypad({ trigger, source }: Pick<EntryFacts, "trigger" | "source">): boolean {
  return trigger === 255 || (trigger === 253 && source !== 3);
}

function failureOf({ state, source, trigger }: EntryFacts): readonly [EntryResult, EntryOutcome] | null {
  const isTap = source === 3 && trigger === 253;
  if (state === 0 && !isTap) return null;
  return (
    lookUp<readonly [EntryResult, EntryOutcome]>(isTap ? tapResults : results, state) ?? ["unknown", "fault"]
  );
}

function wayOf({ deviceType, trigger, source, autoUnlock, opener }: EntryFacts): EntryWay | null {
  if (autoUnlock) return "auto_unlock";
  const bySource = source === null || source === 0 ? undefined : lookUp(keypadWays, source);
  if ((trigger === 255 || trigger === 253) && bySource) return bySource;
  if (deviceType === 2) {
    if (opener?.source === 0 && opener.activeRto === true) return "ring_to_open";
    if (opener?.source === 0 && opener.activeCm === true) return "continuous_mode";
    const byOpener = typeof opener?.source === "number" ? lookUp(openerWays, opener.source) : undefined;
    if (byOpener && trigger !== 4) return byOpener;
    if (trigger === 6) return "continuous_mode";
  }
  if (trigger === 0) return null;
  return lookUp(ways, trigger) ?? "unknown";
}

function lookUp<T>(table: Readonly<Record<number, T>>, key: number): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}

/**
 * A code (fingerprint, tag) that nothing is known of. Older devices tell it as "other" or "unknown" error instead (field-notes C5);
 * a right code outside of its hours is rejected (9), which is no wrong code.
 */
export function isWrongCode(entry: Pick<EntryFacts, "action" | "trigger" | "source" | "state">): boolean {
  if (entry.trigger === 253) return entry.source !== 3;
  return entry.trigger === 255 && wrongStates.includes(entry.state);
}

export const wrongStates: readonly number[] = [224, 225, 226, 254, 255];

/** The actions that let somebody in, of a lock and of an opener. */
export const openingActions = { lock: [1, 3, 4, 5], opener: [3] } as const;
