import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, NukiAuthId } from "@/lib/access/types";
import { auditEvents, authorizations, bindings, credentials, devices, placements } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { placeDevices, previewPlaceDevices } from "./commands";
import { listDoorChanges, listDoorCredentials, listUnmanaged } from "./door";
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

  test("openers and devices of unknown type are on the same list, behind a filter", async () => {
    await see("l-post", { type: 77 });
    expect(await names({})).toHaveLength(18);
    expect(await names({ filters: { kind: ["other"] } })).toEqual(["Post room"]);
    expect(await names({ filters: { kind: ["opener"] } })).toHaveLength(4);
    expect(await names({ filters: { area: [office.publicArea] } })).toEqual([
      "Side entrance",
      "Main entrance",
    ]);
    expect(await names({ q: "london post" })).toEqual(["Post room"]);
    const page = await listDevices(office.owner, { ...list, pageSize: 5, offset: 15 }, now);
    expect([page.total, page.rows.length]).toEqual([18, 3]);
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

  test("new devices are told apart, and get a site with an audit event each", async () => {
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-post")));
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-store")));
    expect(await countNewDevices(office.owner)).toBe(2);
    expect(await names({ filters: { attention: ["no_site"] } })).toEqual(["Post room", "Store room"]);
    const input = { deviceIds: [door("l-post"), door("l-store")], siteId: office.siteOf("London office") };
    const { fingerprint } = expectOk(await previewPlaceDevices(office.owner, input));
    expect(expectOk(await placeDevices(office.owner, input, fingerprint))).toEqual({ placed: 2 });
    expect(expectOk(await placeDevices(office.owner, input, null))).toEqual({ placed: 0 });
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
    expect(await names({}, london)).toHaveLength(7);
    expect(await countNewDevices(london)).toBe(0);
    const place = (key: string, site: string) =>
      placeDevices(london, { deviceIds: [door(key)], siteId: office.siteOf(site) }, null);
    const refused = { ok: false, refusal: { code: "forbidden" } };
    expect(await place("v-main", "London office")).toMatchObject(refused);
    expect(await place("l-main", "Vienna headquarters")).toMatchObject(refused);
    expect(await place("l-post", "London office")).toMatchObject(refused);
    await expect(
      placeDevices(office.actor("manager"), { deviceIds: [], siteId: office.siteOf("London office") }, null),
    ).rejects.toMatchObject({ code: "forbidden" });
  });
});
