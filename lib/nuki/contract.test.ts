import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { NukiAuthId } from "@/lib/access/types";
import { createNuki, type Nuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";
import { codeOnTwoDoors, officeHours } from "@/lib/nuki/sample";
import { accountSchema, accountUserSchema, authSchema, deviceSchema, logRowSchema } from "@/lib/nuki/schemas";
import { accepted, json, type Sent, scriptedFetch, testClock } from "@/lib/nuki/scripted-fetch";
import type { AuthContent, AuthHolder } from "@/lib/nuki/translate";
import type { Weekdays } from "@/lib/time/weekdays";
import { loadOpenApi, validateRequest } from "@/scripts/testing/openapi";

// Every request that the client can send, against Nuki's official file.

const api = loadOpenApi();
if (api === null)
  console.log("skipped: ../shared/nuki/openapi-4.10.0.yaml is not there, requests are not checked");

const auth = {
  id: "65a1b2c3d4e5f60718293a4b",
  smartlockId: 17179869185,
  type: 13,
  name: "Anna",
  enabled: true,
  remoteAllowed: false,
  lockCount: 0,
};
const account = { accountId: 1, type: 0, email: "office@example.com", name: "Office" };
const user = { accountUserId: 5, email: "anna+nuki@example.com", name: "Anna" };
const device = {
  smartlockId: 17179869185,
  accountId: 1,
  type: 4,
  name: "Main",
  serverState: 0,
  adminPinState: 0,
};

/** A server that knows just enough to let each call come to its end. */
function answer({ method, path, query }: Sent): Response {
  if (method === "GET" && path === "/account/user") return json(query.offset === "0" ? [user] : []);
  if (method === "PUT" && path === "/account/user") return json(user);
  if (method !== "GET") return accepted();
  if (path === "/account") return json(account);
  if (path === "/smartlock") return json([device]);
  if (path === "/smartlock/auth/paged")
    return json({ results: [auth], pagination: { totalItems: 1, totalPages: 1 } });
  if (path.endsWith("/auth")) return json([auth]);
  if (path.startsWith("/opener/intercom")) return json({ intercomId: 1103, brandId: 2, model: "HTS 811-0" });
  if (path.startsWith("/opener/brand")) return json({ brandId: 2, brand: "Siedle" });
  return path.endsWith("/log") ? json([]) : json(device);
}

function client() {
  const { fetch, sent } = scriptedFetch(answer);
  const clock = testClock();
  const limiter = createLimiter({ perMinute: 6000, burst: 10_000, ...clock });
  return {
    nuki: createNuki({ baseUrl: "https://nuki.test", token: async () => "t", fetch, limiter, ...clock }),
    sent,
  };
}

function problemsOf(sent: readonly Sent[]): string[] {
  if (api === null) return [];
  return sent.flatMap(({ method, path, query, body }) =>
    validateRequest(api, method, path, query, body).map((problem) => `${method} ${path}: ${problem}`),
  );
}

const id = auth.id as NukiAuthId;
const dated: AuthContent = {
  ...officeHours,
  validFrom: Date.UTC(2026, 0, 1),
  validUntil: Date.UTC(2026, 11, 31),
};
const app: AuthHolder = { kind: "app", accountUserId: 5 };
const keypad: AuthHolder = { kind: "keypad", code: "345927" };

type Calls<T> = { [Name in keyof T]: (hand: T) => Promise<unknown>[] };

/** One row per method: a method without a row does not compile. */
const reads: Calls<Nuki["reader"]> = {
  getAccount: (reader) => [reader.getAccount()],
  listDevices: (reader) => [reader.listDevices()],
  getDevice: (reader) => [reader.getDevice(17179869185)],
  listDeviceAuths: (reader) => [reader.listDeviceAuths(17179869185)],
  listAllAuths: (reader) => [reader.listAllAuths()],
  listAccountUsers: (reader) => [reader.listAccountUsers()],
  findAccountUserByEmail: (reader) => [
    reader.findAccountUserByEmail("anna+nuki@example.com"),
    reader.findAccountUserByEmail("nobody+at.all@example.com"),
  ],
  listLog: (reader) => [
    reader.listLog({}),
    reader.listLog({
      deviceId: 17179869185,
      beforeId: auth.id,
      fromDate: 0,
      toDate: Date.UTC(2026, 0, 5),
      limit: 20,
    }),
  ],
  getIntercom: (reader) => [reader.getIntercom(1103)],
  probeScopes: (reader) => [reader.probeScopes()],
};

const writes: Calls<Nuki["writer"]> = {
  createAccountUser: (writer) => [
    writer.createAccountUser({ email: user.email, name: "Anna", language: "de" }),
    writer.createAccountUser({ email: user.email, name: "Anna", language: "pt" }),
    writer.createAccountUser({ email: user.email, name: "Anna", language: null }),
  ],
  updateAccountUser: (writer) => [writer.updateAccountUser(5, { name: "Anna", language: "sk" })],
  deleteAccountUser: (writer) => [writer.deleteAccountUser(5)],
  createAuths: (writer) => [
    writer.createAuths(codeOnTwoDoors),
    writer.createAuths({ deviceIds: [5], content: dated, holder: app }),
  ],
  updateAuths: (writer) => [
    writer.updateAuths([
      { id, content: { ...dated, enabled: false }, holder: keypad },
      { id, content: { ...officeHours, remoteAllowed: true }, holder: app },
    ]),
  ],
  deleteAuths: (writer) => [writer.deleteAuths([id, id])],
  requestSync: (writer) => [writer.requestSync(17179869185)],
};

/** As a device answers, with what may only be read. */
const configs = {
  config: {
    ...{ name: "Main", latitude: 48.2, longitude: 16.37, autoUnlatch: false, liftUpHandle: null },
    ...{ ledEnabled: true, ledBrightness: 3, timezoneOffset: 60, timezoneId: 37, singleLock: false },
    ...{ advertisingMode: 0, keypadPaired: true, homekitState: 1, productVariant: 3, operationId: "65a1" },
  },
  advanced: {
    ...{ lngTimeout: 20, unlatchDuration: 3, totalDegrees: 1005, singleLockedPositionOffsetDegrees: 0 },
    ...{ unlockedPositionOffsetDegrees: 0, lockedPositionOffsetDegrees: 0, batteryType: 1 },
    ...{ autoLock: true, autoLockTimeout: 1200 },
  },
  opener: {
    ...{ intercomId: 1103, busModeSwitch: 0, shortCircuitDuration: 0, electricStrikeDelay: 0 },
    ...{ randomElectricStrikeDelay: false, electricStrikeDuration: 3000, disableRtoAfterRing: false },
    ...{ rtoTimeout: 20, doorbellSuppression: 0, doorbellSuppressionDuration: 500, soundRing: 1 },
    ...{ soundOpen: 2, soundRto: 3, soundCm: 0, soundConfirmation: 1, soundLevel: 128 },
    ...{ singleButtonPressAction: 1, doubleButtonPressAction: 7, batteryType: 0 },
  },
  smartdoor: { ...{ buzzerVolume: 1, supportedBatteryTypes: [0, 1], batteryType: 0, autoLock: true } },
};

const settings: Calls<Nuki["configurator"]> = {
  rename: (configurator) => [configurator.rename(17179869185, "Main entrance")],
  writeConfig: (configurator) => [configurator.writeConfig(17179869185, configs.config)],
  writeAdvanced: (configurator) => [configurator.writeAdvanced(17179869185, configs.advanced)],
  writeOpener: (configurator) => [configurator.writeOpener(8589934593, configs.opener)],
  writeSmartdoor: (configurator) => [configurator.writeSmartdoor(12884901889, configs.smartdoor)],
};

const actions: Calls<Nuki["operator"]> = {
  action: (operator) => [operator.action(8589934593, 3), operator.action(17179869185, 2, 4)],
};

async function check(calls: (nuki: Nuki) => Promise<unknown>[]): Promise<void> {
  const { nuki, sent } = client();
  await Promise.all(calls(nuki));
  expect(sent.length).toBeGreaterThan(0);
  expect(problemsOf(sent)).toEqual([]);
}

describe.skipIf(api === null)("the official file allows what is sent by", () => {
  for (const [name, calls] of Object.entries(reads)) test(name, () => check(({ reader }) => calls(reader)));
  for (const [name, calls] of Object.entries(writes)) test(name, () => check(({ writer }) => calls(writer)));
  for (const [name, calls] of Object.entries(settings))
    test(name, () => check(({ configurator }) => calls(configurator)));
  for (const [name, calls] of Object.entries(actions))
    test(name, () => check(({ operator }) => calls(operator)));

  test("createAuths and updateAuths, whatever the content", async () => {
    const maybeDate = fc.option(fc.integer({ min: 0, max: 4_000_000_000 }).map((second) => second * 1000));
    const content: fc.Arbitrary<AuthContent> = fc.record({
      name: fc.string({ unit: "grapheme", minLength: 1, maxLength: 20 }),
      enabled: fc.constant(true),
      remoteAllowed: fc.boolean(),
      window: fc.record({
        days: fc.integer({ min: 1, max: 127 }).map((bits) => bits as Weekdays),
        fromMinute: fc.integer({ min: 0, max: 719 }),
        untilMinute: fc.integer({ min: 720, max: 1440 }),
      }),
      validFrom: maybeDate,
      validUntil: maybeDate,
    });
    const code = fc
      .integer({ min: 111111, max: 999999 })
      .map((number) => ({ kind: "keypad", code: `${number}` }) as const);
    const holder = fc.oneof(code, fc.constant(app));
    const devices = fc.array(fc.integer({ min: 1, max: 25769803775 }), { minLength: 1, maxLength: 5 });
    await fc.assert(
      fc.asyncProperty(devices, content, holder, async (deviceIds, content, holder) => {
        await check(({ writer }) => [
          writer.createAuths({ deviceIds, content, holder }),
          writer.updateAuths([{ id, content, holder }]),
        ]);
      }),
    );
  });
});

describe.skipIf(api === null)(
  "the official example decodes, whole and with the required members only:",
  () => {
    const answers = {
      SmartlockAuth: authSchema,
      Smartlock: deviceSchema,
      MyAccount: accountSchema,
      AccountUser: accountUserSchema,
      SmartlockLog: logRowSchema,
    };
    for (const [name, schema] of Object.entries(answers)) {
      test(name, () => {
        const { example, required } = (api?.document.components.schemas[name] ?? {}) as {
          example: Record<string, unknown>;
          required: string[];
        };
        expect(schema.safeParse(example).error).toBeUndefined();
        const least = Object.fromEntries(required.map((member) => [member, example[member]]));
        expect(schema.safeParse(least).error).toBeUndefined();
      });
    }
  },
);

test("the check itself would notice an unknown member, a wrong type and a path that does not exist", () => {
  if (api === null) return;
  expect(
    validateRequest(api, "PUT", "/smartlock/auth", {}, { name: "A", remoteAllowed: false, extra: 1 }),
  ).not.toEqual([]);
  expect(validateRequest(api, "PUT", "/smartlock/auth", {}, { name: "A", remoteAllowed: "no" })).not.toEqual(
    [],
  );
  expect(validateRequest(api, "POST", "/smartlock/auth", {}, [{ id: "x" }])).not.toEqual([]);
  expect(validateRequest(api, "PATCH", "/smartlock/auth", {}, {})).not.toEqual([]);
});

test("settings go back whole: members that we do not know too, and none that may only be read", async () => {
  const { nuki, sent } = client();
  const whole = { ...configs.advanced, somethingNew: { from: 2027 } };
  await nuki.configurator.writeAdvanced(17179869185, whole);
  const { totalDegrees: _, ...expected } = whole;
  expect(sent.map(({ path, body }) => [path, body])).toEqual([
    ["/smartlock/17179869185/advanced/config", expected],
  ]);
});
