import { createServer, type Server } from "node:http";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import {
  type Bridgehead,
  bridgehead,
  demoOffice,
  fields,
  type Lab,
  list,
  rows,
  startLab,
} from "./testing.ts";

const minute = 60_000;
let lab: Lab;
let bridge: Bridgehead;

beforeEach(async () => {
  lab = await startLab({ office: demoOffice() });
  bridge = bridgehead(lab, "v-bridge");
});
afterEach(() => lab.simulator.close());

const device = async (name: string) => {
  const found = rows(await lab.send("GET", "/smartlock")).find((item) => item.name === name);
  if (!found) throw new Error(`no device ${name}`);
  return found;
};
const stateOf = async (name: string) => (await device(name)).serverState;
const offline = async () => {
  const all = rows(await lab.send("GET", "/smartlock"));
  return all.filter((item) => item.serverState === 4).map((item) => item.name);
};
const verb = (key: string, name: string, body: unknown = {}) =>
  lab.control("POST", `/devices/${key}/${name}`, body);
const known = async (name: string) => {
  const found = list(await bridge.get("/list")).find((item) => item.name === name);
  return found?.lastKnownState as Record<string, unknown> | undefined;
};
const scanned = async () => {
  const { scanResults } = fields(await bridge.get("/info"));
  return Array.isArray(scanResults) ? scanResults.length : -1;
};
/** Offline from the beginning, for reasons of its own. */
const always = "Side entrance";
const behindVienna = ["Garage door", "Workshop", "Street intercom", "Yard intercom"];

describe("a bridge", () => {
  test("without power refuses connections, and the cloud misses what is behind it a little later", async () => {
    await bridge.verb("power", { on: false });
    await expect(bridge.get("/info")).rejects.toMatchObject({ cause: { code: "ECONNREFUSED" } });
    expect(await offline()).toEqual([always]);
    await lab.advance(20_000);
    expect(await offline()).toEqual([always, ...behindVienna]);
    expect((await device("Street intercom")).state).toMatchObject({ state: 1, mode: 2 });
  });

  test("starts again with an uptime from zero, knowing no states until it has asked", async () => {
    const before = Number(fields(await bridge.get("/info")).uptime);
    await bridge.verb("power", { on: false });
    await lab.settle();
    await bridge.verb("power", { on: true });
    await expect(bridge.get("/info")).rejects.toThrow();
    await lab.advance(15_000);
    const after = fields(await bridge.get("/info"));
    expect(Number(after.uptime)).toBe(15);
    expect(before).toBeGreaterThan(86_400);
    expect(await known("Street intercom")).toBeUndefined();
    expect(await offline()).toEqual([always]);
    await lab.settle();
    expect(await known("Street intercom")).toMatchObject({ state: 1 });
  });

  test("answers at the same address after a reboot that was asked for over its own API", async () => {
    expect((await bridge.get("/reboot")).status).toBe(200);
    await lab.settle();
    const { uptime } = fields(await bridge.get("/info"));
    expect(Number(uptime)).toBeLessThan(120);
  });

  test.each(["refuse", "reset"])("without Wi-Fi does not answer (%s), but goes on running", async (how) => {
    const before = Number(fields(await bridge.get("/info")).uptime);
    await bridge.verb("wifi", { on: false, unanswered: how });
    await expect(bridge.get("/info")).rejects.toThrow();
    await lab.settle();
    expect(await offline()).toEqual([always, ...behindVienna]);
    await lab.advance(minute);
    await bridge.verb("wifi", { on: true });
    expect(Number(fields(await bridge.get("/info")).uptime)).toBeGreaterThan(before);
    expect(await offline()).toEqual([always]);
  });

  test("without Wi-Fi can also leave a caller without any answer", async () => {
    await bridge.verb("wifi", { on: false, unanswered: "hang" });
    const patience = AbortSignal.timeout(100);
    await expect(bridge.ask("/info", { token: bridge.token }, patience)).rejects.toMatchObject({
      name: "TimeoutError",
    });
  });

  test("without the cloud answers all the same, and says so", async () => {
    await bridge.verb("cloud", { on: false });
    expect(fields(await bridge.get("/info"))).toMatchObject({ serverConnected: false, wlanConnected: true });
    await lab.settle();
    expect(await offline()).toEqual([always, ...behindVienna]);
    await verb("v-intercom", "continuous", { on: true });
    await lab.settle();
    expect(await known("Street intercom")).toMatchObject({ mode: 3 });
    expect((await device("Street intercom")).state).toMatchObject({ mode: 2 });
    await bridge.verb("cloud", { on: true });
    expect((await device("Street intercom")).state).toMatchObject({ mode: 3 });
  });

  test("that blinks is not missed by the cloud", async () => {
    await bridge.verb("cloud", { on: false });
    await lab.advance(5_000);
    await bridge.verb("cloud", { on: true });
    await lab.settle();
    expect(await offline()).toEqual([always]);
  });

  test("is up again after everything began anew, at the same address", async () => {
    await bridge.verb("power", { on: false });
    await lab.control("POST", "/reset");
    expect((await bridge.get("/info")).status).toBe(200);
  });
});

test("a site without internet loses its bridges' link and its Wi-Fi locks, no other site's", async () => {
  expect((await lab.control("POST", "/sites/london/internet", { on: false })).status).toBe(200);
  await lab.settle();
  const gone = await offline();
  expect(gone).toContain("Lobby intercom");
  expect(gone).toContain("Front door");
  expect(gone).not.toContain("Main entrance");
  expect(fields(await bridgehead(lab, "l-bridge").get("/info")).serverConnected).toBe(false);
  await lab.control("POST", "/sites/london/internet", { on: true });
  expect(await offline()).toEqual([always]);
});

describe("an opener", () => {
  test.each([
    ["out of range", "radio", { rssi: null }, { rssi: -71 }],
    ["with flat batteries", "battery", { flat: true }, { flat: false }],
  ])("%s leaves the scan, its state grows old, and it answers 503", async (_title, name, lost, found) => {
    expect(await scanned()).toBe(4);
    await lab.advance(11 * minute);
    await verb("v-intercom", name, lost);
    await lab.settle();
    await lab.advance(30 * minute);
    expect(await scanned()).toBe(3);
    expect(await stateOf("Street intercom")).toBe(4);
    expect(await stateOf("Yard intercom")).toBe(0);
    expect(await known("Street intercom")).toMatchObject({ timestamp: "2026-03-02T08:10:00+00:00" });
    expect(await known("Yard intercom")).toMatchObject({ timestamp: "2026-03-02T08:40:00+00:00" });
    const nukiId = String(Number((await device("Street intercom")).smartlockId) % 2 ** 32);
    const asked = bridge.get("/lockState", { nukiId, deviceType: "2" });
    await bridge.untilBusy();
    await lab.settle();
    expect((await asked).status).toBe(503);
    await verb("v-intercom", name, found);
    expect(await scanned()).toBe(4);
    expect(await stateOf("Street intercom")).toBe(0);
  });

  test("takes a write that waited for its bridge, where the switch says so", async () => {
    await lab.control("POST", "/faults", { offlineWrites: "late" });
    await bridge.verb("power", { on: false });
    const { smartlockId, openerAdvancedConfig } = await device("Street intercom");
    const body = { ...(openerAdvancedConfig as object), rtoTimeout: 45 };
    const path = `/smartlock/${smartlockId}/advanced/openerconfig`;
    expect((await lab.send("POST", path, body)).status).toBe(204);
    await lab.settle();
    const timeout = async () => (await device("Street intercom")).openerAdvancedConfig;
    expect(await timeout()).toMatchObject({ rtoTimeout: 20 });
    await bridge.verb("power", { on: true });
    await lab.settle();
    expect(await timeout()).toMatchObject({ rtoTimeout: 45 });
  });
});

describe("callbacks", () => {
  let receiver: Server;
  let received: Record<string, unknown>[];
  beforeEach(async () => {
    received = [];
    receiver = createServer((request, response) => {
      let raw = "";
      request.on("data", (chunk) => (raw += chunk));
      request.on("end", () => {
        received.push(JSON.parse(raw));
        response.end();
      });
    });
    await new Promise<void>((resolve) => receiver.listen(0, "127.0.0.1", resolve));
    const address = receiver.address();
    const port = typeof address === "object" ? address?.port : 0;
    await bridge.get("/callback/add", { url: `http://127.0.0.1:${port}/` });
  });
  afterEach(() => {
    receiver.closeAllConnections();
    receiver.close();
  });

  test("tell of a ring, unsigned, and stop when the bridge is stuck until its reboot", async () => {
    await verb("v-intercom", "ring");
    await lab.settle();
    expect(received).toMatchObject([{ deviceType: 2, mode: 2, state: 1, ringactionState: true }]);
    await bridge.verb("callbacks", { stuck: true });
    await verb("v-intercom", "ring");
    await lab.settle();
    expect(received).toHaveLength(1);
    await bridge.verb("reboot");
    await lab.settle();
    received = [];
    await verb("v-intercom", "ring");
    await lab.settle();
    expect(received).toHaveLength(1);
  });
});
