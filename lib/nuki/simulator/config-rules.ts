import { invalid } from "./http.ts";
import type { Json } from "./world.ts";

type Rule =
  | { kind: "text" | "flag" | "float" }
  | { kind: "integer"; min: number; max: number }
  | { kind: "oneOf"; values: number[] };

export type ConfigRules = { required: string[]; members: Record<string, Rule> };

const text: Rule = { kind: "text" };
const flag: Rule = { kind: "flag" };
const float: Rule = { kind: "float" };
const integer = (min: number, max: number): Rule => ({ kind: "integer", min, max });
const oneOf = (...values: number[]): Rule => ({ kind: "oneOf", values });

const lngTimeout = oneOf(5, 10, 15, 20, 30, 45, 60);
const unlatchDuration = oneOf(1, 3, 5, 7, 10, 15, 20, 30);
const sound = oneOf(0, 1, 2, 3);

/** Only what may be written: read-only members in a body are passed over, as a read-modify-write would send them. */
export const configRules: ConfigRules = {
  required: [
    "name",
    "latitude",
    "longitude",
    "timezoneOffset",
    "singleLock",
    "advertisingMode",
    "timezoneId",
  ],
  members: {
    ...{
      name: text,
      latitude: float,
      longitude: float,
      autoUnlatch: flag,
      liftUpHandle: flag,
      pairingEnabled: flag,
    },
    ...{
      buttonEnabled: flag,
      ledEnabled: flag,
      ledBrightness: integer(0, 5),
      timezoneOffset: integer(-720, 840),
    },
    ...{ daylightSavingMode: integer(0, 1), singleLock: flag, advertisingMode: integer(0, 3) },
    ...{ timezoneId: integer(0, 45) },
  },
};

export const advancedRules: ConfigRules = {
  required: [
    "singleLockedPositionOffsetDegrees",
    "unlockedPositionOffsetDegrees",
    "lockedPositionOffsetDegrees",
    "batteryType",
  ],
  members: {
    ...{ lngTimeout, singleButtonPressAction: integer(0, 6), doubleButtonPressAction: integer(0, 6) },
    ...{
      automaticBatteryTypeDetection: flag,
      unlatchDuration,
      singleLockedPositionOffsetDegrees: integer(-180, 180),
    },
    ...{
      unlockedToLockedTransitionOffsetDegrees: integer(-180, 180),
      unlockedPositionOffsetDegrees: integer(-90, 180),
    },
    ...{ lockedPositionOffsetDegrees: integer(-180, 90), detachedCylinder: flag, batteryType: integer(0, 2) },
    ...{
      autoLock: flag,
      autoLockTimeout: integer(2, 1800),
      autoUpdateEnabled: flag,
      motorSpeed: integer(0, 2),
    },
    ...{ enableSlowSpeedDuringNightmode: flag },
  },
};

const openerMembers: Record<string, Rule> = {
  ...{
    shortCircuitDuration: integer(0, 65_535),
    electricStrikeDelay: integer(0, 65_535),
    randomElectricStrikeDelay: flag,
  },
  ...{ electricStrikeDuration: integer(0, 65_535), disableRtoAfterRing: flag, rtoTimeout: integer(1, 60) },
  ...{
    doorbellSuppression: integer(0, 7),
    doorbellSuppressionDuration: integer(0, 65_535),
    soundRing: sound,
  },
  ...{
    soundOpen: sound,
    soundRto: sound,
    soundCm: sound,
    soundConfirmation: oneOf(0, 1),
    soundLevel: integer(0, 255),
  },
  ...{
    singleButtonPressAction: integer(0, 7),
    doubleButtonPressAction: integer(0, 7),
    batteryType: integer(0, 3),
  },
};

export const openerRules: ConfigRules = {
  required: Object.keys(openerMembers),
  members: { ...openerMembers, automaticBatteryTypeDetection: flag, autoUpdateEnabled: flag },
};

export const smartdoorRules: ConfigRules = {
  required: ["batteryType", "autoLock"],
  members: {
    ...{ lngTimeout, singleButtonPressAction: integer(0, 6), doubleButtonPressAction: integer(0, 6) },
    ...{
      automaticBatteryTypeDetection: flag,
      unlatchDuration,
      buzzerVolume: oneOf(0, 1, 2),
      batteryType: integer(0, 3),
    },
    ...{ autoLockTimeout: integer(2, 3600), autoLock: flag },
  },
};

function fits(rule: Rule, value: unknown): boolean {
  switch (rule.kind) {
    case "text":
      return typeof value === "string" && value.trim() !== "";
    case "flag":
      return typeof value === "boolean";
    case "float":
      return typeof value === "number";
    case "integer":
      return Number.isInteger(value) && Number(value) >= rule.min && Number(value) <= rule.max;
    case "oneOf":
      return rule.values.includes(Number(value)) && typeof value === "number";
  }
}

/** The writable members of a body, with every required one present. */
export function readConfig(input: Json, rules: ConfigRules): Json {
  for (const name of rules.required)
    if (input[name] === undefined || input[name] === null) throw invalid(null, name);
  const result: Json = {};
  for (const [name, rule] of Object.entries(rules.members)) {
    const value = input[name];
    if (value === undefined || value === null) continue;
    if (!fits(rule, value)) throw invalid(value, name);
    result[name] = value;
  }
  return result;
}
