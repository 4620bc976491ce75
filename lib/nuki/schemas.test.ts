import { describe, expect, test } from "vitest";
import {
  accountSchema,
  accountUserSchema,
  authSchema,
  authsSchema,
  deviceSchema,
  logRowsSchema,
} from "@/lib/nuki/schemas";

const auth = {
  id: "65a1b2c3d4e5f60718293a4b",
  smartlockId: 18233733061,
  type: 13,
  name: "Anna",
  enabled: true,
  remoteAllowed: false,
  lockCount: 3,
};

describe("authorizations", () => {
  test.each([
    ["a number", 345927, "345927"],
    ["a string", "345927", "345927"],
    ["a list of one number", [345927], "345927"],
    ["a list of one string", ["345927"], "345927"],
    ["an empty list", [], null],
    ["an empty string", "", null],
    ["null", null, null],
    ["nothing", undefined, null],
  ])("a code that comes as %s", (_, code, expected) => {
    expect(authSchema.parse({ ...auth, code }).code).toBe(expected);
  });

  test.each([
    ["an object", { timestamp: 1, counter: 2 }, true],
    ["a string", "65a1b2c3d4e5f60718293a4b", true],
    ["an empty string", "", false],
    ["null", null, false],
    ["nothing", undefined, false],
  ])("an operation id that is %s", (_, operationId, busy) => {
    expect(authSchema.parse({ ...auth, operationId }).operationId).toBe(busy);
    expect(authSchema.parse(auth).operationId).toBe(false);
  });

  test("types beyond the official 0 to 2 and members that are new survive", () => {
    for (const type of [0, 1, 2, 3, 13, 14, 15, 99]) {
      expect(authSchema.parse({ ...auth, type, somethingNew: { deep: true } }).type).toBe(type);
    }
  });

  test("a missing or null update date is null", () => {
    expect(authSchema.parse(auth).updateDate).toBeNull();
    expect(authSchema.parse({ ...auth, updateDate: null }).updateDate).toBeNull();
  });

  test("dates are instants in every way that Nuki writes UTC", () => {
    const dates = [
      "2026-03-01T08:00:00.000Z",
      "2026-03-01T08:00:00Z",
      "2026-03-01T08:00Z",
      "2026-03-01T09:00:00+01:00",
    ];
    for (const date of dates) {
      expect(authSchema.parse({ ...auth, allowedFromDate: date }).allowedFromDate).toBe(
        Date.UTC(2026, 2, 1, 8),
      );
    }
  });

  test.each(["2026-03-01T08:00:00", "2026-03-01", "yesterday", 1772352000, "2026-13-01T08:00:00Z"])(
    "%j is not a date that may be guessed at",
    (date) => {
      expect(authSchema.safeParse({ ...auth, allowedFromDate: date }).success).toBe(false);
    },
  );

  test("one bad row spoils the list: it is never short by one", () => {
    const { enabled: _, ...withoutEnabled } = auth;
    expect(authsSchema.safeParse([auth, withoutEnabled]).success).toBe(false);
    expect(authsSchema.safeParse([auth, null]).success).toBe(false);
    expect(authsSchema.safeParse({ results: [] }).success).toBe(false);
    expect(authsSchema.safeParse([]).success).toBe(true);
  });

  test("a weekday mask beyond seven bits is refused", () => {
    expect(authSchema.safeParse({ ...auth, allowedWeekDays: 128 }).success).toBe(false);
    expect(authSchema.parse({ ...auth, allowedWeekDays: 0 }).allowedWeekDays).toBe(0);
  });
});

test("a device with states that are newer than this client decodes", () => {
  const device = deviceSchema.parse({
    smartlockId: 25000000000,
    accountId: 1,
    type: 9,
    name: "New",
    serverState: 7,
    adminPinState: 3,
    state: {
      mode: 5,
      state: 77,
      trigger: 9,
      lastAction: 12,
      doorState: 99,
      batteryCritical: false,
      nightMode: true,
    },
  });
  expect(device).toMatchObject({ type: 9, serverState: 7, state: { state: 77, doorState: 99 } });
});

test("an account and an account user keep what is used and drop the rest", () => {
  expect(
    accountSchema.parse({
      accountId: 7,
      type: 1,
      email: "office@example.com",
      name: "Office",
      secret: ["never"],
      shsSubscriptionType: "BUSINESS",
    }),
  ).toEqual({
    accountId: 7,
    type: 1,
    email: "office@example.com",
    name: "Office",
    language: null,
    subscription: "BUSINESS",
  });
  expect(accountUserSchema.parse({ accountUserId: 3, email: "a@b.c", name: "A", operationId: "x" })).toEqual({
    accountUserId: 3,
    email: "a@b.c",
    name: "A",
    language: null,
    busy: true,
  });
});

test("log rows without a name, an authorization or a known action decode", () => {
  const row = {
    id: "65a1b2c3d4e5f60718293a4b",
    smartlockId: 18233733061,
    deviceType: 4,
    action: 240,
    trigger: 0,
    state: 0,
    autoUnlock: false,
    date: "2026-01-05T07:58:11.000Z",
  };
  const [sensor, keypad] = logRowsSchema.parse([
    { ...row, name: "", authId: "" },
    { ...row, name: "Anna", authId: "65a1b2c3d4e5f60718293a4c", action: 260, source: 1 },
  ]);
  expect(sensor).toMatchObject({
    name: "",
    authId: null,
    deviceId: 18233733061,
    at: Date.UTC(2026, 0, 5, 7, 58, 11),
  });
  expect(keypad).toMatchObject({ authId: "65a1b2c3d4e5f60718293a4c", action: 260, source: 1, opener: null });
});

describe("texts that a database cannot keep", () => {
  test("lose the odd character instead of stopping the list", () => {
    const row = {
      ...{
        id: "0a1b2c3d4e5f60718293a4b5",
        smartlockId: 17179869999,
        deviceType: 4,
        authId: "",
        name: "Eva\u0000\ud800",
      },
      ...{ action: 1, trigger: 5, state: 0, autoUnlock: false, date: "2026-03-02T08:00:00Z" },
    };
    expect(logRowsSchema.parse([row])[0]?.name).toBe("Eva\ufffd");
  });
});
