import { randomBytes } from "node:crypto";
import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { type Role, roles } from "@/lib/auth/permissions";
import {
  accounts,
  auditEvents,
  authorizations,
  bridgeReadings,
  bridges,
  devices,
  liveEvents,
  placements,
  sites,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { createTurns } from "@/lib/nuki/bridge/turns";
import { demoOffice } from "@/lib/nuki/simulator/testing";
import { type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { createBridge, findBridgesNearby, removeBridge, testBridge, updateBridge } from "./commands";
import { findBridges } from "./find";
import { learnIntercoms, listIntercoms, unknownIntercoms } from "./intercoms";
import { findBridge, findOpener, listOpenerGroups } from "./queries";
import { type BridgeTools, hasDueBridge, readDueBridges } from "./read";
import type { BridgeInput, OpenerFilter } from "./schema";

const everything: OpenerFilter = { q: "", needsAttention: false, siteIds: [] };

describeDatabases("bridges", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let tools: BridgeTools;
  let vienna: SiteId;
  let london: SiteId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database, { office: demoOffice() });
    await lab.turn();
    const sleep = async () => {};
    const { db } = database;
    const { now, secrets } = lab.context;
    tools = {
      db,
      secrets,
      now,
      randomBytes,
      sleep,
      turns: createTurns({ gapMs: 0, now, sleep }),
      timeoutMs: 5_000,
    };
    const office = demoOffice();
    const site = async (key: string, name: string) => {
      const [row] = await db.insert(sites).values({ name, timeZone: "Europe/Vienna" }).returning();
      if (!row) throw new Error("no site");
      for (const { name: door } of office.devices.filter((device) => device.site === key)) {
        const [device] = await db.select({ id: devices.id }).from(devices).where(eq(devices.name, door));
        if (device) await db.insert(placements).values({ deviceId: device.id, siteId: row.id });
      }
      return row.id;
    };
    vienna = await site("vienna", "Vienna");
    london = await site("london", "London");
    await findBridges(tools);
  });
  afterEach(() => lab.stop());

  const actor = (role: Role, at: "all" | SiteId[] = "all"): Actor =>
    makeActor({ adminId: null, name: "Eva", email: "eva@office.test", role, sites: at });
  const owner = actor("owner");
  const now = () => new Date(lab.now());
  const groups = async (filter = everything, who = owner) =>
    (await listOpenerGroups(who, filter, now())).groups.map(
      ({ bridge, openers }) => [bridge?.name ?? null, ...openers.map((opener) => opener.name)] as const,
    );
  const bridgeNamed = async (name: string) => {
    const [row] = await database.db.select().from(bridges).where(eq(bridges.name, name));
    if (!row) throw new Error(`no bridge ${name}`);
    return row;
  };
  const simulated = (key: string) => {
    const found = lab.simulator.bridges.find((bridge) => bridge.key === key);
    if (!found) throw new Error(`no simulated bridge ${key}`);
    return found;
  };
  const inputFor = (key: string, more: Partial<BridgeInput> = {}): BridgeInput => {
    const { name, url, token } = simulated(key);
    const { hostname: host, port } = new URL(url);
    return { name, siteId: vienna, host, port: Number(port), token, tokenMode: "encrypted", ...more };
  };
  const change = async (name: string, bridge: BridgeInput, who = owner) => {
    const { id, updatedAt } = await bridgeNamed(name);
    return updateBridge(who, { bridgeId: id, version: updatedAt.toISOString(), bridge }, now());
  };
  const setUp = async () => {
    expect(await change("Bridge Vienna", inputFor("v-bridge"))).toMatchObject({ ok: true });
    await readDueBridges(tools);
  };
  const readingOf = async (name: string) => {
    const { id } = await bridgeNamed(name);
    const [row] = await database.db.select().from(bridgeReadings).where(eq(bridgeReadings.bridgeId, id));
    return row;
  };
  /** What happens in the world, seen by Nuki and by us. */
  const later = async (ms: number) => {
    await lab.advance(ms);
    await lab.turn();
    await readDueBridges(tools);
  };
  const opener = async (name: string) => {
    const [row] = await database.db.select().from(devices).where(eq(devices.name, name));
    const found = row && (await findOpener(owner, row.id, now()));
    if (!found) throw new Error(`no opener ${name}`);
    return found.opener;
  };
  const verdictOf = async (name: string) => {
    const { part, certain } = (await opener(name)).verdict;
    return `${part}${certain ? "" : "?"}`;
  };
  const openerNames = () => {
    const { devices: all } = demoOffice();
    return all.filter((device) => device.bridge === "v-bridge" && device.type === 2).map(({ name }) => name);
  };
  const keyOf = (name: string) => demoOffice().devices.find((device) => device.name === name)?.key;

  test("are found by the authorizations on their devices, each at the site of these, and once only", async () => {
    expect((await groups()).map(([bridge, ...openers]) => [bridge, openers.length])).toEqual([
      ["Bridge London", 2],
      ["Bridge Vienna", 2],
    ]);
    expect((await bridgeNamed("Bridge Vienna")).siteId).toBe(vienna);
    const before = await database.db.select().from(liveEvents);
    await findBridges(tools);
    await findBridges(tools);
    expect(await database.db.select().from(bridges)).toHaveLength(2);
    expect(await database.db.select().from(liveEvents)).toHaveLength(before.length);
  });

  test("that got another name here are known again by their devices; devices that left them leave", async () => {
    expect(
      await change("Bridge Vienna", { ...inputFor("v-bridge"), name: "Front desk", host: "" }),
    ).toMatchObject({
      ok: true,
    });
    await findBridges(tools);
    expect((await groups()).map(([bridge]) => bridge)).toEqual(["Bridge London", "Front desk"]);
    const [gone] = openerNames();
    const { id } = await opener(gone ?? "");
    await database.db
      .delete(authorizations)
      .where(and(eq(authorizations.deviceId, id), eq(authorizations.type, 1)));
    await findBridges(tools);
    expect(await groups()).toContainEqual([null, gone]);
  });

  test("with an address are read, told apart from before, and their devices heard", async () => {
    expect(await hasDueBridge(tools)).toBe(false);
    await setUp();
    expect(await hasDueBridge(tools)).toBe(false);
    expect(await readingOf("Bridge Vienna")).toMatchObject({
      problem: null,
      serverConnected: true,
      wlanConnected: true,
      firmware: "2.17.0",
      clockSkewMs: 0,
    });
    const [name = ""] = openerNames();
    expect((await opener(name)).heard?.rssi).toBeLessThan(-50);
    const topics = await database.db.select({ topic: liveEvents.topic }).from(liveEvents);
    expect(topics).toContainEqual({ topic: "bridges" });
    await lab.advance(59_000);
    expect(await hasDueBridge(tools)).toBe(false);
    await lab.advance(1_000);
    expect(await hasDueBridge(tools)).toBe(true);
    const count = topics.length;
    await readDueBridges(tools);
    expect(await database.db.select().from(liveEvents)).toHaveLength(count);
  });

  test("without the cloud are named while the rest of the site is online, and again fine afterwards", async () => {
    await setUp();
    await lab.control("POST", "bridges/v-bridge/cloud", { on: false });
    await later(40_000);
    for (const name of openerNames()) expect(await verdictOf(name)).toBe("bridge_cloud");
    expect((await groups({ ...everything, needsAttention: true })).map(([bridge]) => bridge)).toContain(
      "Bridge Vienna",
    );
    await lab.control("POST", "bridges/v-bridge/cloud", { on: true });
    await later(90_000);
    for (const name of openerNames()) expect(await verdictOf(name)).toBe("fine");
  });

  test("without power are named, and known to have started anew", async () => {
    await setUp();
    await lab.control("POST", "bridges/v-bridge/power", { on: false });
    await later(40_000);
    for (const name of openerNames()) expect(await verdictOf(name)).toBe("bridge_power");
    expect(await readingOf("Bridge Vienna")).toMatchObject({ problem: "refused", firmware: "2.17.0" });
    await lab.control("POST", "bridges/v-bridge/power", { on: true });
    await later(120_000);
    await later(60_000);
    const back = await readingOf("Bridge Vienna");
    expect(back).toMatchObject({ problem: null, problemSince: null });
    expect(back?.rebootedAt).toBeInstanceOf(Date);
    for (const name of openerNames()) expect(await verdictOf(name)).toBe("fine");
  });

  test("and the internet of a whole site are told apart", async () => {
    await setUp();
    await lab.control("POST", "sites/vienna/internet", { on: false });
    await later(40_000);
    for (const name of openerNames()) expect(await verdictOf(name)).toBe("internet");
  });

  test("hear all but the opener with the flat battery", async () => {
    await setUp();
    const [flat = "", fine = ""] = openerNames();
    await lab.control("POST", `devices/${keyOf(flat)}/battery`, { critical: true });
    await later(60_000);
    expect(await verdictOf(flat)).toBe("fine");
    await lab.control("POST", `devices/${keyOf(flat)}/battery`, { flat: true });
    await later(60_000);
    expect([await verdictOf(flat), await verdictOf(fine)]).toEqual(["opener_battery", "fine"]);
  });

  test("that are not read leave it at what neighbours tell", async () => {
    const [first = "", second = ""] = openerNames();
    await lab.control("POST", `devices/${keyOf(first)}/radio`, { rssi: null });
    await later(60_000);
    expect([await verdictOf(first), await verdictOf(second)]).toEqual(["opener_radio?", "fine"]);
    await lab.control("POST", `devices/${keyOf(first)}/radio`, { rssi: -60 });
    await later(60_000);
    await lab.control("POST", "bridges/v-bridge/power", { on: false });
    await later(60_000);
    expect(await verdictOf(first)).toBe("bridge_power?");
  });

  test("with another token or a wrong clock say so", async () => {
    await setUp();
    await lab.control("POST", "bridges/v-bridge/clock", { driftMs: 10 * 60_000 });
    await later(60_000);
    expect(await readingOf("Bridge Vienna")).toMatchObject({ problem: "bad_token" });
    // All is well with its openers; with their bridge it is not.
    expect(await groups({ ...everything, needsAttention: true, siteIds: [vienna] })).toEqual([
      ["Bridge Vienna", ...openerNames()],
    ]);
    const plain = inputFor("v-bridge", { tokenMode: "plain" });
    expect(await change("Bridge Vienna", plain)).toMatchObject({ ok: true });
    await later(60_000);
    expect(await readingOf("Bridge Vienna")).toMatchObject({ problem: null, clockSkewMs: 600_000 });
  });

  test("are tested at once for who may change them", async () => {
    const { id } = await bridgeNamed("Bridge Vienna");
    const tested = (who: Actor) => testBridge(who, { bridgeId: id }, tools);
    expect(await tested(owner)).toMatchObject({ ok: false, refusal: { code: "bridge_unreachable" } });
    await change("Bridge Vienna", inputFor("v-bridge", { token: "wrong" }));
    expect(await tested(owner)).toEqual({ ok: true, value: { problem: "bad_token" } });
    await change("Bridge Vienna", inputFor("v-bridge"));
    expect(await tested(owner)).toEqual({ ok: true, value: { problem: null } });
    expect(await tested(actor("admin", [london]))).toMatchObject({
      ok: false,
      refusal: { code: "forbidden" },
    });
    for (const role of roles.filter((one) => one !== "owner" && one !== "admin")) {
      await expect(tested(actor(role))).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("are only ever called in private networks, and on this machine only with the simulator", async () => {
    const refused = { ok: false, refusal: { code: "private_address_needed", field: "host" } };
    for (const host of ["8.8.8.8", "169.254.169.254", "bridge.local", "::ffff:127.0.0.1", "0x7f000001"]) {
      expect(await change("Bridge Vienna", inputFor("v-bridge", { host }))).toMatchObject(refused);
    }
    await setUp();
    await database.db.update(accounts).set({ apiUrl: "https://api.nuki.io" });
    expect(await change("Bridge Vienna", inputFor("v-bridge"))).toMatchObject(refused);
    const calls = () => lab.control("GET", "bridges/v-bridge/requests") as Promise<unknown[]>;
    const before = (await calls()).length;
    await lab.advance(60_000);
    await readDueBridges(tools);
    expect((await calls()).length).toBe(before);
    expect(await readingOf("Bridge Vienna")).toMatchObject({ problem: "no_answer" });
  });

  test("keep their token: sealed, in no audit detail, and not sent where somebody pleases", async () => {
    await setUp();
    const { token } = simulated("v-bridge");
    const row = await bridgeNamed("Bridge Vienna");
    expect(row.token && Buffer.from(row.token).includes(token)).toBe(false);
    const invalid = { ok: false, refusal: { code: "invalid_input", field: "token" } };
    const kept = inputFor("v-bridge", { token: "" });
    expect(await change("Bridge Vienna", { ...kept, tokenMode: "plain" })).toMatchObject(invalid);
    expect(await change("Bridge Vienna", { ...kept, host: "192.168.9.9" })).toMatchObject(invalid);
    expect(await change("Bridge Vienna", { ...kept, host: "192.168.9.9", token })).toMatchObject({
      ok: true,
    });
    expect(await readingOf("Bridge Vienna")).toBeUndefined();
    expect(await change("Bridge London", { ...kept, name: "Bridge London", siteId: london })).toMatchObject(
      invalid,
    );
    const events = await database.db.select().from(auditEvents);
    expect(events.map((event) => event.type)).toEqual(["bridge.updated", "bridge.updated"]);
    expect(events[0]?.detail).toMatchObject({ name: "Bridge Vienna", changed: ["token"] });
    expect(events[1]?.detail).toEqual({
      name: "Bridge Vienna",
      changed: ["token"],
      before: expect.objectContaining({ host: "127.0.0.1" }),
      after: expect.objectContaining({ host: "192.168.9.9" }),
    });
    expect(JSON.stringify(events)).not.toContain(token);
    const { groups: shown } = await listOpenerGroups(owner, everything, now());
    expect(JSON.stringify(shown)).not.toContain(token);
  });

  test("entered by hand and read since take the place of what was found", async () => {
    const bridge = inputFor("v-bridge", { name: "Basement" });
    const accountId = lab.context.account.id;
    expect(await createBridge(owner, { accountId, bridge }, now())).toMatchObject({ ok: true });
    await readDueBridges(tools);
    await findBridges(tools);
    expect((await groups()).map(([name]) => name)).toEqual(["Bridge London", "Basement"]);
    const again = await createBridge(owner, { accountId, bridge }, now());
    expect(again).toMatchObject({ ok: false, refusal: { code: "duplicate_name", field: "name" } });
  });

  test("are removed with address and token; those that devices still name are found again without", async () => {
    await setUp();
    const { id } = await bridgeNamed("Bridge Vienna");
    expect(await removeBridge(owner, { bridgeId: id })).toMatchObject({ ok: true });
    expect(await removeBridge(owner, { bridgeId: id })).toMatchObject({ ok: false });
    expect((await groups()).map(([name]) => name)).toContain(null);
    await findBridges(tools);
    expect(await bridgeNamed("Bridge Vienna")).toMatchObject({ host: null, token: null });
  });

  test("of other sites are neither seen nor changed", async () => {
    const admin = actor("admin", [london]);
    expect((await groups(everything, admin)).map(([name]) => name)).toEqual(["Bridge London"]);
    const { id } = await bridgeNamed("Bridge Vienna");
    expect(await findBridge(admin, id, now())).toBeNull();
    const refused = { ok: false, refusal: { code: "forbidden" } };
    expect(await change("Bridge Vienna", inputFor("v-bridge"), admin)).toMatchObject(refused);
    expect(await change("Bridge London", inputFor("l-bridge"), admin)).toMatchObject(refused);
    expect(await removeBridge(admin, { bridgeId: id })).toMatchObject(refused);
    const own = inputFor("l-bridge", { siteId: london });
    expect(await change("Bridge London", own, admin)).toMatchObject({ ok: true });
    const stale = { bridgeId: id, version: "2020-01-01T00:00:00.000Z", bridge: inputFor("v-bridge") };
    expect(await updateBridge(owner, stale)).toMatchObject({ ok: false, refusal: { code: "plan_changed" } });
  });

  test("nearby are asked for at Nuki, and only on somebody's wish", async () => {
    const accountId = lab.context.account.id;
    const found = await findBridgesNearby(owner, { accountId });
    if (!found.ok) throw new Error(found.refusal.code);
    const port = Number(new URL(simulated("v-bridge").url).port);
    expect(found.value.found.map(({ address }) => address)).toContainEqual({ host: "127.0.0.1", port });
    const requests = (await lab.control("GET", "requests?limit=100000")) as { path: string }[];
    expect(requests.filter(({ path }) => path === "/discover/bridges").length).toBeLessThanOrEqual(1);
  });

  test("search and site cut the list, and unknown words leave nothing", async () => {
    const [name = ""] = openerNames();
    expect(await groups({ ...everything, q: name })).toEqual([["Bridge Vienna", name]]);
    expect((await groups({ ...everything, siteIds: [london] })).map(([bridge]) => bridge)).toEqual([
      "Bridge London",
    ]);
    expect(await groups({ ...everything, q: "nothing is called so" })).toEqual([]);
    const { id } = await opener(name);
    expect(await findOpener(actor("reception", [london]), id, now())).toBeNull();
    expect(await findOpener(owner, "bridges", now())).toBeNull();
  });

  test("intercoms are learned once, by number, and kept", async () => {
    const connect = () => lab.context;
    const learn = () => learnIntercoms({ db: database.db, connect, now: lab.now });
    await database.db.update(devices).set({ intercomId: 0 }).where(eq(devices.type, 2));
    const [name = "", other = ""] = openerNames();
    const set = (door: string, intercomId: number) =>
      database.db
        .update(devices)
        .set({ intercomId })
        .where(eq(devices.id, deviceIds.get(door) as DeviceId));
    const deviceIds = new Map([
      [name, (await opener(name)).id],
      [other, (await opener(other)).id],
    ]);
    await set(name, 1103);
    await set(other, 999_999);
    expect((await unknownIntercoms(database.db, lab.now())).map(({ id }) => id).sort()).toEqual([
      1103, 999_999,
    ]);
    await learn();
    expect(await unknownIntercoms(database.db, lab.now())).toEqual([]);
    expect((await opener(name)).intercom).toMatchObject({ brand: "Siedle", model: "HTS 811-0" });
    expect((await opener(other)).intercom).toBeNull();
    expect([...(await listIntercoms(database.db, [1103, 999_999])).keys()]).toEqual([1103]);
  });
});
