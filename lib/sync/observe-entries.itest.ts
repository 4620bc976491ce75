import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import {
  admins,
  authorizationLives,
  authorizations,
  bindings,
  devices,
  entries,
  legalHolds,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { logRowSchema, type NukiLogRow } from "@/lib/nuki/schemas";
import { observeDevices } from "./observe-devices";
import { keepEntries, storeEntries } from "./observe-entries";
import { type SyncLab, startSyncLab } from "./testing";

const hour = 3_600_000;
const day = 24 * hour;
const code = "c0de00000000000000000001" as NukiAuthId;

describeDatabases("rows of the log", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let door: { id: DeviceId; nukiId: number };

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await observeDevices(lab.context);
    const [first] = await database.db.select().from(devices).orderBy(devices.nukiId);
    if (!first) throw new Error("no door");
    door = first;
  });
  afterEach(() => lab.stop());
  afterAll(() => database.close());

  const row = (id: string, more: Record<string, unknown> = {}): NukiLogRow =>
    logRowSchema.parse({
      ...{
        id,
        smartlockId: door.nukiId,
        deviceType: 4,
        action: 1,
        trigger: 255,
        state: 0,
        autoUnlock: false,
      },
      date: new Date(lab.now()).toISOString(),
      ...more,
    });
  const ago = (ms: number) => new Date(lab.now() - ms);
  const kept = () => database.db.select().from(entries).orderBy(entries.id);
  const hire = async (displayName: string): Promise<StaffId> => {
    const [person] = await database.db.insert(staff).values({ displayName }).returning();
    if (!person) throw new Error("nobody");
    return person.id;
  };
  const bind = async (staffId: StaffId, boundAt: Date) => {
    await database.db.delete(bindings);
    await database.db.insert(bindings).values({
      ...{ staffId, deviceId: door.id, kind: "keypad", authId: code, origin: "adopted", boundAt },
    });
  };

  describe("of which a webhook told less than the log", () => {
    const whole = { authId: code, name: "Desk 12", source: 1, accountUserId: 7 };

    test("are one entry with all that was told, received when the first came", async () => {
      const first = lab.now();
      await storeEntries(lab.context, [row("a1")]);
      await lab.advance(5_000);
      const more = row("a1", { ...whole, date: new Date(first).toISOString() });
      // Not a new one, but there is something to see.
      expect(await keepEntries(lab.context, [more])).toEqual([]);
      expect(await kept()).toMatchObject([
        {
          ...{ nukiId: "a1", name: "Desk 12", authId: code, source: 1, accountUserId: 7 },
          ...{ occurredAt: new Date(first), receivedAt: new Date(first) },
          raw: more.raw,
        },
      ]);
    });

    test("have the same members whichever came first, and nothing is taken from an entry", async () => {
      await storeEntries(lab.context, [row("a1", whole)]);
      const before = await kept();
      await lab.advance(5_000);
      const other = { action: 3, state: 1, date: new Date(0).toISOString(), name: "", authId: null };
      await storeEntries(lab.context, [row("a1"), row("a1", { ...other, smartlockId: door.nukiId })]);
      await storeEntries(lab.context, [row("a1", { ...whole, name: "Another", source: 2 })]);
      expect(await kept()).toEqual(before);
    });

    test("have the person, the outcome and the words that the rest of it tells", async () => {
      await bind(await hire("Ada"), ago(day));
      await storeEntries(lab.context, [row("a1", { trigger: 253, state: 0 })]);
      expect(await kept()).toMatchObject([{ staffId: null, person: null, source: null }]);
      await storeEntries(lab.context, [row("a1", { trigger: 253, state: 0, authId: code, source: 3 })]);
      expect(await kept()).toMatchObject([{ person: "Ada", source: 3, outcome: "refused" }]);
    });

    test("keep whom they were found to be of, whatever is known by now", async () => {
      const ada = await hire("Ada");
      await bind(ada, ago(day));
      await storeEntries(lab.context, [row("a1", { authId: code })]);
      await bind(await hire("Bea"), ago(day));
      await storeEntries(lab.context, [row("a1", { authId: code, name: "Desk 12", source: 1 })]);
      expect(await kept()).toMatchObject([{ staffId: ada, person: "Ada", source: 1 }]);
    });
  });

  describe("know who it was then", () => {
    test("also after the authorization is gone from the door, and the name is another one", async () => {
      const ada = await hire("Ada Berger");
      await bind(ada, ago(day));
      await database.db.insert(authorizations).values({
        ...{ deviceId: door.id, nukiId: code, type: 13, name: "Ada B", enabled: true },
        ...{ remoteAllowed: false, busy: false, seenAt: ago(day) },
      });
      await storeEntries(lab.context, [row("a1", { authId: code })]);
      await database.db.delete(authorizations);
      await database.db.update(bindings).set({ endedAt: ago(0) });
      await database.db.update(staff).set({ displayName: "Ada Huber" });
      await storeEntries(lab.context, [row("a1", { authId: code }), row("a2", { authId: code })]);
      expect(await kept()).toMatchObject([
        { nukiId: "a1", staffId: ada, person: "Ada Berger", name: "Ada B" },
        { nukiId: "a2", staffId: ada, person: "Ada Huber" },
      ]);
    });

    test("when the authorization has become somebody else's and the row comes late", async () => {
      const ada = await hire("Ada");
      const bea = await hire("Bea");
      await database.db.insert(authorizationLives).values({
        ...{
          deviceId: door.id,
          authId: code,
          type: 13,
          name: "Desk",
          staffId: ada,
          person: "Ada",
          kind: "keypad",
        },
        ...{ enabled: true, remoteAllowed: false, fromAt: ago(9 * day), untilAt: ago(2 * day) },
      });
      await bind(bea, ago(2 * day));
      const at = (ms: number) => ({ authId: code, date: ago(ms).toISOString() });
      await storeEntries(lab.context, [
        row("new", at(day)),
        row("old", at(3 * day)),
        row("first", at(10 * day)),
      ]);
      expect(await kept()).toMatchObject([
        // Before anybody knew: whose it was found to be.
        { nukiId: "first", staffId: bea },
        { nukiId: "old", staffId: ada, person: "Ada" },
        { nukiId: "new", staffId: bea },
      ]);
    });
  });

  describe("that retention would delete tomorrow", () => {
    const old = (ms: number) => row(`${ms}`, { date: ago(ms).toISOString() });
    const place = async (entriesDays: number | null) => {
      const [site] = await database.db
        .insert(sites)
        .values({ name: "Vienna", timeZone: "Europe/Vienna", entriesDays })
        .returning();
      if (!site) throw new Error("no site");
      await database.db.insert(placements).values({ deviceId: door.id, siteId: site.id });
      return site.id;
    };
    const ids = async () => (await kept()).map((entry) => entry.nukiId);

    test("are not kept: a site with one day keeps all of yesterday, by its own clock", async () => {
      await place(1);
      // It is nine in the morning in Vienna: yesterday began 33 hours ago.
      await storeEntries(lab.context, [old(hour), old(33 * hour), old(33 * hour + 1_000), old(40 * day)]);
      expect(await ids()).toEqual([`${33 * hour}`, `${hour}`]);
    });

    test("are kept where a site keeps everything, and ninety days where there is no site", async () => {
      await storeEntries(lab.context, [old(89 * day), old(92 * day)]);
      expect(await ids()).toEqual([`${89 * day}`]);
      await place(null);
      await storeEntries(lab.context, [old(92 * day), old(4_000 * day)]);
      expect(await ids()).toHaveLength(3);
    });

    test("are kept for a person of whom nothing may be deleted", async () => {
      await place(1);
      const ada = await hire("Ada");
      await bind(ada, ago(90 * day));
      const [admin] = await database.db
        .insert(admins)
        .values({ email: "owner@example.com", name: "Owner", role: "owner" })
        .returning();
      if (!admin) throw new Error("no admin");
      const late = row("late", { authId: code, date: ago(5 * day).toISOString() });
      await storeEntries(lab.context, [late]);
      expect(await ids()).toEqual([]);
      await database.db
        .insert(legalHolds)
        .values({ staffId: ada, reason: "a case", placedBy: admin.id, placedAt: ago(0) });
      await storeEntries(lab.context, [late, old(5 * day)]);
      expect(await ids()).toEqual(["late"]);
    });
  });

  test("a page of them costs one statement, however often it comes", async () => {
    const rows = Array.from({ length: 50 }, (_, index) => row(`b${index}`));
    let statements = 0;
    const { db } = lab.context;
    const counting = (target: object): object =>
      new Proxy(target, {
        get(inner, name) {
          const value = Reflect.get(inner, name, inner) as unknown;
          if (typeof value !== "function") return value;
          if (name === "transaction")
            return (work: (tx: object) => Promise<unknown>) =>
              (value as (work: (tx: object) => Promise<unknown>) => Promise<unknown>).call(inner, (tx) =>
                work(counting(tx)),
              );
          if (["execute", "select", "insert", "update"].includes(String(name))) statements += 1;
          return value.bind(inner);
        },
      });
    const kept = { sites: [{ siteId: null, from: null }], heldStaff: [] };
    const context = { ...lab.context, db: counting(db) as typeof db };
    expect(await keepEntries(context, rows, { quietly: true, kept })).toHaveLength(50);
    expect(await keepEntries(context, rows, { quietly: true, kept })).toEqual([]);
    expect(statements).toBe(2);
    const [found] = await database.db
      .select()
      .from(entries)
      .where(and(eq(entries.nukiId, "b7")));
    expect(found).toMatchObject({ deviceId: door.id });
  });
});
