import { describe, expect, test } from "vitest";
import {
  attentionOf,
  boltOf,
  codeCapacityOf,
  compareFirmware,
  type DeviceFacts,
  deviceReachOf,
  doorKeyOf,
  isContinuous,
  knownAt,
  newestFirmwareOf,
  stateKeyOf,
  typeFilterOf,
} from "./facts";

const fine: DeviceFacts = {
  type: 4,
  siteZone: "Europe/Vienna",
  timeZone: "Europe/Berlin",
  serverState: 0,
  adminPinState: 0,
  missingSince: null,
  state: 1,
  mode: 2,
  batteryCritical: false,
  keypadBatteryCritical: false,
  doorsensorBatteryCritical: null,
};
const attention = (values: Partial<DeviceFacts>) => attentionOf({ ...fine, ...values }, 2026);

describe("what asks for a person", () => {
  test.each<[string, Partial<DeviceFacts>, string[]]>([
    ["nothing, while all is well and the clocks agree", {}, []],
    ["nothing, where the device has no zone that is known", { timeZone: null }, []],
    ["a new device", { siteZone: null }, ["no_site"]],
    ["an outage", { serverState: 4 }, ["offline"]],
    ["each state that needs the Nuki app", { serverState: 2 }, ["reconnect"]],
    ["a PIN that is not the device's", { adminPinState: 1 }, ["pin_invalid"]],
    [
      "a device that Nuki lists no more, whatever it said last",
      { missingSince: new Date(), serverState: 4 },
      ["missing"],
    ],
    ["a clock in another zone", { timeZone: "Europe/London" }, ["time_zone"]],
    ["a blocked motor", { state: 254 }, ["motor_blocked"]],
    ["not the opener that is merely in that state", { type: 2, state: 254 }, []],
    ["an opener that lets in everybody who rings", { type: 2, mode: 3 }, ["continuous"]],
    [
      "each battery by itself",
      { batteryCritical: true, keypadBatteryCritical: true, doorsensorBatteryCritical: true },
      ["battery", "keypad_battery", "sensor_battery"],
    ],
    ["the most urgent first", { batteryCritical: true, serverState: 4 }, ["offline", "battery"]],
  ])("%s", (_name, values, expected) => {
    expect(attention(values)).toEqual(expected);
  });
});

test("a device is online only when nothing stands between Nuki Web and it", () => {
  const reach = (values: Partial<DeviceFacts>) => deviceReachOf({ ...fine, ...values });
  expect([reach({}), reach({ serverState: 1 }), reach({ serverState: 3 })]).toEqual([
    "online",
    "reconnect",
    "reconnect",
  ]);
});

test("continuous mode is an opener's: a lock's third mode is nothing like it", () => {
  expect([isContinuous({ type: 2, mode: 3 }), isContinuous({ type: 2, mode: 2 })]).toEqual([true, false]);
  expect([isContinuous({ type: 4, mode: 3 }), isContinuous({ type: 2, mode: null })]).toEqual([false, false]);
});

test("what a device that is away told was true when it went away", () => {
  const [seenAt, offlineSince, missingSince] = [9, 5, 3].map((hour) => new Date(2026, 10, 23, hour)) as [
    Date,
    Date,
    Date,
  ];
  const at = (
    reach: Parameters<typeof knownAt>[0]["reach"],
    since: Partial<Parameters<typeof knownAt>[0]> = {},
  ) => knownAt({ reach, seenAt, offlineSince: null, missingSince: null, ...since });
  expect(at("online", { offlineSince })).toBe(seenAt);
  expect(at("pin_invalid")).toBe(seenAt);
  expect(at("offline", { offlineSince })).toBe(offlineSince);
  expect(at("missing", { missingSince })).toBe(missingSince);
  expect(at("reconnect")).toBe(seenAt);
});

test("one number means different things on a lock and on an opener, and unknown ones mean nothing", () => {
  expect([
    stateKeyOf(4, 1),
    stateKeyOf(2, 1),
    stateKeyOf(4, 99),
    stateKeyOf(2, 6),
    stateKeyOf(4, null),
  ]).toEqual(["lock.1", "opener.1", null, null, null]);
  expect([doorKeyOf(2), doorKeyOf(0), doorKeyOf(255), doorKeyOf(null)]).toEqual(["door.2", null, null, null]);
});

test("the first generation holds half of the codes", () => {
  expect([codeCapacityOf(0), codeCapacityOf(4)]).toEqual([100, 200]);
});

test.each<[number, number | null, "online" | "offline" | "pin_invalid", string]>([
  [4, 1, "online", "locked"],
  [4, 3, "online", "unlocked"],
  [3, 5, "online", "unlocked"],
  [5, 6, "online", "unlocked"],
  [4, 1, "pin_invalid", "locked"],
  [4, 1, "offline", "other"],
  [4, 254, "online", "other"],
  [4, null, "online", "other"],
  [4, 99, "online", "other"],
  [2, 1, "online", "other"],
])("type %i in state %o that is %s is %s", (type, state, reach, expected) => {
  expect(boltOf({ type, state, reach })).toBe(expected);
});

test("each known type has a filter of its own, the rest share one", () => {
  expect([0, 2, 3, 4, 5, 1, 77].map(typeFilterOf)).toEqual(["0", "2", "3", "4", "5", "other", "other"]);
});

test("versions are ordered by their numbers, not as text", () => {
  const versions = ["3.10.7", "3.9.5", "", "3.10", "10.0.0", "beta"];
  expect(versions.toSorted(compareFirmware)).toEqual(["", "beta", "3.9.5", "3.10", "3.10.7", "10.0.0"]);
});

test("the newest firmware is that of the same type and variant in the same account", () => {
  const device = (accountId: string, type: number, productVariant: number | null, firmware: string) => ({
    ...{ accountId, type, productVariant, firmware },
  });
  const newestOf = newestFirmwareOf([
    device("a", 5, 3, "5.9.4"),
    device("a", 5, 3, "5.10.0"),
    device("a", 5, 1, "5.12.0"),
    device("b", 5, 3, "6.0.0"),
    device("a", 4, null, ""),
  ]);
  expect(newestOf(device("a", 5, 3, "5.9.4"))).toBe("5.10.0");
  expect(newestOf(device("a", 4, null, ""))).toBeNull();
});
