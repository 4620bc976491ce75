/** Where a setting lies at Nuki: its own label, or one of the objects that are only ever written whole. */
export type SettingPart = "label" | "config" | "advanced" | "opener" | "smartdoor";
export type SettingValue = boolean | number | string;

export type SettingKind =
  | { readonly type: "flag" }
  /** One of Nuki's numbers; the words are in the dictionary, or in the zones' own names. */
  | { readonly type: "choice"; readonly values: readonly number[] }
  | { readonly type: "number"; readonly min: number; readonly max: number; readonly unit: SettingUnit }
  | { readonly type: "text"; readonly longest: number };

export type SettingUnit = "seconds" | "minutes" | "milliseconds" | "none";

/** What belongs together is edited together. */
export const settingGroups = ["locking", "device", "clock", "opener", "sounds"] as const;
export type SettingGroup = (typeof settingGroups)[number];

/** Nuki's members that we know how to say. */
export type SettingMember =
  | "name"
  | "autoLock"
  | "autoLockTimeout"
  | "lngTimeout"
  | "unlatchDuration"
  | "singleLock"
  | "rtoTimeout"
  | "disableRtoAfterRing"
  | "doorbellSuppression"
  | "doorbellSuppressionDuration"
  | "soundRing"
  | "soundOpen"
  | "soundRto"
  | "soundCm"
  | "soundConfirmation"
  | "soundLevel"
  | "buzzerVolume"
  | "ledEnabled"
  | "ledBrightness"
  | "buttonEnabled"
  | "pairingEnabled"
  | "advertisingMode"
  | "timezoneId";

export interface Setting {
  readonly part: SettingPart;
  readonly member: SettingMember;
  readonly group: SettingGroup;
  readonly kind: SettingKind;
  /** Nuki's types of devices that have it; a type that we do not know has none that we would write. */
  readonly types: readonly number[];
  /** Something to know before it is changed: a sentence of the dictionary. */
  readonly caution?: "time_zone" | "suppression" | "pairing";
}

const flag: SettingKind = { type: "flag" };
const choice = (...values: number[]): SettingKind => ({ type: "choice", values });
const range = (min: number, max: number, unit: SettingUnit): SettingKind => ({
  type: "number",
  ...{ min, max, unit },
});

const locks = [0, 4, 5];
const withMotor = [0, 3, 4, 5];
const all = [0, 2, 3, 4, 5];
const doors = [3];
const openers = [2];

const timeZoneIds = Array.from({ length: 46 }, (_, id) => id);
const sounds = choice(0, 1, 2, 3);
const lockNGo = choice(5, 10, 15, 20, 30, 45, 60);
const unlatching = choice(1, 3, 5, 7, 10, 15, 20, 30);

/** The settings that an office changes (web-api.md 3.5), in the order in which they are shown. */
export const settings: readonly Setting[] = [
  { part: "advanced", member: "autoLock", group: "locking", kind: flag, types: locks },
  {
    ...{ part: "advanced", member: "autoLockTimeout", group: "locking", types: locks },
    kind: range(2, 1800, "seconds"),
  },
  { part: "advanced", member: "lngTimeout", group: "locking", kind: lockNGo, types: locks },
  { part: "advanced", member: "unlatchDuration", group: "locking", kind: unlatching, types: locks },
  { part: "smartdoor", member: "autoLock", group: "locking", kind: flag, types: doors },
  {
    ...{ part: "smartdoor", member: "autoLockTimeout", group: "locking", types: doors },
    kind: range(2, 1800, "seconds"),
  },
  { part: "smartdoor", member: "lngTimeout", group: "locking", kind: lockNGo, types: doors },
  { part: "smartdoor", member: "unlatchDuration", group: "locking", kind: unlatching, types: doors },
  { part: "config", member: "singleLock", group: "locking", kind: flag, types: locks },
  { part: "opener", member: "rtoTimeout", group: "opener", kind: range(1, 60, "minutes"), types: openers },
  { part: "opener", member: "disableRtoAfterRing", group: "opener", kind: flag, types: openers },
  {
    ...{ part: "opener", member: "doorbellSuppression", group: "opener", types: openers },
    ...{ kind: choice(0, 1, 2, 3, 4, 5, 6, 7), caution: "suppression" },
  },
  {
    ...{ part: "opener", member: "doorbellSuppressionDuration", group: "opener", types: openers },
    kind: range(0, 65_535, "milliseconds"),
  },
  { part: "opener", member: "soundRing", group: "sounds", kind: sounds, types: openers },
  { part: "opener", member: "soundOpen", group: "sounds", kind: sounds, types: openers },
  { part: "opener", member: "soundRto", group: "sounds", kind: sounds, types: openers },
  { part: "opener", member: "soundCm", group: "sounds", kind: sounds, types: openers },
  { part: "opener", member: "soundConfirmation", group: "sounds", kind: choice(0, 1), types: openers },
  { part: "opener", member: "soundLevel", group: "sounds", kind: range(0, 255, "none"), types: openers },
  { part: "smartdoor", member: "buzzerVolume", group: "device", kind: choice(0, 1, 2), types: doors },
  { part: "config", member: "ledEnabled", group: "device", kind: flag, types: all },
  { part: "config", member: "ledBrightness", group: "device", kind: range(0, 5, "none"), types: withMotor },
  { part: "config", member: "buttonEnabled", group: "device", kind: flag, types: all },
  {
    ...{ part: "config", member: "pairingEnabled", group: "device", kind: flag, types: all },
    caution: "pairing",
  },
  { part: "config", member: "advertisingMode", group: "device", kind: choice(0, 1, 2, 3), types: all },
  {
    ...{ part: "config", member: "timezoneId", group: "clock", types: all },
    ...{ kind: choice(...timeZoneIds), caution: "time_zone" },
  },
];

/** Nuki Web's own name of the device: changed on the way of the settings, but not one of the device itself. */
export const labelSetting: Setting = {
  ...{ part: "label", member: "name", group: "device", types: all },
  kind: { type: "text", longest: 32 },
};

export interface StoredSettings {
  readonly type: number;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>> | null;
  /** The one that its type has: of locks, of openers, of smart doors. */
  readonly advancedConfig: Readonly<Record<string, unknown>> | null;
}

export function findSetting(type: number, part: SettingPart, member: string): Setting | null {
  if (part === "label") return member === labelSetting.member ? labelSetting : null;
  const isIt = (setting: Setting) =>
    setting.part === part && setting.member === member && setting.types.includes(type);
  return settings.find(isIt) ?? null;
}

/** The object that a part is of; null where the device has none. */
export function wholeOf(device: StoredSettings, part: SettingPart): Readonly<Record<string, unknown>> | null {
  if (part === "label") return { name: device.name };
  return part === "config" ? device.config : device.advancedConfig;
}

/** What a device has; null where it did not tell, or told something that is no value of ours. */
export function readValue(device: StoredSettings, part: SettingPart, member: string): SettingValue | null {
  const value = wholeOf(device, part)?.[member];
  return typeof value === "boolean" || typeof value === "number" || typeof value === "string" ? value : null;
}

/** The settings that this device has, with their values. What its answer lacks, it does not have. */
export function settingsOf(device: StoredSettings): { setting: Setting; value: SettingValue }[] {
  return settings
    .filter((setting) => setting.types.includes(device.type))
    .flatMap((setting) => {
      const value = readValue(device, setting.part, setting.member);
      return value === null ? [] : [{ setting, value }];
    });
}

/** May this value be written? A device may show values beyond it, which stay as they are. */
export function isAllowed({ kind }: Setting, value: SettingValue): boolean {
  switch (kind.type) {
    case "flag":
      return typeof value === "boolean";
    case "choice":
      return typeof value === "number" && kind.values.includes(value);
    case "number":
      return typeof value === "number" && Number.isInteger(value) && value >= kind.min && value <= kind.max;
    case "text":
      return (
        typeof value === "string" && value.trim() === value && value !== "" && value.length <= kind.longest
      );
  }
}

/** What may only be read, and still tells an office something. */
export interface SettingFacts {
  readonly nightMode: boolean | null;
  readonly wifi: boolean | null;
  readonly homeKit: "off" | "on" | "paired" | null;
  readonly matter: "off" | "on" | "paired" | null;
}

export function factsOf(device: StoredSettings & { readonly nightMode: boolean | null }): SettingFacts {
  const { config, nightMode } = device;
  return {
    nightMode,
    wifi: typeof config?.wifiEnabled === "boolean" ? config.wifiEnabled : null,
    // 0 is "not available" in both; Matter has one state more for "off".
    homeKit: ([null, "off", "on", "paired"] as const)[Number(config?.homekitState ?? 0)] ?? null,
    matter: ([null, "off", "off", "on", "paired"] as const)[Number(config?.matterState ?? 0)] ?? null,
  };
}
