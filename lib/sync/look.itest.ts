import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, StaffId } from "@/lib/access/types";
import {
  admins,
  batteryReadings,
  deviceOutages,
  devices,
  entries,
  liveEvents,
  operations,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { lookAtDevices, takeDueLooks } from "./look-devices";
import { noteDevices } from "./note-devices";
import { observeDevices } from "./observe-devices";
import { storeEntries } from "./observe-entries";
import { type SeenRequest, type SyncLab, startSyncLab } from "./testing";

describeDatabases("what doors do between two readings", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let door: { id: DeviceId; nukiId: number };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await observeDevices(lab.context);
    const [first] = await database.db
      .select({ id: devices.id, nukiId: devices.nukiId })
      .from(devices)
      .where(eq(devices.type, 4))
      .orderBy(devices.nukiId);
    if (!first) throw new Error("no door");
    door = first;
    await lab.advance(60_000);
  });
  afterEach(() => lab.stop());

  const verb = (name: string, body: object = {}) =>
    lab.control("POST", `devices/${door.nukiId}/${name}`, body);
  const look = async (ids: readonly DeviceId[] = [door.id]): Promise<StaffId[][]> => {
    const woken: StaffId[][] = [];
    await lookAtDevices(lab.context, ids, async (_, staffIds) => void woken.push([...staffIds]));
    return woken;
  };
  const poll = async (ms = 30_000) => {
    await lab.advance(ms);
    await observeDevices(lab.context);
  };
  const read = async () => {
    const [row] = await database.db.select().from(devices).where(eq(devices.id, door.id));
    if (!row) throw new Error("the door is gone");
    return row;
  };
  const outages = () => database.db.select().from(deviceOutages).orderBy(deviceOutages.id);
  const readings = () =>
    database.db
      .select({
        part: batteryReadings.part,
        charge: batteryReadings.charge,
        critical: batteryReadings.critical,
      })
      .from(batteryReadings)
      .where(eq(batteryReadings.deviceId, door.id))
      .orderBy(batteryReadings.id);
  const news = () =>
    database.db
      .select({ topic: liveEvents.topic })
      .from(liveEvents)
      .where(eq(liveEvents.deviceId, door.id))
      .orderBy(liveEvents.id)
      .then((rows) => rows.map((row) => row.topic));
  const gets = async () =>
    ((await lab.control("GET", "requests?limit=100000")) as SeenRequest[]).map((request) => request.path);

  test("a look sees a door that was turned by hand, its entry with it, and everybody hears of both once", async () => {
    const before = await read();
    await database.db.delete(liveEvents);
    await verb("hand", { action: before.state === 1 ? 1 : 2 });
    await lab.advance(5_000);
    await look();
    const after = await read();
    expect(after.state).toBe(before.state === 1 ? 3 : 1);
    expect(after.trigger).toBe(1);
    expect(after.stateSince?.getTime()).toBe(lab.now());
    expect(after.doorSince).toEqual(before.doorSince);
    const [entry] = await database.db.select().from(entries).where(eq(entries.deviceId, door.id));
    expect(entry).toMatchObject({ trigger: 1, action: before.state === 1 ? 1 : 2, state: 0, staffId: null });
    await look();
    expect(await news()).toEqual(["device", "entries"]);
  });

  test("two doors are asked for one by one, more in one request", async () => {
    const all = await database.db.select({ id: devices.id }).from(devices).orderBy(devices.nukiId);
    const ids = all.map((row) => row.id);
    const since = (await gets()).length;
    await look(ids.slice(0, 2));
    expect((await gets()).slice(since).every((path) => /^\/smartlock\/\d+$/.test(path))).toBe(true);
    const then = (await gets()).length;
    await look(ids);
    expect((await gets()).slice(then)).toEqual(["/smartlock"]);
  });

  test("a press that the door turned down shows only in its log, which is read while nobody knows what became of it", async () => {
    const [admin] = await database.db
      .insert(admins)
      .values({ email: "olga@example.com", name: "Olga", role: "owner" })
      .returning({ id: admins.id });
    if (!admin) throw new Error("no admin");
    const press = { deviceId: door.id, adminId: admin.id, pressId: randomUUID(), kind: "lock" as const };
    await database.db.insert(operations).values({ ...press, requestedAt: new Date(lab.now()) });
    await verb("wrong-code", { trigger: 4, state: 9 });
    await look();
    expect(await database.db.select().from(entries)).toMatchObject([{ trigger: 4, state: 9 }]);
    expect((await read()).lookAt).toEqual(new Date(lab.now() + 1_500));
    await database.db.update(operations).set({ settledAt: new Date(lab.now()) });
    await verb("wrong-code", { trigger: 4, state: 9 });
    await look();
    expect(await database.db.$count(entries)).toBe(1);
  });

  test("an answer whose request left earlier does not overwrite a younger one", async () => {
    const { account, nuki } = lab.context;
    const early = new Date(lab.now());
    const old = await nuki.reader.getDevice(door.nukiId);
    await lab.advance(1_000);
    await verb("offline");
    await look();
    expect((await read()).serverState).toBe(4);
    const noted = await database.db.transaction((tx) => noteDevices(tx, account.id, [old], early));
    expect(noted).toEqual([]);
    expect(await read()).toMatchObject({ serverState: 4, seenAt: new Date(lab.now()) });
    expect(await outages()).toHaveLength(1);
  });

  test("a list that was asked for earlier does not lose a device that a look has seen since", async () => {
    const { context } = lab;
    const reader = { ...context.nuki.reader, listDevices: async () => [] };
    const listAskedAt = lab.now();
    await lab.advance(1_000);
    await look();
    await observeDevices({ ...context, nuki: { ...context.nuki, reader }, now: () => listAskedAt });
    expect((await read()).missingSince).toBeNull();
    await observeDevices({ ...context, nuki: { ...context.nuki, reader } });
    expect((await read()).missingSince).toEqual(new Date(lab.now()));
  });

  test("an outage is opened once and closed once, however often it is seen", async () => {
    await verb("offline");
    const from = lab.now() + 30_000;
    for (let times = 0; times < 3; times += 1) await poll();
    expect(await outages()).toMatchObject([{ serverState: 4, from: new Date(from), until: null }]);
    expect((await read()).offlineSince).toEqual(new Date(from));
    await verb("online");
    for (let times = 0; times < 2; times += 1) await poll();
    const [outage, ...more] = await outages();
    expect(more).toEqual([]);
    expect(outage?.until).toEqual(new Date(lab.now() - 30_000));
    expect((await read()).stateSince?.getTime()).toBeLessThan(from);
  });

  test("a door that flaps has an outage for each time, and one that changes its reason one for each reason", async () => {
    for (let times = 0; times < 4; times += 1) {
      await verb(times % 2 === 0 ? "offline" : "online");
      await poll(1_000);
      await look();
    }
    await verb("server-state", { value: 4 });
    await poll();
    await verb("server-state", { value: 2 });
    await poll();
    const all = await outages();
    expect(all.map((outage) => outage.serverState)).toEqual([4, 4, 4, 2]);
    expect(all.map((outage) => outage.until === null)).toEqual([false, false, false, true]);
  });

  test("a battery leaves a row when something else is known of it, not at every reading", async () => {
    const [first, ...rest] = await readings();
    expect(first?.part).toBe("lock");
    expect(rest.filter((reading) => reading.part === "lock")).toEqual([]);
    const before = (await readings()).length;
    await poll();
    await verb("battery", { charge: 15 });
    for (let times = 0; times < 2; times += 1) await poll();
    await verb("battery", { charge: 15, charging: true });
    await poll();
    expect((await readings()).slice(before)).toEqual([{ part: "lock", charge: 15, critical: true }]);
  });

  test("a door that moves is looked at again by itself, by one process only, until it stands", async () => {
    const before = await read();
    await database.db.update(devices).set({ state: before.state === 1 ? 3 : 1 });
    await verb("jam", { completion: 0 });
    await lab.context.nuki.operator.action(door.nukiId, before.state === 1 ? 1 : 2);
    let moving = false;
    for (let step = 0; step < 40 && !moving; step += 1) {
      await lab.advance(250);
      await look();
      moving = (await read()).lookAt !== null;
    }
    expect(moving).toBe(true);
    const { db } = database;
    expect(await takeDueLooks(db, new Date(lab.now() + 1_499))).toEqual([]);
    const due = new Date(lab.now() + 1_500);
    const taken = await Promise.all([takeDueLooks(db, due), takeDueLooks(db, due)]);
    expect(taken.flat()).toEqual([door.id]);
    await lab.advance(10_000);
    await look();
    expect((await read()).lookAt).toBeNull();
  });

  test("entries of a door are kept while its state is being noted, neither waits for the other", async ({
    skip,
  }) => {
    skip(database.kind !== "pg", "the embedded database does one thing at a time");
    const { account, nuki } = lab.context;
    await verb("wrong-code");
    const found = await nuki.reader.getDevice(door.nukiId);
    const rows = await nuki.reader.listLog({ deviceId: door.nukiId, limit: 1 });
    await database.db.transaction(async (tx) => {
      await noteDevices(tx, account.id, [found], new Date(lab.now()));
      expect(await storeEntries(lab.context, rows)).toEqual([door.id]);
    });
  });

  test("a door that Nuki will not answer for is left to the poll", async () => {
    const before = await read();
    await lab.faults({ answer5xx: 100 });
    await expect(look()).resolves.toEqual([]);
    expect(await read()).toEqual(before);
    await lab.faults({ answer5xx: 0 });
    await look();
    expect((await read()).seenAt.getTime()).toBe(lab.now());
  });
});
