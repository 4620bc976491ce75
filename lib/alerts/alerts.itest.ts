import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { type Role, roles } from "@/lib/auth/permissions";
import {
  accountSync,
  accounts,
  admins,
  alertRules,
  alerts,
  auditEvents,
  changes,
  devices,
  entries,
  liveEvents,
  placements,
  sites,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { followLog } from "@/lib/sync/follow-log";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { listBatteryRound } from "./battery-round";
import { acknowledgeAlerts, changeAlertRule } from "./commands";
import { evaluateAlerts } from "./evaluate";
import { countAlerts, listAlerts } from "./queries";
import type { AlertTab } from "./schema";

const everything = { q: "", sort: { id: "what", desc: false }, pageSize: 50, offset: 0, filters: {} };
const minute = 60_000;

describeDatabases("alerts", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let ground: Ground;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    await database.db.update(accounts).set({ updatedAt: new Date(lab.now() - 60 * minute) });
    for (const { nukiId } of ground.doors) {
      await lab.control("POST", `devices/${nukiId}/battery`, {
        ...{ charge: 90, critical: false, keypadCritical: false, sensorCritical: false },
      });
    }
    await read();
  });
  afterEach(() => lab.stop());
  afterAll(() => database.close());

  const actor = (role: Role, at: "all" | SiteId[] = "all"): Actor =>
    makeActor({ adminId: null, name: "Eva", email: "eva@office.test", role, sites: at });
  const owner = actor("owner");
  const now = () => new Date(lab.now());
  const evaluate = () => evaluateAlerts(database.db, lab.now());
  const list = async (tab: AlertTab = "open", filters = {}, who = owner) =>
    (await listAlerts(who, tab, { ...everything, filters })).rows;
  const kinds = async (tab: AlertTab = "open") => (await list(tab)).map(({ kind }) => kind);
  const door = () => {
    const [first] = ground.doors;
    if (!first) throw new Error("no doors");
    return first;
  };
  const verb = (what: string, body = {}) => lab.control("POST", `devices/${door().nukiId}/${what}`, body);
  /** Nuki is asked again, and what is known is judged. */
  async function read() {
    await lab.advance(30_000);
    await lab.turn();
  }
  const later = async (minutes: number) => {
    for (let passed = 0; passed < minutes; passed++) {
      await lab.advance(30_000);
      await read();
      await evaluate();
    }
  };
  const news = async () =>
    (await database.db.select().from(liveEvents).where(eq(liveEvents.topic, "alerts"))).length;

  test("nothing is told of an office that is fine, and looking costs no write", async () => {
    expect(await evaluate()).toEqual({ opened: 0, resolved: 0 });
    expect(await news()).toBe(0);
  });

  test("a critical battery opens one alert however often it is seen, and is over with new batteries", async () => {
    await verb("battery", { charge: 8, critical: true });
    await read();
    expect(await evaluate()).toEqual({ opened: 1, resolved: 0 });
    await later(3);
    const [alert] = await list();
    expect(alert).toMatchObject({ kind: "battery_critical", severity: "critical", deviceName: door().name });
    expect(await database.db.select().from(alerts)).toHaveLength(1);
    await verb("battery", { charge: 100, critical: false });
    await later(1);
    expect(await kinds()).toEqual([]);
    expect(await kinds("resolved")).toEqual(["battery_critical"]);
    expect(await news()).toBeGreaterThanOrEqual(2);
  });

  test("what may be back in a minute is over only after it was seen gone for five", async () => {
    await verb("battery", { charge: 8, critical: true });
    await later(1);
    await verb("battery", { charge: 8, critical: false });
    await database.db.insert(alertRules).values({ kind: "battery_low", enabled: false, threshold: 20 });
    await later(4);
    expect(await kinds()).toEqual(["battery_critical"]);
    await later(3);
    expect(await kinds()).toEqual([]);
  });

  test("two evaluations at once open nothing twice", async () => {
    await verb("battery", { critical: true });
    await read();
    await Promise.all([evaluate(), evaluate(), evaluate()]);
    expect(await database.db.select().from(alerts)).toHaveLength(1);
  });

  test("a flag that flaps keeps one alert", async () => {
    await database.db.insert(alertRules).values({ kind: "battery_low", enabled: false, threshold: 20 });
    for (let round = 0; round < 6; round++) {
      await verb("battery", { charge: 12, critical: round % 2 === 0 });
      await later(2);
    }
    expect(await database.db.select().from(alerts)).toHaveLength(1);
  });

  test("a door that went away takes no alert of it to be fine, and one that is back is judged anew", async () => {
    await verb("battery", { critical: true });
    await read();
    await evaluate();
    await verb("offline");
    await later(20);
    expect((await kinds()).sort()).toEqual(["battery_critical", "device_offline"]);
    await verb("battery", { critical: false });
    await verb("online");
    await later(7);
    expect(await kinds()).toEqual([]);
  });

  test("while the token is broken nothing is resolved and only that is told", async () => {
    await verb("battery", { critical: true });
    await read();
    await evaluate();
    await database.db.update(accountSync).set({ status: "unauthorized" });
    await lab.advance(10 * minute);
    await database.db.update(devices).set({ batteryCritical: false });
    await evaluate();
    await lab.advance(10 * minute);
    await evaluate();
    expect((await kinds()).sort()).toEqual(["battery_critical", "token_broken"]);
  });

  test("wrong codes at a keypad are told from the log", async () => {
    const [keypad] = ground.doors.filter(({ keypadModel }) => keypadModel !== null);
    if (!keypad) throw new Error("no keypad");
    await followLog(lab.context);
    await lab.control("POST", `devices/${keypad.nukiId}/wrong-code`, { times: 5, everyMs: 1_000 });
    await read();
    await followLog(lab.context);
    await evaluate();
    const [alert] = await list("open", { kind: ["wrong_codes"] });
    expect(alert).toMatchObject({ deviceId: keypad.id, severity: "critical" });
    expect(alert?.detail.count).toBeGreaterThanOrEqual(5);
  });

  test("a door left open is told after its minutes, and is over once it was closed", async () => {
    const [first] = ground.doors.filter(({ doorState }) => doorState === 2);
    if (!first) throw new Error("no door with a sensor");
    await lab.control("POST", `devices/${first.nukiId}/door`, { open: true });
    await later(8);
    expect(await kinds()).toEqual([]);
    await later(4);
    expect(await kinds()).toEqual(["door_open"]);
    await lab.control("POST", `devices/${first.nukiId}/door`, { open: false });
    await later(7);
    expect(await kinds()).toEqual([]);
  });

  test("a motor that was blocked is over with the next movement that succeeds", async () => {
    const lock = ground.doors.find(({ type }) => type === 4);
    if (!lock) throw new Error("no lock");
    const row = (id: string, at: number, state: number) => ({
      ...{ deviceId: lock.id, nukiId: id, occurredAt: new Date(at), receivedAt: now(), deviceType: 4 },
      ...{ action: 2, trigger: 6, state, autoUnlock: false, name: "" },
    });
    await database.db.insert(entries).values(row("a".repeat(24), lab.now() - minute, 1));
    await evaluate();
    expect(await kinds()).toEqual(["motor_blocked"]);
    await database.db.insert(entries).values(row("b".repeat(24), lab.now(), 0));
    await later(7);
    expect(await kinds()).toEqual([]);
  });

  test("a removal that does not get through is told after an hour", async () => {
    const [keypad] = ground.doors.filter(({ keypadModel }) => keypadModel !== null);
    if (!keypad) throw new Error("no keypad");
    const staffId = await hire(database, ground, "Lea Vogel", { doors: [keypad.id] }, lab.now());
    await database.db.insert(changes).values({
      ...{ accountId: lab.context.account.id, staffId, deviceId: keypad.id, kind: "keypad", op: "remove" },
      ...{ state: "waiting", reason: "offline", createdAt: new Date(lab.now() - 61 * minute) },
    });
    await evaluate();
    const [alert] = await list();
    expect(alert).toMatchObject({ kind: "change_waiting", severity: "critical", deviceId: keypad.id });
    expect(alert?.detail).toMatchObject({ why: "removal", count: 1 });
  });

  test("an acknowledged alert keeps its note, says who, and is resolved like any other", async () => {
    const [admin] = await database.db
      .insert(admins)
      .values({ email: "eva@office.test", name: "Eva Linden", role: "owner", allSites: true })
      .returning();
    const eva = makeActor({ ...owner, adminId: admin?.id ?? null });
    await verb("battery", { critical: true });
    await read();
    await evaluate();
    const [alert] = await list();
    const alertIds = alert ? [alert.id] : [];
    expect(await acknowledgeAlerts(eva, { alertIds, note: "Ben has batteries" }, now())).toEqual({
      ok: true,
      value: { count: 1 },
    });
    expect(await kinds()).toEqual([]);
    const [taken] = await list("acknowledged");
    expect(taken).toMatchObject({ acknowledgedBy: "Eva Linden", note: "Ben has batteries" });
    expect(await acknowledgeAlerts(eva, { alertIds, note: "" }, now())).toMatchObject({ ok: false });
    const [event] = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.type, "alert.acknowledged"));
    expect(event?.detail).toEqual({ kind: "battery_critical", name: door().name, note: "Ben has batteries" });
    await verb("battery", { critical: false });
    await later(7);
    expect(await kinds("acknowledged")).toEqual([]);
    expect(await kinds("resolved")).toEqual(["battery_critical"]);
  });

  test("who looks after one site sees and acknowledges its alerts only, and those of the connection", async () => {
    const { db } = database;
    const [other] = await db.insert(sites).values({ name: "London", timeZone: "Europe/Vienna" }).returning();
    if (!other) throw new Error("no site");
    await verb("battery", { critical: true });
    await read();
    await db.update(accountSync).set({ status: "unauthorized", lastOkAt: new Date(lab.now() - 6 * minute) });
    await evaluate();
    const manager = actor("manager", [other.id]);
    expect((await list("open", {}, manager)).map(({ kind }) => kind)).toEqual(["token_broken"]);
    expect(await countAlerts(manager)).toMatchObject({ open: 1 });
    expect(await countAlerts(owner)).toMatchObject({ open: 2, critical: 2 });
    const battery = (await list()).find(({ kind }) => kind === "battery_critical");
    const alertIds = battery ? [battery.id] : [];
    expect(await acknowledgeAlerts(manager, { alertIds, note: "" }, now())).toMatchObject({ ok: false });
    await db.update(placements).set({ siteId: other.id }).where(eq(placements.deviceId, door().id));
    await evaluate();
    expect(await countAlerts(manager)).toMatchObject({ open: 2 });
    expect(await acknowledgeAlerts(manager, { alertIds, note: "" }, now())).toMatchObject({ ok: true });
  });

  test("filters and search cut the list; what makes no sense shows nothing", async () => {
    await verb("battery", { critical: true });
    await read();
    await evaluate();
    expect(await list("open", { kind: ["battery_critical"], site: [ground.siteId] })).toHaveLength(1);
    expect(await list("open", { severity: ["warning"] })).toEqual([]);
    expect(await list("open", { kind: ["nonsense"] })).toEqual([]);
    expect(await list("open", { site: ["nonsense"] })).toEqual([]);
    const found = await listAlerts(owner, "open", { ...everything, q: door().name.slice(0, 4) });
    expect(found.total).toBe(1);
  });

  test("a kind that is switched off ends its alerts; only who may configure switches", async () => {
    await verb("battery", { critical: true });
    await read();
    await evaluate();
    const off = { kind: "battery_critical" as const, enabled: false, threshold: null };
    expect(await changeAlertRule(actor("admin", [ground.siteId]), off)).toMatchObject({ ok: false });
    expect(await changeAlertRule(owner, off)).toMatchObject({ ok: true });
    expect(await database.db.select().from(alertRules)).toHaveLength(1);
    expect(await evaluate()).toEqual({ opened: 0, resolved: 1 });
    expect(await kinds()).toEqual([]);
  });

  test("the battery round goes by site and urgency, and shows nobody another's sites", async () => {
    const { db } = database;
    await verb("battery", { charge: 15, critical: false, sensorCritical: true });
    await read();
    const [other] = await db.insert(sites).values({ name: "London", timeZone: "Europe/London" }).returning();
    const round = await listBatteryRound(owner, [], now());
    expect(
      round.map(({ name, rows }) => [name, ...rows.map(({ part, urgency }) => `${part} ${urgency}`)]),
    ).toEqual([["Vienna", "sensor critical", "lock low"]]);
    expect(await listBatteryRound(actor("manager", other ? [other.id] : []), [], now())).toEqual([]);
    expect(await listBatteryRound(owner, other ? [other.id] : [], now())).toEqual([]);
    expect(await listBatteryRound(owner, ["nonsense"], now())).toEqual([]);
  });

  test("the round takes batteries along for what is away by itself, not for a site that is cut off", async () => {
    const { db } = database;
    const [other] = await db.insert(sites).values({ name: "London", timeZone: "Europe/London" }).returning();
    const unreached = async (who = owner) =>
      (await listBatteryRound(who, [], now())).map((site) => [
        site.name,
        site.rows.length,
        ...site.unreached.map((row) => [row.door, row.since]),
      ]);
    expect(await unreached()).toEqual([]);
    await verb("offline");
    await read();
    const since = now();
    await later(1);
    expect(await unreached()).toEqual([["Vienna", 0, [door().name, since]]]);
    expect(await unreached(actor("manager", other ? [other.id] : []))).toEqual([]);
    // Its batteries were told to be almost empty before: then it is on the round for that.
    await db.update(devices).set({ batteryCritical: true }).where(eq(devices.id, door().id));
    expect(await unreached()).toEqual([["Vienna", 1]]);
    await db.update(devices).set({ batteryCritical: false, serverState: 4, offlineSince: since });
    expect(await unreached()).toEqual([]);
  });

  test.each(roles)("a %s may do what the table of permissions says", async (role) => {
    const who = actor(role);
    const answer = async (work: () => Promise<unknown>) =>
      work().then(
        () => "done",
        (error) => error.code,
      );
    const mayRead = role === "reception" ? "forbidden" : "done";
    expect(await answer(() => list("open", {}, who))).toBe(mayRead);
    const mayWrite = role === "reception" || role === "auditor" ? "forbidden" : "done";
    expect(await answer(() => acknowledgeAlerts(who, { alertIds: [], note: "" }))).toBe(mayWrite);
    const rule = { kind: "door_open" as const, enabled: true, threshold: 10 };
    const mayConfigure = role === "owner" || role === "admin" ? "done" : "forbidden";
    expect(await answer(() => changeAlertRule(who, rule))).toBe(mayConfigure);
    expect((await countAlerts(who)).open).toBe(0);
  });
});
