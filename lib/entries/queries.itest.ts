import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId, DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { accounts, devices, entries, placements, sites, staff } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { countWrongCodesByHour, lastEntriesOfDoor, lastUseOfDevices, listDoorEntries } from "./queries";
import { isWrongCode } from "./words";

const now = new Date("2026-03-02T08:00:00.000Z");
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000);

describeDatabases("what is asked of the entries", (open) => {
  let database: TestDatabase;
  let account: AccountId;
  let lock: DeviceId;
  let opener: DeviceId;
  let vienna: SiteId;
  let graz: SiteId;
  let anna: StaffId;
  let nextId = 0;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const addDevice = async (type: number, siteId: SiteId) => {
    const facts = { type, name: `Door ${type}`, serverState: 0, adminPinState: 0, batteryCritical: false };
    const row = one(
      await database.db
        .insert(devices)
        .values({ accountId: account, nukiId: type * 2 ** 32 + 1, firmware: "", seenAt: now, ...facts })
        .returning({ id: devices.id }),
    );
    await database.db.insert(placements).values({ deviceId: row.id, siteId });
    return row.id;
  };
  const add = async (minutes: number, more: Partial<typeof entries.$inferInsert> = {}) => {
    nextId += 1;
    await database.db.insert(entries).values({
      deviceId: lock,
      nukiId: `row-${nextId}`,
      occurredAt: ago(minutes),
      receivedAt: now,
      deviceType: more.deviceId === opener ? 2 : 4,
      action: 1,
      trigger: 255,
      state: 0,
      source: 1,
      autoUnlock: false,
      name: "",
      ...more,
    });
  };
  const wrong = { state: 224 };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    account = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    const addSite = async (name: string) =>
      one(await db.insert(sites).values({ name, timeZone: "Europe/Vienna" }).returning()).id;
    vienna = await addSite("Vienna");
    graz = await addSite("Graz");
    lock = await addDevice(4, vienna);
    opener = await addDevice(2, graz);
    anna = one(await db.insert(staff).values({ displayName: "Anna Berger" }).returning()).id;
  });

  const ofGraz = () =>
    makeActor({ adminId: null, name: "Greta", email: "g@example.com", role: "reception", sites: [graz] });

  test("pages of a door's entries hold every row once, also within one second", async () => {
    for (let index = 0; index < 10; index += 1) await add(Math.floor(index / 4), { name: `${index}` });
    const seen: string[] = [];
    let before: { occurredAt: Date; id: number } | null = null;
    for (let page = 0; page < 9; page += 1) {
      const rows = await listDoorEntries(systemActor(), lock, { limit: 3, before });
      seen.push(...rows.map((row) => row.name));
      before = rows.at(-1) ?? null;
      if (!before) break;
    }
    expect(seen).toEqual(["3", "2", "1", "0", "7", "6", "5", "4", "9", "8"]);
  });

  test("an entry keeps the name of then and knows what the person is called today", async () => {
    await add(1, { staffId: anna, name: "Anna Berger" });
    await database.db.update(staff).set({ displayName: "Anna Huber" }).where(eq(staff.id, anna));
    const [entry] = await listDoorEntries(systemActor(), lock, { limit: 5 });
    expect(entry).toMatchObject({ name: "Anna Berger", staffName: "Anna Huber", staffId: anna });
  });

  test("the last use is the last time that somebody was let in", async () => {
    await add(60);
    await add(50, { trigger: 5, source: 0 });
    await add(40, { action: 2 });
    await add(30, wrong);
    await add(20, { action: 240, trigger: 0 });
    await add(15, { deviceId: opener, action: 3 });
    await add(10, { deviceId: opener, action: 1 });
    const ids = [lock, opener];
    expect(await lastUseOfDevices(systemActor(), ids)).toEqual(
      new Map([
        [lock, ago(50)],
        [opener, ago(15)],
      ]),
    );
    expect((await lastUseOfDevices(systemActor(), ids, "keypad")).get(lock)).toEqual(ago(60));
    expect(await lastUseOfDevices(systemActor(), [])).toEqual(new Map());
  });

  test("an authorization is proven by the last time that it let somebody in, not by a refusal", async () => {
    await add(60, { authId: "a1", staffId: anna });
    await add(50, { authId: "a1", staffId: anna });
    await add(40, { authId: "a1", staffId: anna, state: 9 });
    await add(30, { authId: "a2", state: 9 });
    await add(20);
    expect(await lastEntriesOfDoor(systemActor(), lock)).toEqual(new Map([["a1", ago(50)]]));
  });

  test("wrong codes are counted as the words have it, from their time on", async () => {
    const cases = [0, 9, 224, 225, 226, 254, 255, 3].flatMap((state) =>
      [253, 255, 5].flatMap((trigger) =>
        [null, 1, 3].map((source) => ({ state, trigger, source, action: 1 })),
      ),
    );
    for (const more of cases) await add(10, more);
    await add(61, wrong);
    const counts = await countWrongCodesByHour(systemActor(), { deviceIds: [lock, opener], hours: 1, now });
    expect(counts.get(lock)).toEqual([cases.filter(isWrongCode).length]);
  });

  test("a sparkline has the wrong codes in their hours", async () => {
    for (const minutes of [1, 2, 59, 60, 150, 181, -5]) await add(minutes, wrong);
    const counts = await countWrongCodesByHour(systemActor(), { deviceIds: [lock, opener], hours: 3, now });
    expect(counts).toEqual(new Map([[lock, [1, 0, 4]]]));
  });

  describe("who looks after one site", () => {
    test("learns nothing of the others", async () => {
      await add(1, { authId: "a1", staffId: anna });
      await add(1, wrong);
      const ids = [lock, opener];
      expect(await listDoorEntries(ofGraz(), lock, { limit: 5 })).toEqual([]);
      expect(await lastUseOfDevices(ofGraz(), ids)).toEqual(new Map());
      expect(await lastEntriesOfDoor(ofGraz(), lock)).toEqual(new Map());
      expect(await countWrongCodesByHour(ofGraz(), { deviceIds: ids, hours: 3, now })).toEqual(new Map());
    });
  });
});
