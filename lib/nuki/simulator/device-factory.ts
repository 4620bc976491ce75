import type { Device, DeviceState, Json, World } from "./world.ts";

const prefix = 2 ** 32;

/** Nuki's own list of zones has no Vienna; Berlin keeps the same time. */
const zoneIds: Record<string, number> = { "Europe/Vienna": 37, "Europe/Berlin": 37, "Europe/London": 40 };

export type DeviceSpec = {
  key?: string;
  name: string;
  type: number;
  nukiId: number;
  timeZone: string;
  site?: string;
  bridge?: string;
  keypad: 1 | 2 | null;
  battery: number | null;
  critical?: boolean;
  doorSensor?: boolean;
  accountId: number;
};

/** [firmware, hardware], packed as bytes major.minor.patch. */
const versions: Record<number, [number, number]> = {
  0: [0x02080f, 0x0503],
  1: [0x010203, 0x0101],
  2: [0x010a05, 0x0303],
  3: [0x030a07, 0x0402],
  4: [0x030a07, 0x0b01],
  5: [0x050904, 0x050b],
};

function config(spec: DeviceSpec): Json {
  const opener = spec.type === 2;
  return {
    name: spec.name,
    latitude: spec.timeZone === "Europe/London" ? 51.5072 : 48.2082,
    longitude: spec.timeZone === "Europe/London" ? -0.1276 : 16.3738,
    ...(opener ? { capabilities: 1, operatingMode: 2 } : { autoUnlatch: false, liftUpHandle: false }),
    pairingEnabled: true,
    buttonEnabled: true,
    ledEnabled: true,
    ledBrightness: 3,
    timezoneOffset: spec.timeZone === "Europe/London" ? 0 : 60,
    daylightSavingMode: 1,
    fobPaired: false,
    fobAction1: 1,
    fobAction2: 2,
    fobAction3: 4,
    singleLock: false,
    advertisingMode: 0,
    keypadPaired: spec.keypad === 1,
    keypad2Paired: spec.keypad === 2,
    homekitState: 0,
    ...(spec.type >= 4 ? { matterState: 1 } : {}),
    timezoneId: zoneIds[spec.timeZone] ?? 37,
    ...(spec.type >= 3 ? { wifiEnabled: true } : {}),
    ...(spec.type === 5 ? { productVariant: 3 } : {}),
  };
}

function advancedConfig(): Json {
  return {
    lngTimeout: 20,
    singleButtonPressAction: 1,
    doubleButtonPressAction: 5,
    automaticBatteryTypeDetection: false,
    unlatchDuration: 3,
    totalDegrees: 1005,
    singleLockedPositionOffsetDegrees: 0,
    unlockedToLockedTransitionOffsetDegrees: 0,
    unlockedPositionOffsetDegrees: 0,
    lockedPositionOffsetDegrees: 0,
    detachedCylinder: false,
    batteryType: 1,
    autoLock: true,
    autoLockTimeout: 1200,
    autoUpdateEnabled: true,
    motorSpeed: 0,
    enableSlowSpeedDuringNightmode: false,
  };
}

function openerConfig(): Json {
  return {
    intercomId: 1103,
    busModeSwitch: 0,
    shortCircuitDuration: 0,
    electricStrikeDelay: 0,
    randomElectricStrikeDelay: false,
    electricStrikeDuration: 3000,
    disableRtoAfterRing: false,
    rtoTimeout: 20,
    doorbellSuppression: 0,
    doorbellSuppressionDuration: 500,
    soundRing: 1,
    soundOpen: 2,
    soundRto: 3,
    soundCm: 0,
    soundConfirmation: 1,
    soundLevel: 128,
    singleButtonPressAction: 1,
    doubleButtonPressAction: 7,
    batteryType: 0,
    automaticBatteryTypeDetection: true,
    autoUpdateEnabled: true,
  };
}

function smartdoorConfig(): Json {
  return {
    lngTimeout: 20,
    singleButtonPressAction: 1,
    doubleButtonPressAction: 5,
    automaticBatteryTypeDetection: false,
    unlatchDuration: 3,
    buzzerVolume: 1,
    supportedBatteryTypes: [0, 1],
    batteryType: 0,
    autoLockTimeout: 600,
    autoLock: true,
  };
}

function freshState(spec: DeviceSpec): DeviceState {
  return {
    mode: 2,
    state: 1,
    trigger: 6,
    lastAction: 2,
    batteryCritical: spec.critical ?? false,
    batteryCharging: false,
    ...(spec.battery === null ? {} : { batteryCharge: spec.battery }),
    ...(spec.keypad === null ? {} : { keypadBatteryCritical: false }),
    ...(spec.doorSensor ? { doorsensorBatteryCritical: false } : {}),
    doorState: spec.doorSensor ? 2 : 0,
    ringToOpenTimer: 0,
    nightMode: false,
  };
}

/** A device as Nuki Web lists it: the type in front of the 32 bits of the number on its case. */
export function addDevice(world: World, spec: DeviceSpec): Device {
  const now = world.clock.iso();
  const [firmwareVersion, hardwareVersion] = versions[spec.type] ?? [0x010000, 0x0101];
  const live = freshState(spec);
  const device: Device = {
    smartlockId: spec.type * prefix + spec.nukiId,
    accountId: spec.accountId,
    ...(spec.key === undefined ? {} : { key: spec.key }),
    type: spec.type,
    name: spec.name,
    favorite: false,
    timeZone: spec.timeZone,
    ...(spec.site === undefined ? {} : { site: spec.site }),
    ...(spec.bridge === undefined ? {} : { bridge: spec.bridge }),
    config: config(spec),
    ...(spec.type === 2
      ? { openerAdvancedConfig: openerConfig() }
      : spec.type === 3
        ? { smartdoorAdvancedConfig: smartdoorConfig(), lmType: 1 }
        : { advancedConfig: advancedConfig() }),
    webConfig: { batteryWarningPerMailEnabled: true },
    live,
    state: { ...live },
    ...{ flat: false, motorFault: 0, motion: 0, appConfig: {} },
    firmwareVersion,
    hardwareVersion,
    ...{ ownState: 0, reach: 0, serverState: 0 },
    adminPinState: 0,
    authId: world.ids.number(),
    auths: new Map(),
    appChanges: [],
    unsentLogs: [],
    lateWrites: [],
    pendingCreates: new Set(),
    pendingCodes: new Map(),
    busyUntil: 0,
    nextAuthId: 8193,
    creationDate: now,
    updateDate: now,
  };
  world.devices.set(device.smartlockId, device);
  return device;
}
