import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AlertKind } from "@/lib/db/tables/alerts";
import type { BridgeId } from "@/lib/db/tables/doors";
import { daysUntil } from "./battery-trend";
import { type AlertRules, rulesOf } from "./kinds";
import { judge } from "./rules";
import { account, bridge, device, deviceId, minute, now, snapshot } from "./sample-snapshot";
import type { DeviceSight, Snapshot } from "./snapshot-types";

const usual = rulesOf([]);
const ago = (minutes: number) => now - minutes * minute;
const hours = 60;
const days = 24 * hours;

const told = (sight: Partial<Snapshot>, rules: AlertRules = usual) =>
  judge(snapshot(sight), rules).causes.map(({ kind, severity, detail }) =>
    [kind, severity, detail.part ?? detail.why ?? ""].join(" ").trim(),
  );
const of = (...facts: Partial<DeviceSight>[]) => ({ devices: facts.map((some) => device(some)) });
const wrong = (...minutes: number[]) => minutes.map((at) => ({ at: ago(at), receivedAt: ago(at) }));

describe("what is told", () => {
  const cases: [string, Partial<Snapshot>, string[]][] = [
    ["nothing of a door that is fine", of({}), []],
    ["a critical battery of the lock", of({ batteryCritical: true }), ["battery_critical critical lock"]],
    [
      "each part's battery apart",
      of({ keypadBatteryCritical: true, doorsensorBatteryCritical: true }),
      ["battery_critical critical keypad", "battery_critical critical sensor"],
    ],
    ["a charge at the threshold", of({ batteryCharge: 20 }), ["battery_low warning lock"]],
    ["nothing of a charge above it", of({ batteryCharge: 21 }), []],
    ["nothing of a low battery that is being charged", of({ batteryCharge: 5, batteryCharging: true }), []],
    [
      "only that it is critical where it is both",
      of({ batteryCharge: 8, batteryCritical: true }),
      ["battery_critical critical lock"],
    ],
    [
      "a charge that falls fast",
      of({ batteryCharge: 40, charges: fall(8, 60, 2.5) }),
      ["battery_low warning lock"],
    ],
    ["nothing of a charge that falls slowly", of({ batteryCharge: 55, charges: fall(30, 60, 0.2) }), []],
    [
      "a door that is away long enough",
      of({ serverState: 4, offlineSince: ago(15) }),
      ["device_offline warning offline"],
    ],
    ["nothing of a door that left just now", of({ serverState: 4, offlineSince: ago(14.9) }), []],
    [
      "a door that Nuki does not list any more",
      of({ missingSince: ago(20), seenAt: ago(20) }),
      ["device_offline critical missing"],
    ],
    ["nothing of one that was taken away", of({ missingSince: ago(8 * days), seenAt: ago(8 * days) }), []],
    ["a door that stands open", of({ doorState: 3, doorSince: ago(10) }), ["door_open warning"]],
    ["nothing of one that was opened just now", of({ doorState: 3, doorSince: ago(9) }), []],
    [
      "a door's own warning at once",
      of({ doorState: 3, doorSince: ago(3), ajarSince: ago(0) }),
      ["door_open warning"],
    ],
    ["nothing of a warning that is over", of({ doorState: 2, doorSince: ago(1), ajarSince: ago(3) }), []],
    ["five wrong codes in ten minutes", of({ wrongCodes: wrong(9, 7, 5, 2, 0) }), ["wrong_codes critical"]],
    ["nothing of four", of({ wrongCodes: wrong(9, 7, 5, 2) }), []],
    ["nothing of five in an hour", of({ wrongCodes: wrong(60, 45, 30, 15, 0) }), []],
    ["nothing of five long ago", of({ wrongCodes: wrong(60, 59, 58, 57, 56) }), []],
    [
      "five long ago that were heard of now",
      of({ wrongCodes: wrong(60, 59, 58, 57, 56).map(({ at }) => ({ at, receivedAt: now })) }),
      ["wrong_codes critical"],
    ],
    ["a blocked motor by its state", of({ state: 254 }), ["motor_blocked critical"]],
    ["a blocked motor by its log", of({ blockedAt: ago(1) }), ["motor_blocked critical"]],
    ["nothing of an opener in a state that only locks have", of({ type: 2, state: 254 }), []],
    [
      "continuous mode that was forgotten",
      of({ type: 2, mode: 3, continuousSince: ago(60) }),
      ["continuous_mode warning"],
    ],
    ["nothing of continuous mode before", of({ type: 2, mode: 3, continuousSince: ago(59) }), []],
    ["nothing of a lock whose mode has that number", of({ mode: 3, continuousSince: ago(90) }), []],
    ["a clock that differs", of({ timeZone: "Europe/London" }), ["time_zone warning"]],
    ["nothing of a zone that shows the same", of({ timeZone: "Europe/Berlin" }), []],
    [
      "a token that Nuki refuses",
      { accounts: [account({ status: "unauthorized", fineUntil: ago(5) })] },
      ["token_broken critical unauthorized"],
    ],
    [
      "nothing of a connection that stumbled",
      { accounts: [account({ status: "unreachable", fineUntil: ago(4) })] },
      [],
    ],
    [
      "a webhook that stopped",
      { webhooks: [{ id: "hook", accountId: account().id, kind: "decentral", problem: "stopped" }] },
      ["webhook_broken warning stopped"],
    ],
    [
      "a removal after an hour",
      { waiting: [{ deviceId, isRemoval: true, count: 1, oldest: ago(60) }] },
      ["change_waiting critical removal"],
    ],
    [
      "another change after a day only",
      { waiting: [{ deviceId, isRemoval: false, count: 9, oldest: ago(1 * days - 1) }] },
      [],
    ],
  ];
  test.each(cases)("%s", (_, sight, expected) => {
    expect(told({ devices: [device()], ...sight })).toEqual(expected);
  });

  test("a door that needs reconnecting is told after the time from when that was seen first", () => {
    const sight = of({ serverState: 2 });
    const first = judge(snapshot(sight), usual);
    expect(first.causes).toEqual([]);
    const seen = {
      ...sight,
      now: now + 15 * minute,
      devices: [device({ serverState: 2, seenAt: now + 15 * minute })],
    };
    const [cause] = judge(snapshot({ ...seen, firstSeen: first.firstSeen }), usual).causes;
    expect(cause).toMatchObject({ kind: "device_offline", severity: "critical" });
    expect(cause?.detail).toEqual({ why: "reconnect", since: now });
  });

  test("a kind that is switched off is not told, and a threshold moves the line", () => {
    const off = rulesOf([{ kind: "battery_critical", enabled: false, threshold: null }]);
    expect(told(of({ batteryCritical: true }), off)).toEqual([]);
    const early = rulesOf([{ kind: "door_open", enabled: true, threshold: 2 }]);
    expect(told(of({ doorState: 3, doorSince: ago(2) }), early)).toEqual(["door_open warning"]);
  });
});

describe("a bridge", () => {
  const openers = (...minutes: (number | null)[]) =>
    minutes.map((away, index) =>
      device({
        id: `00000000-0000-4000-8000-00000000000${index + 1}` as DeviceSight["id"],
        type: 2,
        ...(away === null ? {} : { serverState: 4, offlineSince: ago(away) }),
      }),
    );
  const hanging = (
    devices: DeviceSight[],
    reading: Partial<Snapshot["bridges"][number]["reading"]> | null,
  ) => ({
    devices,
    bridges: [
      bridge({
        deviceIds: devices.map(({ id }) => id),
        reading: reading && {
          triedAt: now,
          problem: null,
          problemSince: null,
          serverConnected: true,
          ...reading,
        },
      }),
    ],
  });
  const silent = { problem: "no_answer" as const, problemSince: ago(12) };
  const cases: [string, Partial<Snapshot>, string[]][] = [
    [
      "that took all its openers away is one cause",
      hanging(openers(20, 12), null),
      ["bridge_down critical away"],
    ],
    ["that may have, is waited for before its openers are told", hanging(openers(20, 9), null), []],
    [
      "with one opener that nobody reads is not blamed",
      hanging(openers(20), null),
      ["device_offline warning offline"],
    ],
    [
      "that does not answer is, for one opener",
      hanging(openers(20), silent),
      ["bridge_down critical silent"],
    ],
    [
      "without its line to Nuki is, for one opener",
      hanging(openers(20), { serverConnected: false }),
      ["bridge_down critical away"],
    ],
    [
      "that answers and is connected is not",
      hanging(openers(20, 20), {}),
      ["device_offline warning offline", "device_offline warning offline"],
    ],
    [
      "that only we cannot read is a warning",
      hanging(openers(null, null), silent),
      ["bridge_down warning unread"],
    ],
    ["whose reading is old says nothing", hanging(openers(null), { ...silent, triedAt: ago(20) }), []],
    [
      "with one of two openers away leaves that one to be told",
      hanging(openers(20, null), null),
      ["device_offline warning offline"],
    ],
  ];
  test.each(cases)("%s", (_, sight, expected) => {
    expect(told(sight)).toEqual(expected);
  });

  test("whose kind is switched off hides nothing", () => {
    const off = rulesOf([{ kind: "bridge_down", enabled: false, threshold: 10 }]);
    expect(told(hanging(openers(20, 20), null), off)).toHaveLength(2);
  });

  test("that comes back opener by opener tells none of those that follow", () => {
    const sight = hanging(openers(20, null), null);
    const [{ id, accountId }] = sight.bridges as [Snapshot["bridges"][number]];
    const open = [
      {
        kind: "bridge_down" as const,
        cause: `bridge_down:${id}`,
        accountId,
        deviceId: null,
        bridgeId: id,
        why: "away",
      },
    ];
    expect(told({ ...sight, open })).toEqual([]);
  });

  test("blamed later leaves an opener's alert that is open", () => {
    const sight = hanging(openers(30, 12), null);
    const [first] = sight.devices as [DeviceSight];
    const open = [
      {
        kind: "device_offline" as const,
        cause: `device_offline:${first.id}`,
        accountId: first.accountId,
        deviceId: first.id,
        bridgeId: null,
        why: "offline",
      },
    ];
    expect(told({ ...sight, open }).sort()).toEqual([
      "bridge_down critical away",
      "device_offline warning offline",
    ]);
  });
});

describe("what is not known", () => {
  const open = (kind: AlertKind) => [
    {
      kind,
      cause: `${kind}:${deviceId}`,
      accountId: account().id,
      deviceId,
      bridgeId: null as BridgeId | null,
      why: null,
    },
  ];
  const unsure = (kind: AlertKind, sight: Partial<Snapshot>) =>
    judge(snapshot({ ...sight, open: open(kind) }), usual).unsure.size === 1;

  test("opens nothing new: an offline door's last state is no news", () => {
    expect(told(of({ serverState: 4, offlineSince: ago(1), doorState: 3, doorSince: ago(60) }))).toEqual([]);
    expect(told(of({ seenAt: ago(6), batteryCritical: true }))).toEqual([]);
  });

  test.each<[string, AlertKind, Partial<Snapshot>, boolean]>([
    ["a door that is away", "battery_critical", of({ serverState: 4, offlineSince: ago(1) }), true],
    ["a door that nobody read", "door_open", of({ seenAt: ago(6) }), true],
    [
      "a door behind a broken token",
      "device_offline",
      { accounts: [account({ status: "unauthorized" })] },
      true,
    ],
    ["a door that is fine", "battery_critical", of({}), false],
    [
      "a door that is away, of being away",
      "device_offline",
      of({ serverState: 4, offlineSince: ago(1) }),
      false,
    ],
    [
      "a door that was taken away",
      "door_open",
      of({ missingSince: ago(8 * days), seenAt: ago(8 * days) }),
      false,
    ],
    ["a door that does not exist any more", "door_open", { devices: [] }, false],
  ])("about %s says nothing about its %s", (_, kind, sight, expected) => {
    expect(unsure(kind, { devices: [device()], ...sight })).toBe(expected);
  });

  test("a low charge is over only well above the threshold", () => {
    const low = { ...of({ batteryCharge: 24 }), open: open("battery_low") };
    expect(told(low)).toEqual(["battery_low warning lock"]);
    expect(told({ ...low, ...of({ batteryCharge: 26 }) })).toEqual([]);
  });
});

describe("always", () => {
  const facts = fc.record({
    serverState: fc.constantFrom(0, 0, 1, 4),
    batteryCritical: fc.boolean(),
    keypadBatteryCritical: fc.constantFrom(null, true, false),
    batteryCharge: fc.option(fc.integer({ min: 0, max: 100 })),
    doorState: fc.constantFrom(null, 2, 3),
    doorSince: fc.integer({ min: 0, max: 60 }).map(ago),
    offlineSince: fc.integer({ min: 0, max: 60 }).map(ago),
    seenAt: fc.integer({ min: 0, max: 8 }).map(ago),
    state: fc.constantFrom(1, 3, 254),
    type: fc.constantFrom(0, 2, 4),
  });
  const sights = fc.array(facts, { maxLength: 6 }).map((all) => {
    const devices = all.map((some, index) =>
      device({ ...some, id: `00000000-0000-4000-8000-0000000000${10 + index}` as DeviceSight["id"] }),
    );
    const half = devices.slice(0, 3).map(({ id }) => id);
    return snapshot({ devices, bridges: [bridge({ deviceIds: half })] });
  });

  test("the order of what is looked at makes no difference", () => {
    fc.assert(
      fc.property(sights, (sight) => {
        const turned = { ...sight, devices: sight.devices.toReversed() };
        expect(judge(turned, usual)).toEqual(judge(sight, usual));
      }),
    );
  });

  test("each cause comes once, and looking again with it open tells the same", () => {
    fc.assert(
      fc.property(sights, (sight) => {
        const { causes } = judge(sight, usual);
        expect(new Set(causes.map(({ cause }) => cause)).size).toBe(causes.length);
        const open = causes.map((cause) => ({ ...cause, why: String(cause.detail.why ?? "") || null }));
        expect(judge({ ...sight, open }, usual).causes.map(({ cause }) => cause)).toEqual(
          causes.map(({ cause }) => cause),
        );
      }),
    );
  });
});

describe("the days until a battery is empty", () => {
  test("follow the line of the readings since the batteries were changed", () => {
    expect(daysUntil(fall(10, 70, 3), 10, now)).toBeCloseTo(11, 0);
    expect(daysUntil([...fall(40, 90, 2), ...fall(4, 100, 1)], 10, now)).toBeGreaterThan(60);
  });

  test("are not guessed from few readings, or from a charge that does not fall", () => {
    expect(daysUntil(fall(2, 70, 10), 10, now)).toBeNull();
    expect(daysUntil(fall(10, 70, 0), 10, now)).toBeNull();
    expect(daysUntil([], 10, now)).toBeNull();
  });
});

/** A reading a day, the last one now, falling by so many points each day. */
function fall(over: number, from: number, perDay: number) {
  return Array.from({ length: over }, (_, index) => ({
    at: ago((over - 1 - index) * days),
    charge: Math.round(from - index * perDay),
  }));
}
