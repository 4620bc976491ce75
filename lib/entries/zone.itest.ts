import { afterAll, beforeAll, expect, test } from "vitest";
import type { AreaId, DeviceId, SiteId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { accounts, areaDevices, areas, devices, placements, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { listSites } from "@/lib/sites/queries";
import { connectedSince, zoneOfLog } from "./zone";

const connectedAt = new Date("2026-03-02T08:00:00Z");

describeDatabases("the zone of the door log", (open) => {
  let database: TestDatabase;
  let vienna: { door: DeviceId; site: SiteId };
  let london: { door: DeviceId; site: SiteId };
  let area: AreaId;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const addDoor = async (accountId: typeof accounts.$inferSelect.id, nukiId: number, zone: string) => {
    const { db } = database;
    const facts = { type: 4, serverState: 0, adminPinState: 0, batteryCritical: false, firmware: "" };
    const row = { accountId, nukiId, name: zone, seenAt: connectedAt, ...facts };
    const door = one(await db.insert(devices).values(row).returning()).id;
    const site = one(await db.insert(sites).values({ name: zone, timeZone: zone }).returning()).id;
    await db.insert(placements).values({ deviceId: door, siteId: site });
    return { door, site };
  };

  beforeAll(async () => {
    database = await open();
    const { db } = database;
    const token = getSecrets().seal("t", "account_token");
    const account = one(
      await db
        .insert(accounts)
        .values({ name: "A", apiUrl: "http://a", token, createdAt: connectedAt })
        .returning(),
    ).id;
    london = await addDoor(account, 1, "Europe/London");
    vienna = await addDoor(account, 2, "Europe/Vienna");
    area = one(await db.insert(areas).values({ name: "Vienna, public doors" }).returning()).id;
    await db.insert(areaDevices).values({ areaId: area, deviceId: vienna.door });
  });
  afterAll(() => database.close());

  const zone = async (filters: Record<string, readonly string[]>, actor = systemActor()) =>
    zoneOfLog(actor, await listSites(actor), { q: "", filters });

  test("is that of the chosen door, not of any other site", async () => {
    expect(await zone({})).toBe("Europe/London");
    expect(await zone({ door: [vienna.door] })).toBe("Europe/Vienna");
    expect(await zone({ area: [area] })).toBe("Europe/Vienna");
    expect(await zone({ area: [area], door: [london.door] })).toBe("Europe/London");
  });

  test("is that of the chosen site before all, and of no single door for doors of two zones or of none", async () => {
    expect(await zone({ site: [vienna.site], door: [london.door] })).toBe("Europe/Vienna");
    expect(await zone({ door: [vienna.door, london.door] })).toBe("Europe/London");
    expect(await zone({ door: ["no door", "00000000-0000-4000-8000-000000000000"] })).toBe("Europe/London");
  });

  test("is none of a door that is not the actor's", async () => {
    const actor = makeActor({ ...systemActor(), sites: [london.site] });
    expect(await zone({ door: [vienna.door] }, actor)).toBe("Europe/London");
  });

  test("an entry from before the account was connected is known as such", async () => {
    expect(await connectedSince(systemActor(), vienna.door)).toEqual(connectedAt);
  });
});
