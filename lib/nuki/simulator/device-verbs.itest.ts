import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { demoOffice, fields, type Lab, rows, startLab } from "./testing.ts";

const minute = 60_000;
let lab: Lab;
let ids: Map<string, number>;

beforeEach(async () => {
  lab = await startLab({ office: demoOffice() });
  ids = new Map(rows(await lab.send("GET", "/smartlock")).map((item) => [item.name, item.smartlockId]));
});
afterEach(() => lab.simulator.close());

const door = "Main entrance";
const opener = "Street intercom";
const verb = async (name: string, action: string, body: unknown = {}) => {
  const answer = await lab.control("POST", `/devices/${encodeURIComponent(name)}/${action}`, body);
  if (answer.status !== 200) throw new Error(`${answer.status}: ${answer.text}`);
  return fields(answer);
};
const device = async (name: string) => fields(await lab.send("GET", `/smartlock/${ids.get(name)}`));
const state = async (name: string) => (await device(name)).state as Record<string, unknown>;
const log = async (name: string) => rows(await lab.send("GET", `/smartlock/${ids.get(name)}/log`));
const act = async (name: string, body: unknown) =>
  (await lab.send("POST", `/smartlock/${ids.get(name)}/action`, body)).status;
const sync = async (name: string) => {
  expect((await lab.send("POST", `/smartlock/${ids.get(name)}/sync`)).status).toBe(204);
  await lab.settle();
};

/** The states that are seen on the way, one look per second. */
async function watch(name: string, seconds: number): Promise<unknown[]> {
  const seen: unknown[] = [];
  for (let second = 0; second < seconds; second++) {
    await lab.advance(1_000);
    const now = (await state(name)).state;
    if (seen.at(-1) !== now) seen.push(now);
  }
  return seen;
}

describe("a lock on its way", () => {
  test.each([
    ["unlocks", { action: 1 }, [1, 2, 3]],
    ["unlatches and lets go", { action: 3 }, [1, 7, 5, 3]],
    ["locks 'n' goes", { action: 4 }, [1, 2, 6, 4, 1]],
    ["locks 'n' goes with unlatching", { action: 5 }, [1, 7, 5, 6, 4, 1]],
  ])("%s through its states", async (_title, body, states) => {
    expect(await act(door, body)).toBe(204);
    expect(await watch(door, 40)).toEqual(states);
    expect((await log(door))[0]).toMatchObject({ ...body, trigger: 4, state: 0, name: "Office" });
  });

  test("that jams stays in the middle, and its log says why", async () => {
    await verb(door, "jam", { completion: 1 });
    await act(door, { action: 1 });
    await lab.settle();
    expect(await state(door)).toMatchObject({ state: 254, lastAction: 1 });
    expect((await log(door))[0]).toMatchObject({ action: 1, trigger: 4, state: 1 });
    await verb(door, "jam", { completion: 0 });
    await lab.advance(minute);
    await act(door, { action: 1 });
    await lab.settle();
    expect(await state(door)).toMatchObject({ state: 3 });
  });

  test("that refuses does not move", async () => {
    await verb(door, "jam", { completion: 10 });
    await act(door, { action: 1 });
    expect(await watch(door, 20)).toEqual([1]);
    expect((await log(door))[0]).toMatchObject({ action: 1, state: 10 });
  });

  test("can block by itself, be turned by hand, and by its button", async () => {
    await verb(door, "motor-blocked");
    expect(await state(door)).toMatchObject({ state: 254, lastAction: 2 });
    expect((await log(door))[0]).toMatchObject({ action: 2, trigger: 6, state: 1 });
    await verb(door, "hand", { action: 2 });
    await lab.settle();
    expect((await log(door))[0]).toMatchObject({ action: 2, trigger: 1, state: 0 });
    await verb(door, "hand", { action: 1, by: "button" });
    await lab.settle();
    expect(await state(door)).toMatchObject({ state: 3, trigger: 2 });
  });

  test("obeys the later of two, and tells of both", async () => {
    await act(door, { action: 4 });
    await lab.advance(12_000);
    expect(await state(door)).toMatchObject({ state: 6 });
    await verb(door, "hand", { action: 1 });
    await lab.settle();
    expect(await state(door)).toMatchObject({ state: 3, trigger: 1 });
  });
});

describe("a door leaf", () => {
  test("that stays open too long is warned of once, one that closes in time is not", async () => {
    await verb(door, "door", { open: true, ajarAfterMinutes: 5 });
    expect(await state(door)).toMatchObject({ doorState: 3 });
    await lab.advance(4 * minute);
    await verb(door, "door", { open: false });
    await verb(door, "door", { open: true, ajarAfterMinutes: 5 });
    await lab.advance(30 * minute);
    const actions = (await log(door)).slice(0, 5).map((row) => row.action);
    expect(actions).toEqual([208, 240, 241, 240, expect.any(Number)]);
    expect((await log(door))[0]).toMatchObject({ ajarTimeout: 5, name: "", trigger: 0 });
  });

  test("can have a sensor in any state, also a jammed one", async () => {
    await verb(door, "door-sensor", { state: 240 });
    expect(await state(door)).toMatchObject({ doorState: 240 });
    await verb(door, "door-sensor", { jammed: true });
    expect((await log(door))[0]).toMatchObject({ action: 242 });
  });
});

test("a device that flaps ends as it began, with all that happened in its log", async () => {
  await verb(door, "flap", { times: 3, everyMs: 500 });
  await verb(opener, "flap", { what: "online", times: 2, everyMs: 500 });
  await lab.settle();
  expect((await log(door)).slice(0, 6).map((row) => row.action)).toEqual([241, 240, 241, 240, 241, 240]);
  expect(await device(opener)).toMatchObject({ serverState: 0 });
});

test("a device can be added, also of a type that nobody knows, and behind a bridge", async () => {
  const add = async (body: unknown) => fields(await lab.control("POST", "/devices", body)).smartlockId;
  expect(await add({ type: 7, name: "From the future", keypad: 2 })).toBeGreaterThan(7 * 2 ** 32);
  const id = await add({ type: 2, name: "New opener", site: "london", bridge: "l-bridge" });
  expect(rows(await lab.send("GET", `/smartlock/${id}/auth`))).toMatchObject([
    { type: 1, name: "Bridge London" },
  ]);
  await lab.control("POST", "/bridges/l-bridge/cloud", { on: false });
  await lab.settle();
  expect(fields(await lab.send("GET", `/smartlock/${id}`))).toMatchObject({ type: 2, serverState: 4 });
});

describe("batteries", () => {
  test("of lock, keypad and sensor are critical apart from each other", async () => {
    await verb(door, "battery", { keypadCritical: true });
    expect(await state(door)).toMatchObject({
      ...{ batteryCritical: false, keypadBatteryCritical: true, doorsensorBatteryCritical: false },
    });
    await verb(door, "battery", { keypadCritical: false, sensorCritical: true });
    expect(await state(door)).toMatchObject({
      ...{ keypadBatteryCritical: false, doorsensorBatteryCritical: true },
    });
  });

  test("drain by themselves until the lock is gone, and new ones bring it back", async () => {
    await verb(door, "drain", { step: 40, everyMs: 60 * minute });
    await lab.advance(61 * minute);
    expect(await state(door)).toMatchObject({ batteryCharge: 46, batteryCritical: false });
    await lab.advance(60 * minute);
    expect(await state(door)).toMatchObject({ batteryCharge: 6, batteryCritical: true });
    await lab.advance(61 * minute);
    expect(await device(door)).toMatchObject({ serverState: 4, state: { batteryCharge: 6 } });
    await verb(door, "battery", { charge: 100 });
    expect(await device(door)).toMatchObject({ serverState: 0, state: { batteryCharge: 100 } });
  });
});

describe("people at the door", () => {
  test("use what they were given: code, fingerprint, phone", async () => {
    const auths = rows(await lab.send("GET", `/smartlock/${ids.get(door)}/auth?types=0,13`));
    const allDay = auths.filter((auth) => auth.allowedFromTime === 0 || auth.type === 13);
    const code = allDay.find((auth) => auth.type === 13 && Number(auth.allowedFromTime) <= 480);
    const app = auths.find((auth) => auth.type === 0);
    await lab.advance(60 * minute);
    expect(await verb(door, "use", { who: code?.id, fingerprint: true })).toMatchObject({ opened: true });
    expect((await log(door))[0]).toMatchObject({ authId: code?.id, trigger: 255, source: 2, state: 0 });
    expect(await verb(door, "use", { who: app?.name })).toMatchObject({ opened: true });
    expect((await log(door))[0]).toMatchObject({
      ...{ name: app?.name, accountUserId: app?.accountUserId, action: 1, source: 0 },
    });
    const after = fields(await lab.send("GET", `/smartlock/${ids.get(door)}/auth/${code?.id}`));
    expect(after.lockCount).toBe(Number(code?.lockCount) + 1);
  });

  test("who do not know a code try again and again, in every way a keypad knows", async () => {
    await verb(door, "wrong-code", { times: 3, everyMs: 10_000 });
    await lab.settle();
    const burst = (await log(door)).slice(0, 3);
    expect(burst.map((row) => [row.trigger, row.state])).toEqual(Array(3).fill([255, 224]));
    expect(new Set(burst.map((row) => row.date)).size).toBe(3);
    await verb(door, "wrong-code", { kind: "fingerprint" });
    expect((await log(door))[0]).toMatchObject({ state: 225, source: 2 });
    await verb(door, "wrong-code", { trigger: 253, state: 255 });
    expect((await log(door))[0]).toMatchObject({ state: 255, trigger: 253 });
  });
});

describe("an opener", () => {
  test("opens at the bell while ring-to-open is active, which ends by itself", async () => {
    expect(await verb(opener, "ring")).toEqual({ rang: true, opened: false });
    expect(await act(opener, { action: 1 })).toBe(204);
    await lab.settle();
    const { state: active, ringToOpenEnd } = await state(opener);
    expect([active, typeof ringToOpenEnd]).toEqual([3, "string"]);
    expect(await verb(opener, "ring")).toEqual({ rang: true, opened: true });
    await lab.settle();
    expect((await log(opener)).slice(0, 2)).toMatchObject([
      { action: 3, trigger: 3, openerLog: { activeRto: true, source: 0 } },
      { action: 224, openerLog: { activeRto: true } },
    ]);
    expect(await state(opener)).toMatchObject({ state: 3 });
    await lab.advance(20 * minute);
    expect(await state(opener)).toMatchObject({ state: 1, ringToOpenTimer: 0 });
    expect(await state(opener)).not.toHaveProperty("ringToOpenEnd");
  });

  test("keeps opening in continuous mode, until the simple lock ends that too", async () => {
    await verb(opener, "continuous", { on: true });
    await lab.settle();
    expect(await state(opener)).toMatchObject({ mode: 3, trigger: 2 });
    expect((await log(opener))[0]).toMatchObject({ action: 6, trigger: 2, openerLog: { activeCm: true } });
    expect(await verb(opener, "ring")).toMatchObject({ opened: true });
    await lab.settle();
    expect((await lab.send("POST", `/smartlock/${ids.get(opener)}/action/lock`)).status).toBe(204);
    await lab.settle();
    expect(await state(opener)).toMatchObject({ mode: 2, state: 1 });
  });

  test("does what it is wired for", async () => {
    const wired = async (capabilities: number) => {
      await verb(opener, "app-config", { config: { capabilities } });
      await sync(opener);
      await lab.advance(minute);
    };
    await wired(0);
    expect(await act(opener, { action: 1 })).toBe(400);
    expect(await act(opener, { action: 3 })).toBe(204);
    await wired(2);
    expect(await act(opener, { action: 3 })).toBe(400);
    expect(await act(opener, { action: 6 })).toBe(204);
    expect(await act(opener, { action: 4 })).toBe(400);
  });
});

describe("settings changed in the app", () => {
  const whole = async () => {
    const { config } = await device(door);
    return config as Record<string, unknown>;
  };

  test("show after a sync", async () => {
    await verb(door, "app-config", { config: { ledEnabled: false }, advancedConfig: { lngTimeout: 60 } });
    await verb(door, "zone", { timezoneId: 29 });
    expect(await device(door)).toMatchObject({ config: { ledEnabled: true, timezoneId: 37 } });
    await sync(door);
    expect(await device(door)).toMatchObject({
      config: { ledEnabled: false, timezoneId: 29 },
      advancedConfig: { lngTimeout: 60 },
    });
  });

  test("are undone by a whole object that was written without a sync", async () => {
    await verb(door, "app-config", { config: { ledEnabled: false } });
    const body = { ...(await whole()), ledBrightness: 5 };
    expect((await lab.send("POST", `/smartlock/${ids.get(door)}/config`, body)).status).toBe(204);
    await lab.settle();
    await sync(door);
    expect(await whole()).toMatchObject({ ledEnabled: true, ledBrightness: 5 });
  });

  test("survive when the sync came first, and each written member is read back", async () => {
    await verb(door, "app-config", { config: { ledEnabled: false } });
    await sync(door);
    const members = { name: "Portal", ledBrightness: 1, buttonEnabled: false, autoUnlatch: true };
    const body = { ...(await whole()), ...members, pairingEnabled: false, timezoneId: 40 };
    expect((await lab.send("POST", `/smartlock/${ids.get(door)}/config`, body)).status).toBe(204);
    expect(await whole()).toMatchObject({ ledBrightness: 3 });
    await lab.settle();
    expect(await whole()).toEqual(body);
    expect(await whole()).toMatchObject({ ledEnabled: false });
  });

  test("do not include the firmware, which comes by itself", async () => {
    await verb(door, "firmware", { version: "3.11.2" });
    expect((await device(door)).firmwareVersion).toBe(0x030b02);
    expect((await log(door))[0]).toMatchObject({ action: 243 });
  });
});
