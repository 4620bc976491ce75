import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, NukiAuthId } from "@/lib/access/types";
import {
  auditEvents,
  authorizations,
  batteryReadings,
  bindings,
  changes,
  credentials,
  deviceOutages,
  devices,
  entries,
  placements,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { listCredentials } from "@/lib/staff/queries";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { placeDevices, previewPlaceDevices } from "./commands";
import { listDoorChanges, listDoorCredentials, listUnmanaged, listWindowsOfDoor } from "./door";
import { listBatteryReadings, listOutages } from "./history";
import { countNewDevices, findDevice, listDevices } from "./queries";

const now = new Date("2026-11-23T08:00:00Z");
const list = { q: "", sort: { id: "attention", desc: false }, pageSize: 50, offset: 0, filters: {} };
const doorList = { ...list, sort: { id: "name", desc: false } };

describeDatabases("devices", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const door = (key: string): DeviceId => {
    const id = office.doorOf.get(key);
    if (!id) throw new Error(`no door ${key}`);
    return id;
  };
  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("no row");
    return row;
  };
  const see = (key: string, values: Partial<typeof devices.$inferInsert>) =>
    database.db
      .update(devices)
      .set(values)
      .where(eq(devices.id, door(key)));
  const names = async (query: Partial<typeof list>, actor = office.owner) =>
    (await listDevices(actor, { ...list, ...query }, now)).rows.map((row) => row.name);

  test("what needs somebody comes first, the most urgent before the rest", async () => {
    await see("l-post", { batteryCritical: true });
    await see("v-lab", { serverState: 2 });
    expect((await names({})).slice(0, 3)).toEqual(["Workshop", "Side entrance", "Post room"]);
    expect(await names({ filters: { attention: ["any"] } })).toHaveLength(3);
    expect(await names({ filters: { attention: ["battery"] } })).toEqual(["Post room"]);
    expect(await names({ filters: { reach: ["offline"] } })).toEqual(["Side entrance"]);
  });

  test("the list is of locks and of what is not known; openers are asked for", async () => {
    await see("l-post", { type: 77 });
    expect(await names({})).toHaveLength(14);
    expect(await names({ filters: { type: ["all"] } })).toHaveLength(18);
    expect(await names({ filters: { type: ["2"] } })).toHaveLength(4);
    expect(await names({ filters: { type: ["other"] } })).toEqual(["Post room"]);
    expect(await names({ filters: { area: [office.publicArea] } })).toEqual([
      "Side entrance",
      "Main entrance",
    ]);
    expect(await names({ q: "london post" })).toEqual(["Post room"]);
    const page = await listDevices(office.owner, { ...list, pageSize: 5, offset: 10 }, now);
    expect([page.total, page.rows.length]).toEqual([14, 4]);
  });

  test("a state is one that is known now: what a door showed before it went away does not count", async () => {
    await database.db.update(devices).set({ state: 1 });
    await see("l-post", { state: 3 });
    await see("l-store", { state: 254 });
    expect(await names({ filters: { state: ["unlocked"] } })).toEqual(["Post room"]);
    expect(await names({ filters: { state: ["other"] } })).toEqual(["Side entrance", "Store room"]);
    expect(await names({ filters: { state: ["locked"] } })).toHaveLength(11);
  });

  test("batteries are asked for part by part, and low before they are critical", async () => {
    await database.db
      .update(devices)
      .set({ batteryCritical: false, batteryCharge: 80, keypadBatteryCritical: false });
    await see("l-post", { batteryCharge: 25 });
    await see("l-store", { batteryCharge: null, batteryCritical: true });
    await see("v-lab", { keypadBatteryCritical: true });
    await see("v-main", { doorsensorBatteryCritical: true });
    expect(await names({ filters: { battery: ["low"] } })).toEqual(["Store room", "Post room"]);
    expect(await names({ filters: { battery: ["lock"] } })).toEqual(["Store room"]);
    expect(await names({ filters: { battery: ["keypad", "sensor"] } })).toEqual([
      "Workshop",
      "Main entrance",
    ]);
  });

  test("behind is who has an older firmware than the newest of the same kind in this account", async () => {
    await database.db.update(devices).set({ firmware: "3.9.5", productVariant: null });
    expect(await names({ filters: { firmware: ["behind"] } })).toEqual([]);
    await see("l-post", { firmware: "3.10.7" });
    const [post] = await database.db
      .select()
      .from(devices)
      .where(eq(devices.id, door("l-post")));
    const alike = await database.db.$count(devices, eq(devices.type, post?.type ?? -1));
    expect(await names({ filters: { firmware: ["behind"], type: ["all"] } })).toHaveLength(alike - 1);
    const london = office.actor("admin", ["London office"]);
    expect(await names({ filters: { firmware: ["behind"], type: ["all"] } }, london)).not.toContain(
      "Post room",
    );
  });

  test("a door counts its codes apart: ours by a binding, the rest not ours", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    const deviceId = door("v-main");
    const auth = (nukiId: string, name: string, type = 13) => ({
      deviceId,
      nukiId: nukiId as NukiAuthId,
      type,
      name,
      enabled: true,
      remoteAllowed: false,
      busy: false,
      seenAt: now,
    });
    await database.db
      .insert(authorizations)
      .values([
        auth("a1", "Anna Berger"),
        auth("b1", "Postbote"),
        auth("c1", "Bridge", 1),
        auth("d1", "Eva", 0),
      ]);
    await database.db
      .insert(bindings)
      .values({ staffId: anna, deviceId, kind: "keypad", authId: "a1" as NukiAuthId, origin: "created" });
    await database.db.insert(credentials).values({
      staffId: anna,
      deviceId,
      kind: "keypad",
      state: "active",
      since: now,
      authId: "a1" as NukiAuthId,
    });

    const device = await findDevice(office.owner, deviceId, now);
    expect(device?.counts).toEqual({
      people: 1,
      active: 1,
      pending: 0,
      attention: 0,
      codes: { ours: 1, unmanaged: 1, capacity: 200 },
    });
    // A bridge is infrastructure: nobody's, and not a way in.
    const { rows, total } = await listUnmanaged(office.owner, deviceId);
    expect([total, rows.map((row) => row.name)]).toEqual([2, ["Eva", "Postbote"]]);
    const people = await listDoorCredentials(office.owner, deviceId, doorList);
    expect(people.rows.map((row) => [row.name, row.state])).toEqual([["Anna Berger", "active"]]);
    const none = await listDoorCredentials(office.owner, deviceId, {
      ...doorList,
      filters: { state: ["pending"] },
    });
    expect(none.total).toBe(0);

    const london = office.actor("admin", ["London office"]);
    expect(await findDevice(london, deviceId, now)).toBeNull();
    expect((await listUnmanaged(london, deviceId)).total).toBe(0);
    expect((await listDoorCredentials(london, deviceId, doorList)).total).toBe(0);
    expect(await listDoorChanges(london, deviceId)).toEqual([]);
  });

  test("a use proves a credential until it is changed, and anew after that", async () => {
    const anna = await addPerson(office.owner, { teamIds: [] });
    const deviceId = door("v-main");
    const { accountId } = one(await database.db.select().from(devices).where(eq(devices.id, deviceId)));
    const authId = "a1" as NukiAuthId;
    const minutes = (count: number) => new Date(now.getTime() + count * 60_000);
    await database.db.insert(credentials).values({
      ...{ staffId: anna, deviceId, kind: "keypad", state: "active", since: now, authId },
    });
    const change = (at: number, values: Partial<typeof changes.$inferInsert> = {}) =>
      database.db.insert(changes).values({
        ...{ accountId, staffId: anna, deviceId, kind: "keypad", op: "update", state: "confirmed" },
        ...{ closedAt: minutes(at), ...values },
      });
    const use = (at: number) =>
      database.db.insert(entries).values({
        ...{ deviceId, nukiId: `row ${at}`, authId, occurredAt: minutes(at), receivedAt: minutes(at) },
        ...{ deviceType: 4, action: 1, trigger: 255, state: 0, autoUnlock: false, name: "Anna Berger" },
      });
    const proof = async () => {
      const [row] = (await listDoorCredentials(office.owner, deviceId, doorList)).rows;
      return [row?.provenAt, row?.unprovenSince];
    };
    expect(await proof()).toEqual([null, null]);
    await use(1);
    expect(await proof()).toEqual([minutes(1), null]);
    await change(2, { op: "create" });
    expect(await proof()).toEqual([null, minutes(2)]);
    await use(3);
    expect(await proof()).toEqual([minutes(3), null]);
    // What never came about, what is about her app, and what took it away all leave these digits as they are.
    await change(4, { state: "superseded" });
    await change(4, { kind: "app" });
    await change(4, { op: "remove" });
    expect(await proof()).toEqual([minutes(3), null]);
    await change(5);
    expect(await proof()).toEqual([null, minutes(5)]);

    await database.db.insert(authorizations).values({
      ...{ deviceId, nukiId: authId, type: 13, name: "Anna Berger", enabled: true, remoteAllowed: false },
      ...{ busy: false, seenAt: now, lastActiveAt: minutes(3), lockCount: 2 },
    });
    const [hers] = await listCredentials(office.owner, anna);
    expect(hers?.proven).toEqual({ lastAt: minutes(3), count: 2, unprovenSince: minutes(5) });
  });

  test("the windows at a door count each person once, and nobody who is switched off or gone", async () => {
    const deviceId = door("v-main");
    const officeHours = { days: 31, fromMinute: 420, untilMinute: 1140 };
    const early = { days: 31, fromMinute: 300, untilMinute: 420 };
    const add = async (credentialsOf: { kind: "app" | "keypad"; window: object; enabled?: boolean }[]) => {
      const staffId = await addPerson(office.owner, { teamIds: [] });
      await database.db.insert(credentials).values(
        credentialsOf.map(({ kind, window, enabled = true }) => ({
          ...{ staffId, deviceId, kind, state: "active" as const, since: now },
          wish: { enabled, window } as (typeof credentials.$inferInsert)["wish"],
        })),
      );
    };
    await add([
      { kind: "app", window: officeHours },
      { kind: "keypad", window: officeHours },
    ]);
    await add([{ kind: "app", window: officeHours }]);
    await add([
      { kind: "app", window: officeHours },
      { kind: "keypad", window: early },
    ]);
    await add([{ kind: "app", window: officeHours, enabled: false }]);
    const shared = await listWindowsOfDoor(office.owner, deviceId);
    expect(shared.toSorted((a, b) => b.people - a.people)).toMatchObject([
      { people: 2, windows: [officeHours] },
      { people: 1, windows: expect.arrayContaining([officeHours, early]) },
    ]);
    expect(await listWindowsOfDoor(office.actor("admin", ["London office"]), deviceId)).toEqual([]);
  });

  test("the history of batteries begins with what held then, and outages come newest first", async () => {
    const deviceId = door("v-main");
    await database.db.delete(batteryReadings);
    await database.db.delete(deviceOutages);
    const at = (day: number) => new Date(Date.UTC(2026, 10, day));
    const reading = (day: number, charge: number) => ({
      ...{ deviceId, part: "lock" as const, at: at(day), charge, critical: charge < 20 },
    });
    await database.db.insert(batteryReadings).values([reading(1, 90), reading(5, 80), reading(15, 10)]);
    await database.db.insert(deviceOutages).values([
      { deviceId, serverState: 4, from: at(2), until: at(3) },
      { deviceId, serverState: 1, from: at(9), until: null },
    ]);
    expect(await listBatteryReadings(office.owner, deviceId, at(10))).toEqual([
      { part: "lock", at: at(10), charge: 80, critical: false },
      { part: "lock", at: at(15), charge: 10, critical: true },
    ]);
    expect((await listOutages(office.owner, deviceId)).map((row) => row.serverState)).toEqual([1, 4]);
    const london = office.actor("admin", ["London office"]);
    expect(await listBatteryReadings(london, deviceId, at(1))).toEqual([]);
    expect(await listOutages(london, deviceId)).toEqual([]);
  });

  test("new devices are told apart, and get a site with an audit event each", async () => {
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-post")));
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-store")));
    expect(await countNewDevices(office.owner)).toBe(2);
    expect(await names({ filters: { attention: ["no_site"] } })).toEqual(["Post room", "Store room"]);
    const input = { deviceIds: [door("l-post"), door("l-store")], siteId: office.siteOf("London office") };
    const { fingerprint } = expectOk(await previewPlaceDevices(office.owner, input));
    expect(expectOk(await placeDevices(office.owner, input, { seen: fingerprint }))).toEqual({ placed: 2 });
    expect(expectOk(await placeDevices(office.owner, input, { seen: null }))).toEqual({ placed: 0 });
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.type, "device.placed"));
    expect(events.map((event) => event.detail)).toEqual([
      { name: "Post room", before: { site: null }, after: { site: "London office" } },
      { name: "Store room", before: { site: null }, after: { site: "London office" } },
    ]);
    expect(await countNewDevices(office.owner)).toBe(0);
  });

  test("who looks after one site sees its doors, and neither takes nor gives others", async () => {
    const london = office.actor("admin", ["London office"]);
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-post")));
    expect(await names({ filters: { type: ["all"] } }, london)).toHaveLength(7);
    expect(await countNewDevices(london)).toBe(0);
    const place = (key: string, site: string) =>
      placeDevices(london, { deviceIds: [door(key)], siteId: office.siteOf(site) }, { seen: null });
    const refused = { ok: false, refusal: { code: "forbidden" } };
    expect(await place("v-main", "London office")).toMatchObject(refused);
    expect(await place("l-main", "Vienna headquarters")).toMatchObject(refused);
    expect(await place("l-post", "London office")).toMatchObject(refused);
    await expect(
      placeDevices(
        office.actor("manager"),
        { deviceIds: [], siteId: office.siteOf("London office") },
        { seen: null },
      ),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
