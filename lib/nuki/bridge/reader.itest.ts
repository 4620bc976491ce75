import { randomBytes } from "node:crypto";
import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { demoOffice, type Lab, startLab } from "@/lib/nuki/simulator/testing";
import { discoverBridges } from "./discovery";
import { type BridgeReaderOptions, readBridge } from "./reader";
import { createTurns } from "./turns";

const startAt = Date.parse("2026-03-02T08:00:00Z");
const mainEntrance = "v-intercom";

/** Waiting takes no time here; what would have been waited is written down. */
function patience() {
  const waited: number[] = [];
  const sleep = async (ms: number) => void waited.push(ms);
  return { waited, sleep };
}

function optionsFor(url: string, token: string, more: Partial<BridgeReaderOptions> = {}) {
  const { hostname: host, port } = new URL(url);
  const { waited, sleep } = patience();
  const options: BridgeReaderOptions = {
    address: { host, port: Number(port) },
    token,
    tokenMode: "encrypted",
    now: () => startAt,
    randomBytes,
    sleep,
    turns: createTurns({ gapMs: 0, now: () => startAt, sleep }),
    timeoutMs: 5_000,
    ...more,
  };
  return { options, waited };
}

describe("a bridge of the simulator", () => {
  let lab: Lab;
  let bridge: { url: string; token: string };
  const world = (verb: string, body: object = {}) => lab.control("POST", `/bridges/v-bridge/${verb}`, body);
  const read = (more: Partial<BridgeReaderOptions> = {}) =>
    readBridge(optionsFor(bridge.url, bridge.token, more).options);
  const reading = async (more: Partial<BridgeReaderOptions> = {}) => {
    const answer = await read(more);
    if (!answer.ok) throw new Error(answer.problem);
    return answer.reading;
  };

  beforeEach(async () => {
    lab = await startLab({ office: demoOffice(), startAt: new Date(startAt).toISOString() });
    const found = lab.simulator.bridges.find(({ key }) => key === "v-bridge");
    if (!found) throw new Error("no bridge in the office");
    bridge = found;
    return () => lab.simulator.close();
  });

  test.each(["encrypted", "plain"] as const)(
    "tells its health to who has its token (%s)",
    async (tokenMode) => {
      const found = await reading({ tokenMode });
      expect(found).toMatchObject({
        serverConnected: true,
        wlanConnected: true,
        firmware: "2.17.0",
        wifiFirmware: "2.4.0",
        clockSkewMs: 0,
      });
      expect(found.uptimeSeconds).toBeGreaterThan(86_400);
      const opener = found.devices.find((device) => Math.floor(device.nukiId / 2 ** 32) === 2);
      expect(opener).toMatchObject({ paired: true, batteryCritical: false });
      expect(opener?.rssi).toBeLessThan(-50);
      expect(Date.parse(opener?.stateAt ?? "")).toBe(startAt);
      const { body } = await lab.control("GET", "/bridges/v-bridge/requests");
      const seen = body as { path: string; tokenStyle: string; overlapped: boolean }[];
      expect(seen.map(({ path, tokenStyle }) => [path, tokenStyle])).toEqual([
        ["/info", tokenMode],
        ["/list", tokenMode],
      ]);
    },
  );

  test.each(["encrypted", "plain"] as const)(
    "tells nothing to who has another token (%s)",
    async (tokenMode) => {
      expect(await read({ tokenMode, token: "wrong" })).toEqual({ ok: false, problem: "bad_token" });
    },
  );

  test("with a wrong clock refuses encrypted tokens, and tells how wrong it is to a plain one", async () => {
    await world("clock", { driftMs: -3 * 60_000 });
    expect(await read()).toEqual({ ok: false, problem: "bad_token" });
    expect((await reading({ tokenMode: "plain" })).clockSkewMs).toBe(-180_000);
  });

  test("that is busy is asked again after pauses, and is given up in the end", async () => {
    await world("faults", { busy: 2 });
    const patient = optionsFor(bridge.url, bridge.token);
    expect((await readBridge(patient.options)).ok).toBe(true);
    expect(patient.waited).toEqual([1_000, 2_000]);
    await world("faults", { busy: 99 });
    expect(await read()).toEqual({ ok: false, problem: "busy" });
    expect((await lab.control("GET", "/bridges/v-bridge/requests")).body).toHaveLength(4 + 4);
  });

  test("is asked one thing at a time, however many want to know", async () => {
    await world("faults", { slowMs: 20 });
    const { options } = optionsFor(bridge.url, bridge.token);
    const answers = await Promise.all([1, 2, 3].map(() => readBridge(options)));
    expect(answers.map((answer) => answer.ok)).toEqual([true, true, true]);
    const { body } = await lab.control("GET", "/bridges/v-bridge/requests");
    expect((body as { overlapped: boolean }[]).some(({ overlapped }) => overlapped)).toBe(false);
  });

  test.each([
    ["power", "refuse", "refused"],
    ["power", "reset", "no_answer"],
    ["power", "hang", "no_answer"],
    ["wifi", "refuse", "refused"],
    ["wifi", "hang", "no_answer"],
  ])("without %s (%s) is known not to answer: %s", async (verb, unanswered, problem) => {
    await world(verb, { on: false, unanswered });
    expect(await read({ timeoutMs: 200 })).toEqual({ ok: false, problem });
  });

  test("without the cloud says so, and still hears its devices", async () => {
    await world("cloud", { on: false });
    const found = await reading();
    expect(found.serverConnected).toBe(false);
    expect(found.devices.every((device) => device.rssi !== null)).toBe(true);
  });

  test("that does not hear an opener has no signal of it; a new start loses the states but not the devices", async () => {
    await lab.control("POST", `/devices/${mainEntrance}/radio`, { rssi: null });
    const silent = (await reading()).devices.filter((device) => device.rssi === null);
    expect(silent).toHaveLength(1);
    await world("reboot");
    await lab.advance(16_000);
    const fresh = await reading({ now: () => startAt + 16_000 });
    expect(fresh.uptimeSeconds).toBeLessThan(60);
    expect(fresh.devices.length).toBeGreaterThan(1);
    expect(fresh.devices.every((device) => device.paired)).toBe(true);
    expect(fresh.devices.some((device) => device.stateAt === null)).toBe(true);
  });

  test("tells a neighbour's device apart", async () => {
    await world("neighbour", { nukiId: 4711, deviceType: 2, rssi: -70 });
    const found = (await reading()).devices.find((device) => device.nukiId === 2 * 2 ** 32 + 4711);
    expect(found).toMatchObject({ paired: false, rssi: -70, stateAt: null });
  });

  test.each([
    ["html", { html: 1 }, "bad_answer"],
    ["an answer cut short", { truncate: 1 }, "no_answer"],
    ["a reset", { reset: 1 }, "no_answer"],
    ["an error of its own", { status: { code: 500, times: 1 } }, "bad_answer"],
  ])("and %s are told apart", async (_name, faults, problem) => {
    await world("faults", faults);
    expect(await read()).toEqual({ ok: false, problem });
  });

  test("with its API switched off says so", async () => {
    await world("api", { enabled: false });
    expect(await read()).toEqual({ ok: false, problem: "api_disabled" });
  });

  test("is found through Nuki, unless it does not publish its address", async () => {
    const { port } = new URL(bridge.url);
    const find = async () => await discoverBridges(lab.simulator.url, { loopback: true });
    expect((await find())?.map(({ address }) => address)).toContainEqual({
      host: "127.0.0.1",
      port: Number(port),
    });
    await world("discovery", { on: false });
    expect(await find()).toHaveLength(1);
    expect(await discoverBridges(lab.simulator.url, { loopback: false })).toEqual([]);
    expect(await discoverBridges(`${bridge.url}`, { loopback: true })).toBeNull();
  });
});

describe("something else at the address of a bridge", () => {
  let server: Server;
  let url: string;
  let answer: RequestListener;
  let asked = 0;

  beforeAll(async () => {
    server = createServer((request, response) => {
      asked += 1;
      answer(request, response);
    });
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  });
  beforeEach(() => {
    asked = 0;
  });
  afterAll(() => {
    server.closeAllConnections();
    server.close();
  });
  const read = (timeoutMs = 5_000) => readBridge(optionsFor(url, "token", { timeoutMs }).options);

  test.each([301, 302, 307, 308])("is not followed where it leads (%i)", async (status) => {
    answer = (_request, response) => response.writeHead(status, { location: `${url}/elsewhere` }).end();
    expect(await read()).toEqual({ ok: false, problem: "redirect" });
    expect(asked).toBe(1);
  });

  test("is not listened to for ever, nor believed in bulk", async () => {
    answer = (_request, response) => {
      response.writeHead(200);
      response.write(Buffer.alloc(200_000, " "));
      response.end(Buffer.alloc(200_000, " "));
    };
    expect(await read()).toEqual({ ok: false, problem: "bad_answer" });
    answer = (_request, response) => {
      response.writeHead(200);
      response.write("{");
    };
    expect(await read(200)).toEqual({ ok: false, problem: "no_answer" });
  });

  test.each([
    ["nothing", ""],
    ["no object", "[]"],
    ["no cloud link", '{"uptime": 5}'],
    ["a wrong type", '{"serverConnected": "yes"}'],
    ["a negative time", '{"serverConnected": true, "uptime": -1}'],
  ])("that answers with %s is not taken for a bridge", async (_name, body) => {
    answer = (_request, response) => response.end(body);
    expect(await read()).toEqual({ ok: false, problem: "bad_answer" });
  });

  test("a bridge that leaves out whatever it may is understood", async () => {
    answer = (request, response) =>
      response.end(
        request.url?.startsWith("/list")
          ? '[{"nukiId": 7, "name": "Old"}, {"nukiId": 8, "deviceType": 2, "lastKnownState": {"timestamp": "soon"}}]'
          : '{"serverConnected": true, "scanResults": [{"nukiId": 7, "deviceType": 4, "rssi": -60}], "new": 1}',
      );
    expect(await read()).toEqual({
      ok: true,
      reading: {
        hardwareId: null,
        uptimeSeconds: null,
        serverConnected: true,
        wlanConnected: null,
        firmware: null,
        wifiFirmware: null,
        clockSkewMs: null,
        devices: [
          {
            ...{ nukiId: 7, paired: true, rssi: -60, stateAt: null },
            ...{ batteryCritical: null, keypadBatteryCritical: null },
          },
          {
            ...{ nukiId: 2 * 2 ** 32 + 8, paired: true, rssi: null, stateAt: null },
            ...{ batteryCritical: null, keypadBatteryCritical: null },
          },
        ],
      },
    });
  });
});
