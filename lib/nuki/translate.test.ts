import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { TimeWindow } from "@/lib/access/types";
import { authSchema, deviceSchema } from "@/lib/nuki/schemas";
import {
  type AuthContent,
  allowedWeekDaysOf,
  authOf,
  dateOf,
  deviceIdOf,
  deviceKindOf,
  deviceOf,
  firmwareOf,
  hardwareOf,
  minutesOf,
  modelOf,
  nukiIdOf,
  payloadOf,
  reachOf,
  timesOf,
  weekdaysOf,
  windowAsHeld,
} from "@/lib/nuki/translate";
import { timeZoneOf, timezoneIdOf } from "@/lib/nuki/zones";
import type { Weekdays } from "@/lib/time/weekdays";

const days = (bits: number) => bits as Weekdays;
const anyDays = fc.integer({ min: 1, max: 127 }).map(days);
const anyWindow: fc.Arbitrary<TimeWindow> = fc
  .tuple(fc.integer({ min: 0, max: 1439 }), fc.integer({ min: 1, max: 1440 }), anyDays)
  .filter(([from, until]) => from < until)
  .map(([fromMinute, untilMinute, days]) => ({ fromMinute, untilMinute, days }));

const content = (more: Partial<AuthContent> = {}): AuthContent => ({
  name: "Anna Müller",
  enabled: true,
  remoteAllowed: false,
  window: { days: days(0b0011111), fromMinute: 540, untilMinute: 1020 },
  validFrom: null,
  validUntil: null,
  ...more,
});

describe("weekdays", () => {
  test.each([
    ["Monday", 1, 64],
    ["Tuesday", 2, 32],
    ["Sunday", 64, 1],
    ["Monday to Friday", 0b0011111, 0b1111100],
    ["every day", 127, 127],
    ["no day", 0, 0],
  ])("%s is %i here and %i at Nuki", (_, ours, theirs) => {
    expect(allowedWeekDaysOf(days(ours))).toBe(theirs);
    expect(weekdaysOf(theirs)).toBe(ours);
  });

  test("there and back is the same set, for all 128", () => {
    for (let bits = 0; bits < 128; bits += 1) expect(weekdaysOf(allowedWeekDaysOf(days(bits)))).toBe(bits);
  });
});

describe("times", () => {
  test.each([
    ["the whole day is 0/0", 0, 1440, 0, 0],
    ["nine to five stays", 540, 1020, 540, 1020],
    ["midnight to six stays", 0, 360, 0, 360],
    ["until midnight ends at 23:59", 480, 1440, 480, 1439],
    ["the first 1439 minutes are not the whole day", 0, 1439, 0, 1439],
  ])("%s", (_, fromMinute, untilMinute, allowedFromTime, allowedUntilTime) => {
    const window = { days: days(127), fromMinute, untilMinute };
    expect(timesOf(window)).toEqual({ allowedFromTime, allowedUntilTime });
    expect(minutesOf({ allowedFromTime, allowedUntilTime })).toEqual({ fromMinute, untilMinute });
  });

  test("there and back is the same window, except that 23:59 is midnight for a later start", () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const sameThere = window.untilMinute === 1439 && window.fromMinute > 0;
        expect(windowAsHeld(window)).toEqual(sameThere ? { ...window, untilMinute: 1440 } : window);
        expect(windowAsHeld(windowAsHeld(window))).toEqual(windowAsHeld(window));
      }),
    );
  });

  test("what Nuki is sent is never wider than the window and stays inside of one day", () => {
    fc.assert(
      fc.property(anyWindow, (window) => {
        const { allowedFromTime: from, allowedUntilTime: until } = timesOf(window);
        expect(from).toBe(window.fromMinute);
        expect(until).toBeLessThan(1440);
        if (until === 0) expect(window).toMatchObject({ fromMinute: 0, untilMinute: 1440 });
        else expect(until).toBeLessThanOrEqual(window.untilMinute);
      }),
    );
  });

  test("an end at 0 after a later start is read as midnight", () => {
    expect(minutesOf({ allowedFromTime: 480, allowedUntilTime: 0 })).toEqual({
      fromMinute: 480,
      untilMinute: 1440,
    });
  });
});

describe("dates", () => {
  test("an instant goes out in UTC with whole seconds", () => {
    expect(dateOf(Date.UTC(2026, 2, 28, 23, 0, 0))).toBe("2026-03-28T23:00:00Z");
    expect(dateOf(Date.UTC(2026, 2, 28, 23, 59, 59, 999))).toBe("2026-03-28T23:59:59Z");
  });
});

describe("payload", () => {
  test("a keypad code carries everything, without dates when there are none", () => {
    expect(payloadOf(content(), { kind: "keypad", code: "345927" })).toEqual({
      name: "Anna Müller",
      remoteAllowed: false,
      code: 345927,
      allowedWeekDays: 0b1111100,
      allowedFromTime: 540,
      allowedUntilTime: 1020,
    });
  });

  test("an app authorization carries its user, no code, and its dates", () => {
    const dated = content({
      remoteAllowed: true,
      validFrom: Date.UTC(2026, 0, 1),
      validUntil: Date.UTC(2026, 11, 31, 22, 59, 59),
    });
    expect(payloadOf(dated, { kind: "app", accountUserId: 77 })).toEqual({
      name: "Anna Müller",
      remoteAllowed: true,
      accountUserId: 77,
      allowedFromDate: "2026-01-01T00:00:00Z",
      allowedUntilDate: "2026-12-31T22:59:59Z",
      allowedWeekDays: 0b1111100,
      allowedFromTime: 540,
      allowedUntilTime: 1020,
    });
  });

  test("the weekdays and both times are always there, whatever is sent", () => {
    const anySecond = fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000));
    fc.assert(
      fc.property(anyWindow, anySecond, anySecond, (window, validFrom, validUntil) => {
        const payload = payloadOf(content({ window, validFrom, validUntil }), {
          kind: "keypad",
          code: "345927",
        });
        expect(payload.allowedWeekDays).toBeGreaterThan(0);
        expect(payload).toHaveProperty("allowedFromTime");
        expect(payload).toHaveProperty("allowedUntilTime");
        expect("allowedFromDate" in payload).toBe(validFrom !== null);
        expect("allowedUntilDate" in payload).toBe(validUntil !== null);
      }),
    );
  });

  test("what is sent reads back as it was meant", () => {
    const anySecond = fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((s) => s * 1000));
    fc.assert(
      fc.property(anyWindow, anySecond, anySecond, fc.boolean(), (window, validFrom, validUntil, enabled) => {
        const wanted = content({ window, validFrom, validUntil, enabled });
        const stored = {
          ...payloadOf(wanted, { kind: "keypad", code: "345927" }),
          ...{ id: "65a1b2c3d4e5f60718293a4b", smartlockId: 17179869185, type: 13, enabled, lockCount: 0 },
        };
        const auth = authOf(authSchema.parse(JSON.parse(JSON.stringify(stored))));
        const held = windowAsHeld(window);
        expect(auth).toMatchObject({ name: wanted.name, enabled, remoteAllowed: false, code: "345927" });
        expect(auth).toMatchObject({ validFrom, validUntil, ...held });
      }),
    );
  });

  test.each(["12345", "1234567", "012345", "12a456", ""])(
    "a code like %j is never sent, nor quoted",
    (code) => {
      const send = () => payloadOf(content(), { kind: "keypad", code });
      expect(send).toThrow("six digits");
      if (code) expect(send).not.toThrow(code);
    },
  );
});

describe("devices", () => {
  test.each([
    [4, "3ED0AFC5", 18233733061],
    [4, "42B03074", 18298712180],
    [0, "00000001", 1],
    [2, "00000000", 8589934592],
    [5, "FFFFFFFF", 25769803775],
  ])("type %i with %s printed on it is number %i", (type, nukiId, id) => {
    expect(deviceIdOf(type, nukiId)).toBe(id);
    expect(nukiIdOf(id)).toEqual({ type, nukiId });
  });

  test("a number and its type and digits are the same thing", () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20 }), fc.integer({ min: 0, max: 2 ** 32 - 1 }), (type, rest) => {
        const nukiId = rest.toString(16).toUpperCase().padStart(8, "0");
        expect(nukiIdOf(deviceIdOf(type, nukiId))).toEqual({ type, nukiId });
      }),
    );
  });

  test.each([
    [199175, "3.10.7"],
    [133135, "2.8.15"],
    [329988, "5.9.4"],
  ])("firmware %i is %s", (version, text) => {
    expect(firmwareOf(version)).toBe(text);
  });

  test("hardware 2817 is 11.1", () => {
    expect(hardwareOf(2817)).toBe("11.1");
  });

  test.each([
    [0, 0, "online"],
    [4, 0, "offline"],
    [4, 2, "offline"],
    [1, 0, "reconnect"],
    [3, 1, "reconnect"],
    [9, 0, "reconnect"],
    [0, 1, "pin_invalid"],
    [0, 2, "pin_invalid"],
  ] as const)("server state %i and pin state %i mean %s", (server, pin, reach) => {
    expect(reachOf(server, pin)).toBe(reach);
  });

  test("a device type that nobody knows yet is a lock", () => {
    expect([0, 1, 2, 3, 4, 5, 6].map(deviceKindOf)).toEqual([
      "lock",
      "box",
      "opener",
      "smart_door",
      "lock",
      "lock",
      "lock",
    ]);
    expect([modelOf(5, 3), modelOf(5, null), modelOf(5, 9), modelOf(4, null), modelOf(8, 1)]).toEqual([
      "smart_lock_5_ultra",
      "smart_lock_5",
      "smart_lock_5",
      "smart_lock_4",
      "unknown",
    ]);
  });

  test("a device with the required members only has no keypad, no battery and no zone", () => {
    const bare = {
      smartlockId: 18233733061,
      accountId: 1,
      type: 4,
      name: "Main",
      serverState: 0,
      adminPinState: 0,
    };
    expect(deviceOf(deviceSchema.parse(bare))).toMatchObject({
      id: 18233733061,
      nukiId: "3ED0AFC5",
      keypad: 0,
      hasKeypad: false,
      battery: null,
      state: null,
      timeZone: null,
      firmware: null,
      codeCapacity: 200,
      reach: "online",
      busy: false,
    });
  });

  test.each([
    [4, { advancedConfig: { lngTimeout: 20, isNew: [1] } }, { lngTimeout: 20, isNew: [1] }],
    [2, { openerAdvancedConfig: { intercomId: 12, isNew: true } }, { intercomId: 12, isNew: true }],
    [3, { smartdoorAdvancedConfig: { buzzerVolume: 1 } }, { buzzerVolume: 1 }],
    [0, { openerAdvancedConfig: { intercomId: 12 } }, null],
    [9, { smartdoorAdvancedConfig: { buzzerVolume: 1 } }, { buzzerVolume: 1 }],
  ])("the settings of type %i stay whole, with members that nobody knows yet", (type, advanced, expected) => {
    const config = { name: "Main", ledBrightness: 3, isNew: { deep: [1, null] } };
    const base = { smartlockId: 18233733061, accountId: 1, type, name: "Main", config };
    const row = deviceSchema.parse({ ...base, serverState: 0, adminPinState: 0, ...advanced });
    const device = deviceOf(row);
    expect(device.config).toEqual(config);
    expect(device.advancedConfig).toEqual(expected);
    expect(device.intercomId).toBe("openerAdvancedConfig" in advanced ? 12 : null);
  });

  test("settings that contradict the official file fail the reading, they are not dropped", () => {
    const base = { smartlockId: 5, accountId: 1, type: 4, name: "Main", serverState: 0, adminPinState: 0 };
    const parsed = deviceSchema.safeParse({ ...base, config: { timezoneId: "Vienna" } });
    expect(parsed.error?.issues[0]?.path).toEqual(["config", "timezoneId"]);
  });

  test("an old lock without battery percentage keeps its warning", () => {
    const lock = deviceSchema.parse({
      smartlockId: 5,
      accountId: 1,
      type: 0,
      name: "Garage",
      serverState: 4,
      adminPinState: 0,
      firmwareVersion: 133135,
      config: { name: "Garage", keypadPaired: true, timezoneId: 37, latitude: 48.2 },
      state: {
        mode: 2,
        state: 1,
        trigger: 0,
        lastAction: 2,
        batteryCritical: true,
        doorState: 0,
        nightMode: false,
      },
      operationId: "65a1b2c3d4e5f60718293a4b",
    });
    expect(deviceOf(lock)).toMatchObject({
      keypad: 1,
      codeCapacity: 100,
      battery: { critical: true, charge: null },
      timeZone: "Europe/Berlin",
      firmware: "2.8.15",
      reach: "offline",
      busy: true,
    });
  });
});

describe("zones", () => {
  test("all 46 are zones that this machine knows, and each leads back to its id", () => {
    for (let id = 0; id <= 45; id += 1) {
      const zone = timeZoneOf(id);
      expect(() => new Intl.DateTimeFormat("en", { timeZone: zone ?? "none" })).not.toThrow();
      expect(timezoneIdOf(zone ?? "")).toBe(id);
    }
  });

  test.each([46, 65535, -1])("id %i has no zone", (id) => {
    expect(timeZoneOf(id)).toBeNull();
  });

  test("the spot checks of the official table hold", () => {
    expect([0, 12, 23, 37, 40, 45].map(timeZoneOf)).toEqual([
      "Africa/Cairo",
      "America/New_York",
      "Asia/Kathmandu",
      "Europe/Berlin",
      "Europe/London",
      "Pacific/Pago_Pago",
    ]);
    expect(timezoneIdOf("Europe/Vienna")).toBeNull();
  });
});
