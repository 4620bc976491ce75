import { createHash, randomBytes } from "node:crypto";
import nacl from "tweetnacl";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { type Bridgehead, bridgehead, demoOffice, fields, type Lab, list, startLab } from "./testing.ts";

const second = 1_000;
let lab: Lab;
let bridge: Bridgehead;

beforeEach(async () => {
  lab = await startLab({ office: demoOffice() });
  bridge = bridgehead(lab, "v-bridge");
});
afterEach(() => lab.simulator.close());

/** The bridge's number of a device. */
const numberOf = async (name: string) => {
  const devices = list(await lab.send("GET", "/smartlock"));
  const device = devices.find((item) => item.name === name);
  return Number(device?.smartlockId) % 2 ** 32;
};
const isoSeconds = (at: string) => `${at.slice(0, 19)}Z`;
const now = "2026-03-02T08:00:00Z";

function encrypted(token: string, ts: string, rnr = 4711) {
  const nonce = randomBytes(24);
  const key = createHash("sha256").update(token).digest();
  const box = nacl.secretbox(Buffer.from(`${ts},${rnr}`), nonce, key);
  return { ctoken: Buffer.from(box).toString("hex"), nonce: nonce.toString("hex") };
}

function hashed(token: string, ts: string, rnr = 4711) {
  const hash = createHash("sha256").update(`${ts},${rnr},${token}`).digest("hex");
  return { ts, rnr: String(rnr), hash };
}

describe("a token", () => {
  test("is needed, and a wrong one is 401", async () => {
    expect((await bridge.ask("/info", {})).status).toBe(401);
    expect((await bridge.ask("/info", { token: "wrong" })).status).toBe(401);
    expect((await bridge.get("/info")).status).toBe(200);
  });

  test("in its encrypted form is good for a minute, under either spelling of the nonce", async () => {
    const { ctoken, nonce } = encrypted(bridge.token, now);
    expect((await bridge.ask("/list", { ctoken, nonce })).status).toBe(200);
    expect((await bridge.ask("/list", { ctoken, nounce: nonce })).status).toBe(200);
    expect((await bridge.ask("/list", { ctoken, nonce: nonce.replace(/^../, "00") })).status).toBe(401);
    expect((await bridge.ask("/list", { ctoken })).status).toBe(401);
    await lab.advance(61 * second);
    expect((await bridge.ask("/list", { ctoken, nonce })).status).toBe(401);
  });

  test("agrees with the examples of the official document", async () => {
    await lab.simulator.close();
    lab = await startLab({ office: demoOffice(), startAt: "2019-03-05T01:07:00Z" });
    bridge = bridgehead(lab, "v-bridge");
    await bridge.verb("token", { token: "123456" });
    const ctoken = "a7f6b4df6758b92445bd5470b755b43ba41cf50af8b3f6e19368348ddfb1686291555dfd90b31f9333";
    const nounce = "119c38fb6d7d707b8a45f14e688b74b8c4c1acf33643c71a";
    expect((await bridge.ask("/info", { ctoken, nounce })).status).toBe(200);
    const hash = "f52eb5ce382e356c4239f8fb4d0a87402bb95b7b3124f0762b806ad7d0d01cb6";
    expect((await bridge.ask("/info", { ts: "2019-03-05T01:06:53Z", rnr: "4711", hash })).status).toBe(200);
  });

  test("in its hashed form is good once", async () => {
    const query = hashed(bridge.token, now);
    expect((await bridge.ask("/list", query)).status).toBe(200);
    expect((await bridge.ask("/list", query)).status).toBe(401);
    expect((await bridge.ask("/list", hashed(bridge.token, now, 12))).status).toBe(200);
    expect((await bridge.ask("/list", hashed(bridge.token, "2026-03-02T07:50:00Z"))).status).toBe(401);
  });

  test("is judged by the bridge's own clock, right or wrong", async () => {
    await bridge.verb("clock", { driftMs: 600 * second });
    expect((await bridge.ask("/list", encrypted(bridge.token, now))).status).toBe(401);
    const { currentTime } = fields(await bridge.get("/info"));
    expect(currentTime).toBe("2026-03-02T08:10:00Z");
    expect((await bridge.ask("/list", encrypted(bridge.token, isoSeconds(String(currentTime))))).status).toBe(
      200,
    );
  });

  test("does not help while the API is switched off", async () => {
    await bridge.verb("api", { enabled: false });
    expect((await bridge.get("/info")).status).toBe(403);
  });

  test("is told to whoever presses the button within half a minute", async () => {
    const first = bridge.ask("/auth", {});
    await bridge.untilBusy();
    await bridge.verb("press-button");
    expect(fields(await first)).toEqual({ token: bridge.token, success: true });
    const later = bridge.ask("/auth", {});
    await bridge.untilBusy();
    await lab.advance(30 * second);
    expect(fields(await later)).toEqual({ success: false });
    expect((await bridge.get("/configAuth", { enable: "2" })).status).toBe(400);
    expect((await bridge.get("/configAuth", { enable: "0" })).status).toBe(200);
    expect((await bridge.ask("/auth", {})).status).toBe(403);
  });
});

describe("what a bridge tells", () => {
  test("of itself: versions, uptime, its links, and who is in range", async () => {
    const nukiId = await numberOf("Street intercom");
    await bridge.verb("neighbour", { nukiId: 11, deviceType: 0, rssi: -93 });
    const info = fields(await bridge.get("/info"));
    expect(info).toMatchObject({
      bridgeType: 1,
      ids: { hardwareId: expect.any(Number), serverId: expect.any(Number) },
      versions: { firmwareVersion: "2.17.0", wifiFirmwareVersion: "2.4.0" },
      ...{ currentTime: now, wlanConnected: true, serverConnected: true, uptime: expect.any(Number) },
    });
    const name = `Nuki_Opener_${nukiId.toString(16).toUpperCase().padStart(8, "0")}`;
    expect(info.scanResults).toContainEqual({
      ...{ nukiId, deviceType: 2, name, paired: true },
      rssi: expect.any(Number),
    });
    expect(info.scanResults).toContainEqual({
      ...{ nukiId: 11, deviceType: 0, name: "Nuki_0000000B", rssi: -93, paired: false },
    });
  });

  test("of its devices: the state it last heard, when, and a ring for half a minute", async () => {
    const devices = list(await bridge.get("/list"));
    expect(devices.map((item) => item.name)).toEqual([
      ...["Garage door", "Workshop", "Street intercom", "Yard intercom"],
    ]);
    expect(devices[2]).toMatchObject({
      deviceType: 2,
      lastKnownState: {
        ...{ mode: 2, state: 1, stateName: "online", batteryCritical: false },
        timestamp: "2026-03-02T08:00:00+00:00",
      },
    });
    await lab.advance(10 * second);
    await lab.control("POST", "/devices/v-intercom/ring");
    const ringing = async () => list(await bridge.get("/list"))[2]?.lastKnownState;
    expect(await ringing()).toMatchObject({
      ringactionTimestamp: "2026-03-02T08:00:10+00:00",
      ringactionState: true,
    });
    await lab.advance(31 * second);
    expect(await ringing()).toMatchObject({ ringactionState: false });
  });

  test("to up to three callbacks, http only", async () => {
    const add = async (url: string) => bridge.get("/callback/add", { url });
    for (const url of ["http://127.0.0.1:1/a", "http://127.0.0.1:1/b", "http://127.0.0.1:1/c"])
      expect(fields(await add(url))).toEqual({ success: true });
    expect(fields(await add("http://127.0.0.1:1/d"))).toMatchObject({ success: false });
    expect((await add("https://example.com/x")).status).toBe(400);
    expect((await add(`http://127.0.0.1/${"x".repeat(254)}`)).status).toBe(400);
    expect(fields(await bridge.get("/callback/remove", { id: "1" }))).toEqual({ success: true });
    expect(fields(await bridge.get("/callback/list"))).toEqual({
      callbacks: [
        { id: 0, url: "http://127.0.0.1:1/a" },
        { id: 2, url: "http://127.0.0.1:1/c" },
      ],
    });
  });

  test("in its log, newest first, until it is cleared", async () => {
    await bridge.verb("cloud", { on: false });
    await bridge.verb("cloud", { on: true });
    expect(list(await bridge.get("/log", { count: "1" }))).toMatchObject([{ type: "server-connect" }]);
    expect(list(await bridge.get("/log", { offset: "1" }))).toMatchObject([{ type: "server-disconnect" }]);
    expect((await bridge.get("/clearlog")).status).toBe(200);
    expect(list(await bridge.get("/log"))).toEqual([]);
  });
});

describe("a command through the bridge", () => {
  test("moves the device and is answered when it has moved", async () => {
    const nukiId = String(await numberOf("Workshop"));
    const answer = bridge.get("/lockAction", { nukiId, deviceType: "0", action: "1" });
    await bridge.untilBusy();
    await lab.settle();
    expect(fields(await answer)).toEqual({ success: true, batteryCritical: false });
    const state = fields(await bridge.get("/list").then((all) => ({ ...all, body: list(all)[1] })));
    expect(state.lastKnownState).toMatchObject({ state: 3, stateName: "unlocked" });
  });

  test("has other numbers for an opener's continuous mode than the Web API", async () => {
    const nukiId = String(await numberOf("Yard intercom"));
    const query = { nukiId, deviceType: "2", nowait: "1" };
    expect(fields(await bridge.get("/lockAction", { ...query, action: "4" }))).toMatchObject({
      success: true,
    });
    await lab.settle();
    const mode = async () => list(await lab.send("GET", "/smartlock?type=2"))[1]?.state;
    expect(await mode()).toMatchObject({ mode: 3 });
    await lab.advance(60 * second);
    expect((await bridge.get("/lock", query)).status).toBe(200);
    await lab.settle();
    expect(await mode()).toMatchObject({ mode: 2, state: 1 });
  });

  test("is 404 for a stranger, also under the wrong type, and 400 when it means nothing", async () => {
    const nukiId = String(await numberOf("Yard intercom"));
    const status = async (query: Record<string, string>) => (await bridge.get("/lockAction", query)).status;
    expect(await status({ nukiId: "1", deviceType: "2", action: "3" })).toBe(404);
    expect(await status({ nukiId, action: "3" })).toBe(404);
    expect(await status({ nukiId, deviceType: "2", action: "9" })).toBe(400);
    expect(await status({ deviceType: "2", action: "3" })).toBe(400);
    expect((await bridge.get("/nothing")).status).toBe(404);
  });

  test("keeps everybody else waiting with 503", async () => {
    const nukiId = String(await numberOf("Yard intercom"));
    const slow = bridge.get("/lockState", { nukiId, deviceType: "2" });
    await bridge.untilBusy();
    expect((await bridge.get("/info")).status).toBe(503);
    await lab.settle();
    expect(fields(await slow)).toMatchObject({ state: 1, success: true });
    expect((await bridge.get("/info")).status).toBe(200);
    expect(await bridge.summary()).toMatchObject({ refusedBusy: 1, busy: false });
  });
});

test("what was asked is on record, without the tokens", async () => {
  await bridge.get("/info");
  await bridge.ask("/list", encrypted(bridge.token, now));
  const requests = list(await lab.control("GET", "/bridges/v-bridge/requests"));
  expect(requests).toMatchObject([
    { path: "/info", query: "token=…", tokenStyle: "plain", status: 200 },
    { path: "/list", tokenStyle: "encrypted", status: 200, overlapped: false },
  ]);
  expect(JSON.stringify(requests)).not.toContain(bridge.token);
});

test("discovery names the bridges without a token, and hides the address of one that will not be found", async () => {
  const found = async () => fields(await lab.send("GET", "/discover/bridges", undefined, null));
  const serverId = (await bridge.summary()).serverId;
  const port = Number(new URL(bridge.url).port);
  expect(await found()).toMatchObject({
    errorCode: 0,
    bridges: [{ bridgeId: serverId, ip: "127.0.0.1", port, dateUpdated: now }, {}],
  });
  await bridge.get("/configAuth", { enable: "0" });
  expect((await found()).bridges).toMatchObject([{ bridgeId: serverId, ip: "0.0.0.0", port: 0 }, {}]);
  await bridge.verb("power", { on: false });
  await lab.advance(31 * 24 * 3600 * second);
  expect((await found()).bridges).toHaveLength(1);
});

describe("a faulty answer", () => {
  test.each([
    ["as many refusals as wanted", { busy: 1 }, 503],
    ["any status", { status: { code: 401, times: 1 } }, 401],
  ])("can be %s", async (_title, faults, status) => {
    await bridge.verb("faults", faults);
    expect((await bridge.get("/info")).status).toBe(status);
    expect((await bridge.get("/info")).status).toBe(200);
  });

  test("can lead elsewhere, be no JSON, half of it, or none at all", async () => {
    await bridge.verb("faults", { redirectTo: "http://127.0.0.1:9/" });
    expect((await bridge.get("/info")).status).toBe(302);
    await bridge.verb("faults", { redirectTo: null, html: 1 });
    expect((await bridge.get("/info")).text).toContain("<html>");
    await bridge.verb("faults", { truncate: 1 });
    await expect(bridge.get("/info")).rejects.toThrow();
    await bridge.verb("faults", { reset: 1 });
    await expect(bridge.get("/info")).rejects.toThrow();
    await bridge.verb("faults", { hang: 1 });
    await expect(bridge.ask("/info", { token: bridge.token }, AbortSignal.timeout(50))).rejects.toThrow();
  });

  test("with a wrong name is not silently no fault", async () => {
    const answer = await lab.control("POST", "/bridges/v-bridge/faults", { bussy: 1 });
    expect(answer.status).toBe(400);
  });
});
