import { readFileSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { createNuki, type Nuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";
import { createOAuth, createTokenSource, type OAuthGrant } from "@/lib/nuki/oauth";
import type { NukiLogRow } from "@/lib/nuki/schemas";
import { startSimulator } from "@/lib/nuki/simulator/start";
import { type AuthContent, type AuthHolder, type NukiDevice, windowAsHeld } from "@/lib/nuki/translate";
import type { Weekdays } from "@/lib/time/weekdays";

// The client against the simulator, which shares no code with it: whatever both got wrong alone shows here.

const office = JSON.parse(readFileSync("lib/demo/office.json", "utf8"));

let simulator: Awaited<ReturnType<typeof startSimulator>>;
let nuki: Nuki;
let doors: NukiDevice[];

beforeEach(async () => {
  simulator = await startSimulator({ office, clock: "manual", startAt: "2026-03-02T08:00:00Z", seed: 7 });
  nuki = connect(async () => simulator.token);
  doors = (await nuki.reader.listDevices()).filter(
    (device) => device.keypad !== 0 && device.reach === "online",
  );
  await control("requests/clear", {});
});
afterEach(() => simulator.close());

/** Waits of the client pass at once; those of the simulator only by its control plane. */
function connect(token: () => Promise<string>, timeoutMs?: number): Nuki {
  const sleep = async () => {};
  let at = 0;
  const now = () => {
    at += 1000;
    return at;
  };
  const limiter = createLimiter({ perMinute: 60_000, burst: 1000, now, sleep });
  return createNuki({ baseUrl: simulator.url, token, limiter, sleep, timeoutMs });
}

async function control<T = unknown>(path: string, body?: object): Promise<T> {
  const init = body && { method: "POST", body: JSON.stringify(body) };
  const response = await fetch(`${simulator.control}/${path}`, init);
  if (!response.ok) throw new Error(`${path}: ${response.status} ${await response.text()}`);
  return (await response.json()) as T;
}

const settle = () => control("settle", { limitMs: 600_000 });
const requests = () => control<{ method: string; path: string }[]>("requests");

function door(index = 0): NukiDevice {
  const device = doors[index];
  if (!device) throw new Error(`there is no door ${index}`);
  return device;
}

const content = (more: Partial<AuthContent> = {}): AuthContent => ({
  name: "Zoë Brandstätter",
  enabled: true,
  remoteAllowed: false,
  window: { days: 0b0011111 as Weekdays, fromMinute: 420, untilMinute: 1140 },
  validFrom: null,
  validUntil: null,
  ...more,
});
const code = "798346";
const keypad: AuthHolder = { kind: "keypad", code };

async function codeAt(deviceId: number) {
  return (await nuki.reader.listDeviceAuths(deviceId)).find((auth) => auth.code === code);
}

async function createdAt(deviceId: number, wanted = content()) {
  await nuki.writer.createAuths({ deviceIds: [deviceId], content: wanted, holder: keypad });
  await settle();
  const auth = await codeAt(deviceId);
  if (!auth) throw new Error("the code did not appear");
  return auth;
}

describe("reading", () => {
  test("the devices are those of the office, with their zones, keypads and reach", async () => {
    const devices = await nuki.reader.listDevices();
    expect(devices).toHaveLength(office.devices.length);
    for (const expected of office.devices) {
      const device = devices.find(({ name }) => name === expected.name);
      expect(device).toMatchObject({
        type: expected.type,
        keypad: expected.keypad ?? 0,
        reach: expected.online ? "online" : "offline",
        timeZone: expected.site === "vienna" ? "Europe/Berlin" : "Europe/London",
        kind: expected.type === 2 ? "opener" : expected.type === 3 ? "smart_door" : "lock",
      });
      if (typeof expected.battery === "number") expect(device?.battery?.charge).toBe(expected.battery);
      else expect(device?.battery?.charge).toBeNull();
      expect(device?.firmware).toMatch(/^\d+\.\d+\.\d+$/);
    }
    expect(await nuki.reader.getDevice(door().id)).toEqual(door());
  });

  test("all authorizations together are those of the devices one by one", async () => {
    const all = await nuki.reader.listAllAuths();
    const byDevice = [];
    for (const device of await nuki.reader.listDevices())
      byDevice.push(...(await nuki.reader.listDeviceAuths(device.id)));
    const ids = (auths: { id: string }[]) => auths.map(({ id }) => id).sort();
    expect(all.length).toBeGreaterThan(200);
    expect(ids(all)).toEqual(ids(byDevice));
    expect(all.filter(({ type }) => type === 13).every((auth) => /^[1-9]{6}$/.test(auth.code ?? ""))).toBe(
      true,
    );
    expect(all.some(({ untilMinute }) => untilMinute === 0)).toBe(false);
  });

  test("account users come complete and are found by e-mail", async () => {
    const users = await nuki.reader.listAccountUsers();
    const [first] = users;
    expect(users.length).toBeGreaterThan(10);
    expect(await nuki.reader.findAccountUserByEmail(first?.email.toUpperCase() ?? "")).toEqual(first);
    expect(await nuki.reader.findAccountUserByEmail("nobody@example.com")).toBeNull();
  });

  test("the log is walked to its end by cursor, newest first, no row twice", async () => {
    const toDate = Date.UTC(2026, 2, 2, 8);
    const fromDate = Date.UTC(2026, 1, 23);
    const rows: NukiLogRow[] = [];
    for (let beforeId: string | undefined; ; beforeId = rows.at(-1)?.id) {
      const page = await nuki.reader.listLog({ deviceId: door().id, beforeId, fromDate, toDate });
      if (page.length === 0) break;
      expect(page.length).toBeLessThanOrEqual(50);
      rows.push(...page);
    }
    expect(rows.length).toBeGreaterThan(50);
    expect(new Set(rows.map(({ id }) => id)).size).toBe(rows.length);
    expect(rows.every(({ at }, index) => index === 0 || at <= (rows[index - 1]?.at ?? 0))).toBe(true);
    expect(rows.every(({ at, deviceId }) => at >= fromDate && at <= toDate && deviceId === door().id)).toBe(
      true,
    );
    expect(rows.some(({ authId }) => /^[0-9a-f]{24}$/.test(authId ?? ""))).toBe(true);
  });

  test("the account says who it is", async () => {
    expect(await nuki.reader.getAccount()).toMatchObject({ email: "office@example.com" });
  });
});

describe("tokens", () => {
  const tokenWith = async (scopes: string[]) => {
    const { token } = await control<{ token: string }>("tokens", { scopes });
    return connect(async () => token);
  };

  test("short of scopes are found out without any effect", async () => {
    const { reader } = await tokenWith(["smartlock.readOnly", "smartlock.log"]);
    expect(await reader.probeScopes()).toEqual({
      signedIn: true,
      scopes: {
        account: "missing",
        smartlock: "granted",
        "smartlock.auth": "missing",
        "smartlock.log": "granted",
        "smartlock.action": "unknown",
        "smartlock.config": "unknown",
      },
    });
    expect((await requests()).every(({ method }) => method === "GET")).toBe(true);
    await expect(reader.listAllAuths()).rejects.toMatchObject({ name: "SignInAgain" });
  });

  test("that nobody knows are not signed in", async () => {
    const stranger = connect(async () => "nobody-knows-this");
    expect((await stranger.reader.probeScopes()).signedIn).toBe(false);
    await expect(stranger.reader.getAccount()).rejects.toMatchObject({ name: "SignInAgain", status: 401 });
  });

  test("of another account see that account's door and are refused at ours", async () => {
    const { token } = await control<{ token: string }>("tokens", { account: "foreign" });
    const foreign = connect(async () => token);
    expect(await foreign.reader.listDevices()).toHaveLength(1);
    await expect(foreign.reader.getDevice(door().id)).rejects.toMatchObject({
      name: "PersonMustAct",
      status: 403,
    });
    await expect(nuki.reader.getDevice(17179869184)).rejects.toMatchObject({
      name: "PersonMustAct",
      status: 404,
    });
  });

  test("by consent are got, used and renewed", async () => {
    const oauth = createOAuth({
      baseUrl: simulator.url,
      clientId: "demo-client",
      clientSecret: "demo-client-secret",
    });
    const redirectUri = "http://127.0.0.1:3000/api/nuki/oauth/callback";
    const url = oauth.authorizeUrl({ redirectUri, scopes: ["account", "smartlock"], state: "s-1" });
    const form = new URLSearchParams([
      ["decision", "approve"],
      ["granted", "account"],
      ["granted", "smartlock"],
    ]);
    const consent = await fetch(url, { method: "POST", body: form, redirect: "manual" });
    const back = new URL(consent.headers.get("location") ?? "");
    expect(back.searchParams.get("state")).toBe("s-1");

    const first = await oauth.exchangeCode({ code: back.searchParams.get("code") ?? "", redirectUri });
    expect(first.scopes).toEqual(["account", "smartlock"]);
    let stored: OAuthGrant = { ...first, expiresAt: 0 };
    const token = createTokenSource({
      oauth,
      load: async () => stored,
      save: async (grant) => {
        stored = grant;
      },
    });
    expect(await connect(token).reader.listDevices()).toHaveLength(office.devices.length);
    expect(stored.accessToken).not.toBe(first.accessToken);
    await expect(oauth.refresh({ ...first, refreshToken: "dead" })).rejects.toMatchObject({
      name: "SignInAgain",
    });
  });
});

describe("the life of a keypad code", () => {
  test("accepted is not there yet; then it is as it was meant, on every door of the one call", async () => {
    const deviceIds = [door(0).id, door(1).id, door(2).id];
    const wanted = content({
      validFrom: Date.UTC(2026, 2, 9, 23),
      validUntil: Date.UTC(2026, 5, 30, 21, 59, 59),
    });
    await nuki.writer.createAuths({ deviceIds, content: wanted, holder: keypad });
    for (const id of deviceIds) expect(await codeAt(id)).toBeUndefined();
    await settle();
    for (const id of deviceIds) {
      const { window, ...rest } = wanted;
      expect(await codeAt(id)).toMatchObject({
        ...rest,
        ...window,
        type: 13,
        code,
        lockCount: 0,
        busy: false,
      });
    }
    expect((await requests()).filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  test.each([
    ["the whole week", 0, 1440],
    ["until midnight", 480, 1440],
    ["from midnight", 0, 300],
  ])("a window of %s reads back as itself", async (_, fromMinute, untilMinute) => {
    const window = { days: 0b1000001 as Weekdays, fromMinute, untilMinute };
    expect(await createdAt(door().id, content({ window }))).toMatchObject(window);
    expect(windowAsHeld(window)).toEqual(window);
  });

  test("an update that changes one thing keeps all others, dates included, and clears what is not wanted", async () => {
    const wanted = content({ validUntil: Date.UTC(2026, 5, 30, 21, 59, 59) });
    const { id } = await createdAt(door().id, wanted);
    await nuki.writer.updateAuths([{ id, content: { ...wanted, name: "Zoë B." }, holder: keypad }]);
    await settle();
    const { window, ...rest } = wanted;
    expect(await codeAt(door().id)).toMatchObject({ ...rest, ...window, id, name: "Zoë B." });

    await nuki.writer.updateAuths([{ id, content: content({ enabled: false }), holder: keypad }]);
    await settle();
    expect(await codeAt(door().id)).toMatchObject({ id, enabled: false, validUntil: null, ...window });
  });

  test.each([true, false])(
    "a second write before the first is done says to try later (with words: %s)",
    async (words) => {
      await control("faults", { busy423Message: words });
      const { id } = await createdAt(door().id);
      const update = { id, content: content({ name: "Other" }), holder: keypad };
      await nuki.writer.updateAuths([update]);
      expect(await codeAt(door().id)).toMatchObject({ busy: true });
      const busy = {
        name: "TryLater",
        status: 423,
        outcome: "refused",
        text: words ? expect.any(String) : null,
      };
      await expect(nuki.writer.updateAuths([update])).rejects.toMatchObject(busy);
      await expect(nuki.writer.deleteAuths([id])).rejects.toMatchObject(busy);
    },
  );

  test("a removal is listed until the door has done it", async () => {
    const { id } = await createdAt(door().id);
    await nuki.writer.deleteAuths([id]);
    expect(await codeAt(door().id)).toMatchObject({ id });
    await settle();
    expect(await codeAt(door().id)).toBeUndefined();
  });

  test("what Nuki refuses says why, without the code", async () => {
    await createdAt(door().id);
    const create = (more: Partial<AuthContent>, deviceIds: number[]) =>
      nuki.writer.createAuths({ deviceIds, content: content(more), holder: keypad });
    const withoutKeypad = (await nuki.reader.listDevices()).filter((device) => !device.hasKeypad);
    const failures = await Promise.allSettled([
      create({}, [door(1).id, door(0).id]),
      create({ name: "a name of more than twenty" }, [door(1).id]),
      create(
        {},
        withoutKeypad.map(({ id }) => id),
      ),
    ]);
    expect(failures).toMatchObject([
      { reason: { name: "LookAgain", status: 409, outcome: "refused" } },
      { reason: { name: "PersonMustAct", status: 422, outcome: "refused" } },
      { reason: { name: "PersonMustAct", status: 400, outcome: "refused" } },
    ]);
    for (const failure of failures) {
      expect(failure).toMatchObject({ reason: { text: expect.any(String) } });
      expect(String(failure.status === "rejected" && failure.reason)).not.toContain(code);
    }
  });

  test("what the app changed is seen after a sync was asked for", async () => {
    const { id } = await createdAt(door().id);
    await control(`devices/${door().id}/app-change`, { authId: id, name: "Renamed at the door" });
    expect(await codeAt(door().id)).toMatchObject({ name: "Zoë Brandstätter" });
    await nuki.writer.requestSync(door().id);
    await settle();
    expect(await codeAt(door().id)).toMatchObject({ name: "Renamed at the door" });
  });
});

describe("the life of an app invitation", () => {
  const email = "zoe.brandstaetter@example.com";

  test("a user is made at once, invited by the authorization, and goes with it", async () => {
    const user = await nuki.writer.createAccountUser({ email, name: "Zoë Brandstätter", language: "de" });
    expect(await nuki.reader.findAccountUserByEmail(email)).toEqual(user);
    await expect(nuki.writer.createAccountUser({ email, name: "Z" })).rejects.toMatchObject({
      name: "LookAgain",
      status: 409,
    });
    const holder: AuthHolder = { kind: "app", accountUserId: user.accountUserId };
    const wanted = content({ remoteAllowed: true });
    const mails = (await control<unknown[]>("outbox")).length;
    await nuki.writer.createAuths({ deviceIds: [door().id], content: wanted, holder });
    await settle();
    expect(await control<unknown[]>("outbox")).toHaveLength(mails + 1);
    const find = async () =>
      (await nuki.reader.listDeviceAuths(door().id)).find(
        ({ accountUserId }) => accountUserId === user.accountUserId,
      );
    expect(await find()).toMatchObject({ type: 0, remoteAllowed: true, code: null, ...wanted.window });

    await nuki.writer.updateAccountUser(user.accountUserId, { name: "Zoë B.", language: "en" });
    expect(await nuki.reader.findAccountUserByEmail(email)).toMatchObject({ name: "Zoë B.", language: "en" });
    await nuki.writer.deleteAccountUser(user.accountUserId);
    await settle();
    expect(await find()).toBeUndefined();
    expect(await nuki.reader.findAccountUserByEmail(email)).toBeNull();
  });
});

describe("when Nuki is in trouble", () => {
  beforeEach(() => {
    // Long enough for a busy machine, short enough to sit out a connection that hangs.
    nuki = connect(async () => simulator.token, 1500);
  });
  const create = () =>
    nuki.writer.createAuths({ deviceIds: [door().id], content: content(), holder: keypad });

  test.each([true, false])("a storm of 429 passes without a double (Retry-After: %s)", async (retryAfter) => {
    await control("faults", { answer429: 3, retryAfter });
    await create();
    await settle();
    expect((await nuki.reader.listDeviceAuths(door().id)).filter((auth) => auth.code === code)).toHaveLength(
      1,
    );
    expect((await requests()).filter(({ method }) => method === "PUT")).toHaveLength(4);
  });

  test.each([
    ["hang", { hang: 1, hangExecutes: true }],
    ["reset", { reset: 1, resetExecutes: true }],
    ["html", { html: 1 }],
    ["5xx", { answer5xx: 1 }],
  ])("a create that met %s is unknown and was sent once", async (_, fault) => {
    await control("faults", { ...fault, match: { method: "PUT" } });
    await expect(create()).rejects.toMatchObject({ name: "LookAgain", outcome: "unknown" });
    expect((await requests()).filter(({ method }) => method === "PUT")).toHaveLength(1);
  });

  test("a user whose answer was cut off is unknown, and is found by looking", async () => {
    await control("faults", { truncate: 1, match: { method: "PUT" } });
    const user = { email: "cut@example.com", name: "Cut Off" };
    await expect(nuki.writer.createAccountUser(user)).rejects.toMatchObject({
      name: "LookAgain",
      outcome: "unknown",
    });
    expect(await nuki.reader.findAccountUserByEmail(user.email)).toMatchObject({ name: "Cut Off" });
  });

  test.each([
    ["429", { answer429: 2 }],
    ["5xx", { answer5xx: 2 }],
    ["a page", { html: 2 }],
    ["half a list", { truncate: 2 }],
    ["a reset", { reset: 2 }],
    ["a hanging connection", { hang: 2 }],
  ])("a read gets its complete list in the end after %s", async (_, fault) => {
    const before = await nuki.reader.listAllAuths();
    await control("faults", { ...fault, match: { method: "GET" } });
    expect(await nuki.reader.listAllAuths()).toEqual(before);
  });

  test.each([
    ["429", { answer429: 1 }],
    ["5xx", { answer5xx: 1 }],
    ["a hanging connection", { hang: 1, hangExecutes: true }],
    ["a reset", { reset: 1, resetExecutes: true }],
  ])("a door is asked to open once, also after %s", async (_, fault) => {
    await control("faults", { ...fault, match: { method: "POST" } });
    await expect(nuki.operator.action(door().id, 1)).rejects.toThrow();
    expect((await requests()).filter(({ method }) => method === "POST")).toHaveLength(1);
  });
});

test("a door opens once when it is asked to", async () => {
  await nuki.operator.action(door().id, 3);
  await settle();
  const [row] = await nuki.reader.listLog({ deviceId: door().id, limit: 1 });
  expect(row).toMatchObject({ action: 3, trigger: 4, state: 0 });
  expect((await requests()).filter(({ method }) => method === "POST")).toHaveLength(1);
});
