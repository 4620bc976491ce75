import { describe, expect, test } from "vitest";
import type {
  AccountId,
  Authorization,
  DeviceId,
  Door,
  NukiAuthId,
  PlannedChange,
  SiteId,
  StaffId,
  WaitReason,
} from "@/lib/access/types";
import type { Picture } from "@/lib/changes/picture";
import { weekdays } from "@/lib/time/weekdays";
import { doorsPlanOf } from "./door-plan";

const account = "account" as AccountId;
const [main, side] = ["main" as DeviceId, "side" as DeviceId];

function door(id: DeviceId, more: Partial<Door> = {}): Door {
  return {
    id,
    accountId: account,
    siteId: "site" as SiteId,
    name: id,
    timeZone: "Europe/Vienna",
    hasKeypad: true,
    codeCapacity: 100,
    reach: "online",
    offlineSince: null,
    ...more,
  };
}

function onDoor(id: string, deviceId: DeviceId, type: number): Authorization {
  return {
    id: id as NukiAuthId,
    deviceId,
    type,
    accountUserId: null,
    name: id,
    enabled: true,
    remoteAllowed: false,
    days: null,
    fromMinute: null,
    untilMinute: null,
    validFrom: null,
    validUntil: null,
    codeHash: id,
    busy: false,
  };
}

const picture: Picture = {
  scope: "all",
  model: {
    staff: [],
    rules: [],
    schedules: new Map(),
    areas: new Map(),
    doors: new Map([
      [main, door(main)],
      [side, door(side, { reach: "offline", offlineSince: 1_000 })],
    ]),
    choices: [],
    withdrawals: [],
  },
  observed: {
    authorizations: [onDoor("a", main, 13), onDoor("b", main, 0), onDoor("c", main, 13)],
    bindings: [],
    accountUsers: [],
  },
};

function create(person: string, deviceId: DeviceId, waits: WaitReason | null = null): PlannedChange {
  return {
    op: "create",
    staffId: person as StaffId,
    deviceId,
    kind: "keypad",
    accountId: account,
    effect: "widens",
    waits,
    notBefore: waits === "not_yet" ? 5_000 : null,
    wish: {
      name: person,
      enabled: true,
      remoteAllowed: false,
      window: { days: weekdays(31), fromMinute: 480, untilMinute: 1080 },
      validFrom: null,
      validUntil: null,
      codeHash: person,
    },
  };
}

const planOf = (changes: readonly PlannedChange[], perMinute = 60) =>
  doorsPlanOf({ changes, blocked: [], withdrawn: [] }, picture, new Map([[main, "Vienna"]]), perMinute);

describe("the doors' side of an import", () => {
  test("what waits is counted apart from what goes out, with its own calls", () => {
    const changes = ["eva", "tom"].flatMap((person) => [
      create(person, main),
      create(person, side, "offline"),
    ]);
    const plan = planOf(changes);
    expect(plan).toMatchObject({
      created: 4,
      now: { changes: 2, calls: 2 },
      later: { changes: 2, calls: 2 },
    });
    expect(plan.doors.find(({ id }) => id === side)?.waits).toEqual({
      reason: "offline",
      count: 2,
      since: 1_000,
    });
  });

  test("people of one first day go out together, whatever the number of doors", () => {
    const plan = planOf([create("eva", main, "not_yet"), create("eva", side, "not_yet")]);
    expect(plan.later).toEqual({ changes: 2, calls: 1 });
    expect(plan.now).toEqual({ changes: 0, calls: 0 });
  });

  test("places on a keypad count its codes, not the apps", () => {
    expect(planOf([create("eva", main)]).doors[0]?.codes).toEqual({ before: 2, after: 3, capacity: 100 });
  });

  test("the time needed follows the limit of requests", () => {
    const changes = Array.from({ length: 60 }, (_, i) => create(`p${i}`, main));
    expect(planOf(changes, 60).seconds - planOf(changes, 6_000).seconds).toBeGreaterThan(50);
  });
});
