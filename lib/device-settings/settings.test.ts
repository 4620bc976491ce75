import { describe, expect, test } from "vitest";
import { settingChangesSchema } from "./schema";
import {
  factsOf,
  findSetting,
  isAllowed,
  readValue,
  type SettingPart,
  type SettingValue,
  settings,
  settingsOf,
} from "./settings";

const lock = {
  type: 4,
  name: "Main entrance",
  config: { ledEnabled: true, timezoneId: 37, wifiEnabled: true, homekitState: 3, matterState: 2 },
  advancedConfig: { autoLock: true, autoLockTimeout: 1200, lngTimeout: 20, somethingNew: 7 },
};
const opener = {
  type: 2,
  name: "Intercom",
  config: { ledEnabled: true },
  advancedConfig: { rtoTimeout: 20, soundLevel: 128 },
};

const members = (device: Parameters<typeof settingsOf>[0]) =>
  settingsOf(device).map(({ setting, value }) => [setting.part, setting.member, value]);

test("a device has the settings of its type that its own answer holds", () => {
  expect(members(lock)).toEqual([
    ["advanced", "autoLock", true],
    ["advanced", "autoLockTimeout", 1200],
    ["advanced", "lngTimeout", 20],
    ["config", "ledEnabled", true],
    ["config", "timezoneId", 37],
  ]);
  expect(members(opener)).toEqual([
    ["opener", "rtoTimeout", 20],
    ["opener", "soundLevel", 128],
    ["config", "ledEnabled", true],
  ]);
  expect(members({ ...lock, type: 3 }).map(([part]) => part)).toContain("smartdoor");
});

test.each([1, 6, 77])("type %i has none: nothing is written to what is not understood", (type) => {
  expect(settingsOf({ ...lock, type })).toEqual([]);
});

test("a device whose settings were not read has none", () => {
  expect(settingsOf({ ...lock, config: null, advancedConfig: null })).toEqual([]);
});

describe("may be written", () => {
  test.each<[SettingPart, string, number, SettingValue, boolean]>([
    ["advanced", "autoLock", 4, false, true],
    ["advanced", "autoLock", 4, 1, false],
    ["advanced", "autoLockTimeout", 4, 2, true],
    ["advanced", "autoLockTimeout", 4, 1, false],
    ["advanced", "autoLockTimeout", 4, 1800, true],
    ["advanced", "autoLockTimeout", 4, 90.5, false],
    ["advanced", "lngTimeout", 5, 45, true],
    ["advanced", "lngTimeout", 5, 25, false],
    ["advanced", "unlatchDuration", 0, 30, true],
    ["smartdoor", "buzzerVolume", 3, 3, false],
    ["config", "timezoneId", 4, 45, true],
    ["config", "timezoneId", 4, 65535, false],
    ["config", "ledBrightness", 4, 6, false],
    ["opener", "rtoTimeout", 2, 0, false],
    ["opener", "doorbellSuppression", 2, 7, true],
    ["opener", "doorbellSuppression", 2, 8, false],
    ["label", "name", 77, "Main entrance", true],
    ["label", "name", 77, " ", false],
    ["label", "name", 77, "x".repeat(33), false],
  ])("%s.%s of type %i: %o is %s", (part, member, type, value, allowed) => {
    const setting = findSetting(type, part, member);
    expect(setting && isAllowed(setting, value)).toBe(allowed);
  });

  test.each<[SettingPart, string, number]>([
    ["advanced", "autoLock", 2],
    ["advanced", "autoLock", 3],
    ["opener", "rtoTimeout", 4],
    ["config", "keypadPaired", 4],
    ["advanced", "totalDegrees", 4],
    ["label", "favorite", 4],
  ])("%s.%s of type %i is no setting at all", (part, member, type) => {
    expect(findSetting(type, part, member)).toBeNull();
  });
});

test("every setting can be asked for by the form, and its own values may all be written", () => {
  for (const setting of settings) {
    const { kind } = setting;
    const samples: SettingValue[] =
      kind.type === "flag"
        ? [true, false]
        : kind.type === "choice"
          ? [...kind.values]
          : kind.type === "number"
            ? [kind.min, kind.max]
            : ["x"];
    for (const after of samples) {
      expect(isAllowed(setting, after)).toBe(true);
      const change = { part: setting.part, member: setting.member, before: 0, after };
      const deviceId = "6b1f7f0c-6a3e-4a4f-9f5b-0d7b4f0a1c2d";
      expect(settingChangesSchema.safeParse({ deviceId, changes: [change] }).success).toBe(true);
    }
  }
});

test("a value that is neither flag, number nor text is none", () => {
  expect(readValue({ ...lock, config: { ledEnabled: null } }, "config", "ledEnabled")).toBeNull();
  expect(readValue({ ...lock, config: { ledEnabled: [true] } }, "config", "ledEnabled")).toBeNull();
  expect(readValue(lock, "label", "name")).toBe("Main entrance");
});

test("what may only be read is told as far as it is known", () => {
  expect(factsOf({ ...lock, nightMode: true })).toEqual({
    nightMode: true,
    wifi: true,
    homeKit: "paired",
    matter: "off",
  });
  expect(factsOf({ ...lock, config: null, nightMode: null })).toEqual({
    nightMode: null,
    wifi: null,
    homeKit: null,
    matter: null,
  });
  expect(factsOf({ ...lock, config: { homekitState: 9 }, nightMode: null }).homeKit).toBeNull();
});
