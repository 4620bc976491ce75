import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { fields, type Lab, office, rows, startLab } from "./testing.ts";

const hour = 3_600_000;
let lab: Lab;
let door: number;

beforeEach(async () => {
  lab = await startLab();
  door = rows(await lab.send("GET", "/smartlock"))[0]?.smartlockId ?? 0;
});
afterEach(() => lab.simulator.close());

const auths = async (types = "13") => rows(await lab.send("GET", `/smartlock/${door}/auth?types=${types}`));
const logRows = async () => rows(await lab.send("GET", `/smartlock/${door}/log`));
const device = async () => fields(await lab.send("GET", `/smartlock/${door}`));
const verb = async (name: string, body: unknown = {}) =>
  fields(await lab.control("POST", `/devices/${door}/${name}`, body));

async function createCode(members: Record<string, unknown> = office) {
  const body = { name: "Ada", type: 13, code: 345678, remoteAllowed: false, ...members };
  expect((await lab.send("PUT", `/smartlock/${door}/auth`, body)).status).toBe(204);
}

async function addCode(members: Record<string, unknown> = office) {
  await createCode(members);
  await lab.settle();
  const [auth] = await auths();
  if (!auth) throw new Error("the code did not appear");
  return auth;
}

describe("an offline door", () => {
  test("accepts writes and loses them", async () => {
    const auth = await addCode();
    await verb("offline");
    expect((await device()).serverState).toBe(4);
    await createCode({ code: 987345 });
    expect((await lab.send("DELETE", `/smartlock/${door}/auth/${auth.id}`)).status).toBe(204);
    await lab.settle();
    await verb("online");
    await lab.settle();
    expect((await auths()).map((item) => item.code)).toEqual([345678]);
    expect((await auths())[0]).not.toHaveProperty("operationId");
  });

  test("loses what was accepted just before it went", async () => {
    await createCode();
    await verb("offline");
    await lab.settle();
    await verb("online");
    await lab.settle();
    expect(await auths()).toEqual([]);
  });

  test("takes them when it is back, where the switch says so", async () => {
    await lab.control("POST", "/faults", { offlineWrites: "late" });
    await verb("offline");
    await createCode();
    await lab.settle();
    expect(await auths()).toEqual([]);
    await verb("online");
    await lab.settle();
    expect(await auths()).toHaveLength(1);
  });

  test("keeps showing its last state, and tells all when it is back", async () => {
    await addCode();
    await verb("offline");
    await verb("enter-code", { code: 345678 });
    await verb("battery", { charge: 5 });
    const stale = await device();
    expect(stale.state).toMatchObject({ state: 1, batteryCritical: false });
    const before = (await logRows()).length;
    await verb("online");
    expect((await device()).state).toMatchObject({ state: 3, batteryCritical: true, batteryCharge: 5 });
    expect(await logRows()).toHaveLength(before + 1);
  });

  test("also knows the other reasons for not being reachable", async () => {
    for (const value of [1, 2, 3]) {
      await verb("server-state", { value });
      expect((await device()).serverState).toBe(value);
    }
  });
});

describe("a change made in the app", () => {
  test("stays invisible until the server asks the device", async () => {
    const auth = await addCode();
    await verb("app-change", { authId: auth.id, enabled: false });
    const { id } = await verb("app-change", { add: { name: "Plumber", code: 987345 } });
    await lab.advance(hour);
    expect(await auths()).toMatchObject([{ enabled: true }]);
    expect((await lab.send("POST", `/smartlock/${door}/sync`)).status).toBe(204);
    await lab.settle();
    expect(await auths()).toMatchObject([{ enabled: false }, { id, name: "Plumber", code: 987345 }]);
  });

  test("is found by the daily run as well", async () => {
    const auth = await addCode();
    await verb("app-change", { authId: auth.authId, remove: true });
    expect(await auths()).toHaveLength(1);
    await lab.advance(24 * hour);
    expect(await auths()).toEqual([]);
  });

  test("that took the code makes a create fail on the device, after it was accepted", async () => {
    await verb("app-change", { add: { name: "Plumber", code: 345678 } });
    await createCode();
    await lab.settle();
    expect(await auths()).toEqual([]);
  });
});

describe("a code typed at the door", () => {
  test("opens inside its window and leaves an entry, a count and a date", async () => {
    const auth = await addCode();
    expect(await verb("enter-code", { code: 345678 })).toMatchObject({ opened: true, name: "Ada" });
    expect((await auths())[0]).toMatchObject({ lockCount: 1, lastActiveDate: expect.any(String) });
    expect((await logRows())[0]).toMatchObject({
      authId: auth.id,
      name: "Ada",
      action: 1,
      trigger: 255,
      state: 0,
      source: 1,
    });
    expect((await device()).state).toMatchObject({ state: 3 });
  });

  test.each([
    ["before its time of day", { allowedFromTime: 720 }],
    ["on another weekday", { allowedWeekDays: 32 }],
    ["after its last date", { allowedUntilDate: "2026-03-01T23:00:00Z" }],
    ["before its first date", { allowedFromDate: "2026-03-03T00:00:00Z" }],
  ])("does not open %s", async (_title, members) => {
    await addCode({ ...office, ...members });
    expect(await verb("enter-code", { code: 345678 })).toMatchObject({
      opened: false,
      reason: "not allowed now",
    });
    expect((await auths())[0]).toMatchObject({ lockCount: 0 });
  });

  test("that is wrong leaves a row with state 224, trigger 255 and no name", async () => {
    await verb("wrong-code", { times: 2 });
    const [first, second] = await logRows();
    for (const row of [first, second]) expect(row).toMatchObject({ state: 224, trigger: 255, name: "" });
    expect(first).not.toHaveProperty("authId");
  });

  test("is judged by the lock's own clock, on both sides of the change to summer time", async () => {
    await lab.simulator.close();
    // 07:00 in Vienna is 06:00 UTC on Friday the 27th, and 05:00 UTC on Monday the 30th.
    lab = await startLab({ startAt: "2026-03-27T05:30:00Z" });
    door = rows(await lab.send("GET", "/smartlock"))[0]?.smartlockId ?? 0;
    await addCode();
    expect(await verb("enter-code", { code: 345678 })).toMatchObject({ opened: false });
    await lab.advance(hour);
    expect(await verb("enter-code", { code: 345678 })).toMatchObject({ opened: true });
    await lab.advance(3 * 24 * hour - hour);
    expect(await verb("enter-code", { code: 345678 })).toMatchObject({ opened: true });
  });
});

describe("invitations", () => {
  async function invite() {
    const user = fields(await lab.send("PUT", "/account/user", { email: "ada@example.com", name: "Ada" }));
    const { accountUserId } = user;
    const smartlockIds = rows(await lab.send("GET", "/smartlock"))
      .slice(0, 2)
      .map((item) => item.smartlockId);
    await lab.send("PUT", "/smartlock/auth", {
      name: "Ada",
      type: 0,
      accountUserId,
      remoteAllowed: true,
      smartlockIds,
    });
    await lab.settle();
    return rows(await lab.control("GET", "/outbox")) as unknown as Record<string, string>[];
  }

  test("are mailed once per device, with a code of nine characters each", async () => {
    const mails = await invite();
    expect(mails).toMatchObject([{ to: "ada@example.com" }, { to: "ada@example.com" }]);
    expect(new Set(mails.map((mail) => mail.code)).size).toBe(2);
    for (const mail of mails) expect(mail.code).toMatch(/^[A-Z0-9]{9}$/);
  });

  test("can be redeemed once within 48 hours", async () => {
    const [first, second] = await invite();
    const redeem = async (code: unknown) => (await lab.control("POST", "/outbox/redeem", { code })).status;
    await lab.advance(47 * hour);
    expect(await redeem(first?.code)).toBe(200);
    expect(await redeem(first?.code)).toBe(400);
    await lab.advance(2 * hour);
    expect(await redeem(second?.code)).toBe(400);
  });

  test("end with the person: the user is locked until the authorizations have left the doors", async () => {
    await invite();
    const [user] = rows(await lab.send("GET", "/account/user"));
    const path = `/account/user/${user?.accountUserId}`;
    expect((await lab.send("DELETE", path)).status).toBe(204);
    expect(fields(await lab.send("GET", path)).operationId).toEqual(expect.any(String));
    expect((await lab.send("DELETE", path)).status).toBe(423);
    expect((await lab.send("POST", path, { name: "New" })).status).toBe(423);
    await lab.settle();
    expect((await lab.send("GET", path)).status).toBe(404);
    expect(await auths("0")).toEqual([]);
  });
});

describe("account users", () => {
  test("are made at once, need an email of their own and send no mail", async () => {
    const body = { email: "ada@example.com", name: "Ada", language: "de" };
    expect(fields(await lab.send("PUT", "/account/user", body))).toMatchObject(body);
    expect((await lab.send("PUT", "/account/user", { ...body, email: "ADA@example.com" })).status).toBe(409);
    expect(
      (await lab.send("PUT", "/account/user", { ...body, email: "b@example.com", language: "xx" })).status,
    ).toBe(400);
    expect(rows(await lab.control("GET", "/outbox"))).toEqual([]);
  });

  test("come a hundred at a time, whatever limit is asked for", async () => {
    for (let index = 0; index < 105; index++) {
      await lab.send("PUT", "/account/user", { email: `u${index}@example.com`, name: "U" });
    }
    expect(rows(await lab.send("GET", "/account/user?limit=500"))).toHaveLength(100);
    expect(rows(await lab.send("GET", "/account/user?limit=500&offset=100"))).toHaveLength(5);
  });
});

describe("actions", () => {
  test("are accepted, lock the device for a while and are done seconds later", async () => {
    const path = `/smartlock/${door}/action`;
    expect((await lab.send("POST", path, { action: 1 })).status).toBe(204);
    expect((await device()).state).toMatchObject({ state: 1 });
    expect((await lab.send("POST", `${path}/lock`)).status).toBe(423);
    await lab.settle();
    expect((await device()).state).toMatchObject({ state: 3, trigger: 4, lastAction: 1 });
    expect((await logRows())[0]).toMatchObject({ action: 1, trigger: 4, state: 0 });
    await lab.advance(21_000);
    expect((await lab.send("POST", `${path}/lock`)).status).toBe(204);
  });

  test("that the device cannot do are 400", async () => {
    for (const action of [0, 6, 8, "open"]) {
      expect((await lab.send("POST", `/smartlock/${door}/action`, { action })).status).toBe(400);
    }
  });

  test("at an offline door are accepted and do nothing, ever", async () => {
    await lab.control("POST", "/faults", { offlineWrites: "late" });
    await verb("offline");
    expect((await lab.send("POST", `/smartlock/${door}/action/unlock`)).status).toBe(204);
    await lab.settle();
    await verb("online");
    await lab.settle();
    expect((await device()).state).toMatchObject({ state: 1 });
  });
});

describe("configuration", () => {
  const members = { name: "Door", latitude: 48, longitude: 16, timezoneOffset: 60, singleLock: false };

  test("is written whole and readable some seconds later", async () => {
    const body = { ...members, advertisingMode: 2, timezoneId: 40, keypadPaired: false };
    expect((await lab.send("POST", `/smartlock/${door}/config`, body)).status).toBe(204);
    expect((await device()).config).toMatchObject({ advertisingMode: 0 });
    expect((await device()).operationId).toEqual(expect.any(String));
    await lab.advance(3_000);
    const after = await device();
    expect(after.config).toMatchObject({
      advertisingMode: 2,
      timezoneId: 40,
      keypad2Paired: true,
      ledEnabled: true,
    });
    expect(after).not.toHaveProperty("operationId");
  });

  test("without a required member, or with a value out of range, is a 400", async () => {
    const path = `/smartlock/${door}/config`;
    const missing = await lab.send("POST", path, { ...members, timezoneId: 37 });
    expect([missing.status, missing.text.includes("'advertisingMode'")]).toEqual([400, true]);
    expect((await lab.send("POST", path, { ...members, advertisingMode: 9, timezoneId: 37 })).status).toBe(
      400,
    );
    expect((await lab.send("POST", `/smartlock/${door}/advanced/openerconfig`, {})).status).toBe(400);
  });
});

test("the simulator on a real clock applies a write by itself", async () => {
  await lab.simulator.close();
  lab = await startLab({ clock: "real", latency: { minMs: 1, maxMs: 5 } });
  door = rows(await lab.send("GET", "/smartlock"))[0]?.smartlockId ?? 0;
  await addCode();
  expect(await auths()).toHaveLength(1);
});
