import { asc, eq, inArray } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach } from "vitest";
import type { DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { accounts, admins, auditEvents, devices, entries, placements, sites, staff } from "@/lib/db/schema";
import type { TestDatabase } from "@/lib/db/testing";
import { deleteOldEntries } from "./delete-entries";
import { placeHold } from "./hold-commands";

export const dayMs = 24 * 3_600_000;
/** Wednesday noon in Vienna. */
export const now = new Date("2026-06-10T10:00:00Z");
export const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);

/** An office of two sites and four doors, made anew before each test. */
export function retentionOffice(open: () => Promise<TestDatabase>) {
  let database: TestDatabase;
  let owner: Actor;
  let siteA: SiteId;
  let siteB: SiteId;
  let doors: Record<"a1" | "a2" | "b" | "nowhere", DeviceId>;
  let anna: StaffId;
  let count = 0;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    const { db } = database;
    const admin = one(
      await db
        .insert(admins)
        .values({ email: "eva@office.test", name: "Eva", role: "owner", allSites: true })
        .returning(),
    );
    owner = makeActor({ adminId: admin.id, name: "Eva", email: admin.email, role: "owner", sites: "all" });
    const site = async (name: string, timeZone: string, entriesDays: number | null) =>
      one(await db.insert(sites).values({ name, timeZone, entriesDays }).returning()).id;
    siteA = await site("Vienna", "Europe/Vienna", 30);
    siteB = await site("New York", "America/New_York", null);
    const token = Buffer.alloc(1) as unknown as (typeof accounts.$inferInsert)["token"];
    const account = one(
      await db.insert(accounts).values({ name: "A", apiUrl: "http://x", token }).returning(),
    );
    const door = async (nukiId: number, siteId: SiteId | null) => {
      const values = {
        ...{ accountId: account.id, nukiId, type: 4, name: `Door ${nukiId}`, serverState: 0 },
        ...{ adminPinState: 0, batteryCritical: false, firmware: "1.0.0", seenAt: now },
      };
      const { id } = one(await db.insert(devices).values(values).returning());
      if (siteId) await db.insert(placements).values({ deviceId: id, siteId });
      return id;
    };
    doors = {
      a1: await door(1, siteA),
      a2: await door(2, siteA),
      b: await door(3, siteB),
      nowhere: await door(4, null),
    };
    anna = one(await db.insert(staff).values({ displayName: "Anna Berger" }).returning()).id;
  });
  afterAll(() => database.close());

  const actorOf = (role: Role, seen: Actor["sites"] = "all") => makeActor({ ...owner, role, sites: seen });
  const enter = async (
    deviceId: DeviceId,
    times: readonly (Date | string)[],
    staffId: StaffId | null = null,
  ) => {
    const rows = times.map((time) => {
      count += 1;
      return {
        // Nuki's ids are not in the order of time.
        ...{
          deviceId,
          nukiId: `${(count * 7919) % 1000}-${count}`,
          occurredAt: new Date(time),
          receivedAt: now,
        },
        ...{ deviceType: 4, action: 1, trigger: 0, state: 0, autoUnlock: false, name: `Somebody ${count}` },
        ...{
          staffId,
          person: staffId && "Anna Berger",
          outcome: "opened" as const,
          opener: { b: count, a: true },
        },
      };
    });
    await database.db.insert(entries).values(rows);
  };
  const left = async (...at: DeviceId[]) =>
    (
      await database.db
        .select({ at: entries.occurredAt })
        .from(entries)
        .where(inArray(entries.deviceId, at))
        .orderBy(asc(entries.occurredAt))
    ).map((row) => row.at.toISOString());
  const events = async (type: string) =>
    (
      await database.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.type, type))
        .orderBy(asc(auditEvents.id))
    ).map(({ detail, subjectId }) => ({ ...detail, subjectId }));
  const deleteAll = async (most?: number, at = now) => {
    while (await deleteOldEntries(at, most));
  };
  const hold = async (about: { siteId?: SiteId; staffId?: StaffId }, at = now) => {
    const scope = about.siteId ? "site" : about.staffId ? "staff" : "all";
    const result = await placeHold(
      owner,
      { scope, siteId: about.siteId ?? "", staffId: about.staffId ?? "", reason: "a lawsuit" },
      at,
    );
    if (!result.ok) throw new Error(result.refusal.code);
    return result.value.holdId;
  };

  return {
    get database() {
      return database;
    },
    get owner() {
      return owner;
    },
    get siteA() {
      return siteA;
    },
    get siteB() {
      return siteB;
    },
    get doors() {
      return doors;
    },
    get anna() {
      return anna;
    },
    ...{ actorOf, enter, left, events, deleteAll, hold },
  };
}

export function one<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error("nothing there");
  return first;
}
