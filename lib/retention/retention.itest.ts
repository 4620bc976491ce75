import { and, asc, eq, inArray, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, SiteId, StaffId } from "@/lib/access/types";
import { cutTrail } from "@/lib/audit/cut";
import { lockTrail } from "@/lib/audit/record";
import { verifyTrail } from "@/lib/audit/verify";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import type { Tx } from "@/lib/db/connection";
import {
  accounts,
  admins,
  auditEvents,
  authorizationLives,
  credentialLives,
  devices,
  entries,
  legalHolds,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { placeDevices, previewPlaceDevices } from "@/lib/devices/commands";
import { exportEntries, type FileWords } from "@/lib/entries/export";
import { anyEntry } from "@/lib/entries/list";
import { findPeople } from "@/lib/staff/find";
import { changeRetention, previewRetention } from "./commands";
import { deleteOldEntries } from "./delete-entries";
import { deleteOldLives } from "./delete-lives";
import { listDeletions } from "./deletions";
import { placeHold, releaseHold } from "./hold-commands";
import { type EntryProof, proveEntries } from "./proof";
import { listKeptFrom } from "./queries";
import { holdSchema, retentionWishSchema } from "./schema";
import { getRetentionSettings } from "./settings";
import { listHolds, listHoldsOn, listRetention } from "./views";

const dayMs = 24 * 3_600_000;
/** Wednesday noon in Vienna. */
const now = new Date("2026-06-10T10:00:00Z");
const daysAgo = (days: number) => new Date(now.getTime() - days * dayMs);

describeDatabases("retention", (open) => {
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

  describe("deletes entries", () => {
    test("that are older than their site keeps them, and no others, with an event per site", async () => {
      await enter(doors.a1, [daysAgo(400), daysAgo(31), daysAgo(29)]);
      await enter(doors.a2, [daysAgo(40), daysAgo(1)]);
      await enter(doors.b, [daysAgo(4000), daysAgo(1)]);
      await enter(doors.nowhere, [daysAgo(91), daysAgo(89)]);
      expect(await deleteOldEntries(now)).toBe(false);
      expect(await left(doors.a1, doors.a2)).toEqual([daysAgo(29), daysAgo(1)].map((at) => at.toISOString()));
      expect(await left(doors.b)).toHaveLength(2);
      expect(await left(doors.nowhere)).toEqual([daysAgo(89).toISOString()]);
      expect(await events("entries.deleted")).toMatchObject([
        {
          ...{ subjectId: siteA, name: "Vienna", count: 3, before: "2026-05-10T22:00:00.000Z", heldBack: 0 },
          ...{ oldest: daysAgo(400).toISOString(), newest: daysAgo(31).toISOString() },
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
        { subjectId: null, name: "", count: 1, before: "2026-03-12T00:00:00.000Z" },
      ]);
      expect(await deleteOldEntries(now)).toBe(false);
      expect(await events("entries.deleted")).toHaveLength(2);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 2, broken: null });
    });

    test("by the days of the site's calendar, also where one was longer or shorter than 24 hours", async () => {
      await database.db.update(sites).set({ entriesDays: 1 });
      // Vienna: Sunday, 29 March 2026 has 23 hours. New York: Sunday, 1 November 2026 has 25.
      await enter(doors.a1, ["2026-03-28T22:59:59.999Z", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z"]);
      await deleteAll(undefined, new Date("2026-03-30T21:59:59Z"));
      expect(await left(doors.a1)).toEqual(["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"]);
      await deleteAll(undefined, new Date("2026-03-30T22:00:00Z"));
      expect(await left(doors.a1)).toEqual(["2026-03-29T22:00:00.000Z"]);
      await enter(doors.b, ["2026-11-01T03:59:59.999Z", "2026-11-01T04:00:00Z", "2026-11-02T05:00:00Z"]);
      await deleteAll(undefined, new Date("2026-11-03T04:59:59Z"));
      expect(await left(doors.b)).toEqual(["2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"]);
      await deleteAll(undefined, new Date("2026-11-03T05:00:00Z"));
      expect(await left(doors.b)).toEqual(["2026-11-02T05:00:00.000Z"]);
    });

    test("in pieces, none of which goes without its event when the process dies in the middle", async () => {
      const times = Array.from({ length: 25 }, (_, n) => daysAgo(40 + n));
      await enter(doors.a1, times);
      await enter(doors.a2, times);
      expect(await deleteOldEntries(now, 20)).toBe(true);
      expect(await left(doors.a1, doors.a2)).toHaveLength(30);
      // The trail takes nothing more in: as if the process were killed between the deletion and its event.
      await database.db.execute(sql`create function fail() returns trigger language plpgsql as
        $$ begin raise exception 'killed'; end $$`);
      await database.db.execute(
        sql`create trigger fail before insert on audit_events for each row execute function fail()`,
      );
      try {
        await expect(deleteOldEntries(now, 20)).rejects.toThrow();
      } finally {
        await database.db.execute(sql`drop trigger fail on audit_events`);
        await database.db.execute(sql`drop function fail()`);
      }
      expect(await left(doors.a1, doors.a2)).toHaveLength(30);
      expect(await events("entries.deleted")).toMatchObject([{ count: 20 }]);
      await deleteAll(20);
      expect(await left(doors.a1, doors.a2)).toEqual([]);
      expect(await events("entries.deleted")).toMatchObject([{ count: 20 }, { count: 20 }, { count: 10 }]);
      expect(await listDeletions(owner)).toMatchObject([
        {
          type: "entries.deleted",
          name: "Vienna",
          timeZone: "Europe/Vienna",
          count: 50,
          events: [{ count: 10 }, { count: 20 }, { count: 20 }],
        },
      ]);
    });

    test("of each site by itself, also where another one had its name before", async () => {
      await database.db.update(sites).set({ timeZone: "Europe/Vienna", entriesDays: 30 });
      const swap = async (a: string, b: string) => {
        await database.db.update(sites).set({ name: "none" }).where(eq(sites.id, siteA));
        await database.db.update(sites).set({ name: b }).where(eq(sites.id, siteB));
        await database.db.update(sites).set({ name: a }).where(eq(sites.id, siteA));
      };
      for (const [a, b] of [
        ["Vienna", "New York"],
        ["New York", "Vienna"],
      ] as const) {
        await swap(a, b);
        await enter(doors.a1, [daysAgo(40), daysAgo(41)]);
        await enter(doors.b, [daysAgo(40)]);
        await deleteAll();
      }
      // Told by the latest name of each.
      expect(await listDeletions(owner)).toHaveLength(2);
      expect(await listDeletions(owner)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: "New York", count: 4 }),
          expect.objectContaining({ name: "Vienna", count: 2 }),
        ]),
      );
    });

    test("with a digest that anybody can compute again who has an export from before", async () => {
      const same = Array.from({ length: 12 }, () => daysAgo(50));
      await enter(doors.a1, [...same, daysAgo(60), daysAgo(35)], anna);
      await enter(doors.a2, [...same, daysAgo(45), daysAgo(2)]);
      await enter(doors.b, [daysAgo(50)]);
      const asked = { format: "ndjson", locale: "en", words: {} as FileWords, asked: "" } as const;
      let text = "";
      for await (const piece of await exportEntries(owner, { ...anyEntry, siteIds: [siteA] }, asked))
        text += piece;
      await deleteAll(10);
      const found = await events("entries.deleted");
      expect(found.map((event) => "count" in event && event.count)).toEqual([10, 10, 7]);
      // As the documentation of the proof says: backwards, by door, in portions.
      const lines = text
        .trim()
        .split("\n")
        .map((line): EntryProof & { occurredAt: string } => JSON.parse(line))
        .filter(({ occurredAt }) => occurredAt < String(Object(found[0]).before))
        .reverse()
        .sort((a, b) => (a.deviceId < b.deviceId ? -1 : a.deviceId > b.deviceId ? 1 : 0));
      expect(
        [lines.slice(0, 10), lines.slice(10, 20), lines.slice(20)].map((some) => proveEntries(some)),
      ).toEqual(
        found.map((event) => {
          const { firstId, lastId, digest } = Object(event);
          return { firstId, lastId, digest };
        }),
      );
    });

    test("but not those of a person who is held, and says how many stayed; afterwards they go, too", async () => {
      await enter(doors.a1, [daysAgo(40), daysAgo(35)], anna);
      await enter(doors.a2, [daysAgo(40), daysAgo(35)]);
      await enter(doors.nowhere, [daysAgo(100)], anna);
      const holdId = await hold({ staffId: anna });
      await deleteAll();
      expect(await left(doors.a1, doors.a2)).toEqual(
        [daysAgo(40), daysAgo(35)].map((at) => at.toISOString()),
      );
      expect(await left(doors.nowhere)).toHaveLength(1);
      expect(await events("entries.deleted")).toMatchObject([{ count: 2, heldBack: 2, subjectId: siteA }]);
      expect(await releaseHold(owner, { holdId, reason: "settled" }, now)).toMatchObject({ ok: true });
      await deleteAll();
      expect(await left(doors.a1, doors.a2, doors.nowhere)).toEqual([]);
    });

    test("but none of a site that is held, nor any while everything is", async () => {
      await enter(doors.a1, [daysAgo(40)]);
      await enter(doors.nowhere, [daysAgo(100)]);
      const ofSite = await hold({ siteId: siteA });
      await deleteAll();
      expect([await left(doors.a1), await left(doors.nowhere)]).toEqual([[daysAgo(40).toISOString()], []]);
      await enter(doors.nowhere, [daysAgo(100)]);
      const ofAll = await hold({});
      await releaseHold(owner, { holdId: ofSite, reason: "settled" });
      await deleteAll();
      expect(await left(doors.a1, doors.nowhere)).toHaveLength(2);
      await releaseHold(owner, { holdId: ofAll, reason: "settled" });
      await deleteAll();
      expect(await left(doors.a1, doors.nowhere)).toEqual([]);
    });
  });

  test("says from when on entries are kept, so that what was deleted is not stored again", async () => {
    await database.db.update(sites).set({ entriesDays: 1 }).where(eq(sites.id, siteB));
    const iso = async (at = now) =>
      new Map(
        (await listKeptFrom(at.getTime())).map(({ siteId, from }) => [
          siteId,
          from === null ? null : new Date(from),
        ]),
      );
    expect((await iso()).get(siteA)?.toISOString()).toBe("2026-05-10T22:00:00.000Z");
    expect((await iso()).get(siteB)?.toISOString()).toBe("2026-06-09T04:00:00.000Z");
    expect((await iso()).get(null)?.toISOString()).toBe("2026-03-12T00:00:00.000Z");
    // What was there when it was held stays storable: a door that was offline may still bring it.
    await hold({ siteId: siteB });
    const later = new Date(now.getTime() + 200 * dayMs);
    expect((await iso(later)).get(siteB)?.toISOString()).toBe("2026-06-09T04:00:00.000Z");
    await hold({}, daysAgo(50));
    expect((await iso()).get(siteA)?.toISOString()).toBe("2026-03-21T23:00:00.000Z");
  });

  describe("deletes the history of access", () => {
    const live = async (
      id: string,
      untilAt: Date | null,
      more: { staffId?: StaffId; deviceId?: DeviceId } = {},
    ) => {
      const fromAt = daysAgo(5000);
      const content = {
        enabled: true,
        remoteAllowed: false,
        days: 31,
        fromMinute: 0,
        untilMinute: 60,
        fromAt,
        untilAt,
      };
      const deviceId = more.deviceId ?? doors.b;
      await database.db
        .insert(authorizationLives)
        .values({ ...content, authId: id as NukiAuthId, deviceId, type: 0, name: id, staffId: more.staffId });
      await database.db
        .insert(credentialLives)
        .values({ ...content, staffId: more.staffId ?? anna, deviceId, kind: "app", rules: [] });
    };
    const lives = async () => [
      ...(await database.db.select().from(authorizationLives)).map(({ name }) => name),
      (await database.db.select().from(credentialLives)).length,
    ];

    test("that ended longer ago than it is kept, in pieces with a proof, and nothing that goes on", async () => {
      for (const id of ["old 1", "old 2", "old 3"]) await live(id, daysAgo(3651));
      await live("young", daysAgo(3649));
      await live("open", null);
      expect(await deleteOldLives(now, 2)).toBe(true);
      expect(await deleteOldLives(now, 2)).toBe(false);
      expect(await lives()).toEqual(["young", "open", 2]);
      expect(await events("past.deleted")).toMatchObject([
        { what: "authorizations", count: 2, firstId: "1", lastId: "2", heldBack: 0 },
        { what: "credentials", count: 2 },
        { what: "authorizations", count: 1, firstId: "3", lastId: "3" },
        { what: "credentials", count: 1 },
      ]);
      expect(await deleteOldLives(now, 2)).toBe(false);
      expect(await events("past.deleted")).toHaveLength(4);
    });

    test("but not of who or what is held", async () => {
      const eva = one(await database.db.insert(staff).values({ displayName: "Eva" }).returning()).id;
      await live("anna", daysAgo(4000), { staffId: anna });
      await live("site", daysAgo(4000), { staffId: eva, deviceId: doors.a1 });
      await live("gone", daysAgo(4000), { staffId: eva });
      const [ofAnna, ofSite] = [await hold({ staffId: anna }), await hold({ siteId: siteA })];
      await deleteOldLives(now);
      expect(await lives()).toEqual(["anna", "site", 2]);
      expect(await events("past.deleted")).toMatchObject([
        { count: 1, heldBack: 2 },
        { count: 1, heldBack: 2 },
      ]);
      const ofAll = await hold({});
      for (const holdId of [ofAnna, ofSite]) await releaseHold(owner, { holdId, reason: "settled" });
      expect(await deleteOldLives(now)).toBe(false);
      expect(await lives()).toEqual(["anna", "site", 2]);
      await releaseHold(owner, { holdId: ofAll, reason: "settled" });
      await deleteOldLives(now);
      expect(await lives()).toEqual([0]);
    });
  });

  describe("is changed", () => {
    const wish = (days: number | null, siteId = siteA) => ({
      subject: { kind: "site" as const, siteId },
      days,
    });

    test("to a shorter time by who has typed how many entries it deletes; the job deletes them", async () => {
      await enter(doors.a1, [daysAgo(40), daysAgo(20), daysAgo(12)]);
      expect(await previewRetention(owner, wish(10), now)).toEqual({
        ok: true,
        value: {
          ...{ count: 3, isExact: true, isHeld: false, timeZone: "Europe/Vienna" },
          before: Date.parse("2026-05-30T22:00:00Z"),
        },
      });
      const typed = (count: number | null) => changeRetention(owner, { wish: wish(10), typed: count }, now);
      expect(await typed(null)).toMatchObject({ refusal: { code: "count_mismatch" } });
      expect(await typed(2)).toMatchObject({ refusal: { code: "plan_changed" } });
      expect(await events("privacy.settings_changed")).toEqual([]);
      expect(await typed(3)).toMatchObject({ ok: true });
      expect(await left(doors.a1)).toHaveLength(3);
      expect(await events("privacy.settings_changed")).toMatchObject([
        {
          subjectId: siteA,
          name: "Vienna",
          before: { entriesDays: 30 },
          after: { entriesDays: 10 },
          doomed: 3,
        },
      ]);
      await deleteAll();
      expect(await left(doors.a1)).toEqual([]);
    });

    test("to a longer time, or to no end, with nothing to type; what is said again is no event", async () => {
      await enter(doors.a1, [daysAgo(40)]);
      for (const days of [60, null, null]) {
        expect(await previewRetention(owner, wish(days), now)).toMatchObject({ value: { count: 0 } });
        expect(await changeRetention(owner, { wish: wish(days), typed: null }, now)).toMatchObject({
          ok: true,
        });
      }
      expect(await events("privacy.settings_changed")).toHaveLength(2);
      expect((await listRetention(owner, now.getTime())).find(({ name }) => name === "Vienna")).toMatchObject(
        {
          ...{ days: null, before: null },
        },
      );
      // From "without end" to some days is shorter.
      expect(await previewRetention(owner, wish(39), now)).toMatchObject({ value: { count: 1 } });
    });

    test("to a shorter time only while neither the site nor everything is held", async () => {
      await enter(doors.a1, [daysAgo(20)]);
      const heldBack = { refusal: { code: "hold_in_force", field: "days" } };
      const change = (days: number | null, typed: number | null = null) =>
        changeRetention(owner, { wish: wish(days), typed }, now);
      for (const about of [{ siteId: siteA }, {}]) {
        const holdId = await hold(about);
        expect(await previewRetention(owner, wish(10), now)).toMatchObject(heldBack);
        expect(await change(10, 1)).toMatchObject(heldBack);
        expect(await change(30)).toMatchObject({ ok: true });
        expect(await change(31)).toMatchObject({ ok: true });
        expect(await change(30)).toMatchObject(heldBack);
        await releaseHold(owner, { holdId, reason: "settled" });
        expect(await change(30)).toMatchObject({ ok: true });
      }
      await hold({ siteId: siteB });
      await hold({ staffId: anna });
      expect(await change(10, 1)).toMatchObject({ ok: true });
    });

    test("beside a hold that keeps some of it, of which hears whom it concerns", async () => {
      await enter(doors.a1, [daysAgo(20)]);
      const limited = actorOf("admin", [siteA]);
      const isHeld = async (by: Actor) => {
        const found = await previewRetention(by, wish(10), now);
        return found.ok && found.value.isHeld;
      };
      const elsewhere = await hold({ siteId: siteB });
      expect([await isHeld(owner), await isHeld(limited)]).toEqual([false, false]);
      await releaseHold(owner, { holdId: elsewhere, reason: "settled" });
      await hold({ staffId: anna });
      expect([await isHeld(owner), await isHeld(limited)]).toEqual([true, false]);
    });

    test("for the trail and the history of access by who looks after all sites", async () => {
      const limited = actorOf("admin", [siteA]);
      for (const [kind, member] of [
        ["audit", "auditDays"],
        ["past", "pastDays"],
      ] as const) {
        const shorter = { wish: { subject: { kind }, days: 365 }, typed: null };
        expect(await changeRetention(limited, shorter, now)).toMatchObject({
          refusal: { code: "forbidden" },
        });
        expect(await changeRetention(owner, shorter, now)).toMatchObject({ ok: true });
        expect(await getRetentionSettings()).toMatchObject({ [member]: 365 });
      }
      expect(await events("privacy.settings_changed")).toMatchObject([
        { before: { auditDays: 3650 }, after: { auditDays: 365 } },
        { before: { pastDays: 3650 }, after: { pastDays: 365 } },
      ]);
      const old = { wish: { subject: { kind: "audit" as const }, days: 365 }, typed: null };
      const inTwoYears = new Date(now.getTime() + 700 * dayMs);
      expect(await previewRetention(owner, old.wish, inTwoYears)).toMatchObject({ value: { count: 0 } });
      expect(await cutTrail(inTwoYears)).toBe(2);
    });

    test("at the actor's own sites only, and by nobody who may not", async () => {
      const limited = actorOf("admin", [siteA]);
      expect(await changeRetention(limited, { wish: wish(31), typed: null }, now)).toMatchObject({
        ok: true,
      });
      const other = { wish: wish(31, siteB), typed: null };
      expect(await changeRetention(limited, other, now)).toMatchObject({ refusal: { code: "forbidden" } });
      expect(await previewRetention(limited, other.wish, now)).toMatchObject({
        refusal: { code: "forbidden" },
      });
      for (const role of ["manager", "auditor", "reception"] as const)
        await expect(changeRetention(actorOf(role), other, now)).rejects.toMatchObject({ code: "forbidden" });
      expect((await listRetention(limited, now.getTime())).map(({ name }) => name)).toEqual(["Vienna"]);
      await expect(listRetention(actorOf("manager"), now.getTime())).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(listDeletions(limited)).rejects.toMatchObject({ code: "forbidden" });
    });

    test.each([
      [{ kind: "site", siteId: crypto.randomUUID() }, [0, 3651, -1, 1.5], [1, 3650, null]],
      [{ kind: "audit" }, [364, null, 36_501], [365, 3650]],
      [{ kind: "past" }, [0, null], [365]],
    ])("within limits: %j", (subject, refused, taken) => {
      const fits = (days: number | null) => retentionWishSchema.safeParse({ subject, days }).success;
      expect([refused.filter(fits), taken.filter(fits)]).toEqual([[], taken]);
    });
  });

  describe("follows a door to another site", () => {
    const place = (deviceIds: DeviceId[], siteId: SiteId, typed?: number | null, by = owner) =>
      placeDevices(by, { deviceIds, siteId }, { seen: null, typed }, now);
    const preview = async (deviceIds: DeviceId[], siteId: SiteId, by = owner) => {
      const found = await previewPlaceDevices(by, { deviceIds, siteId }, now);
      return found.ok ? found.value.doomed : found.refusal;
    };
    const siteOf = async (deviceId: DeviceId) =>
      (await database.db.select().from(placements).where(eq(placements.deviceId, deviceId)))[0]?.siteId;

    test("that keeps entries for a shorter time only when their number was typed", async () => {
      await enter(doors.b, [daysAgo(400), daysAgo(31), daysAgo(29)]);
      await enter(doors.nowhere, [daysAgo(80)]);
      await enter(doors.a1, [daysAgo(31)]);
      const both = [doors.b, doors.nowhere, doors.a1];
      expect(await preview(both, siteA)).toEqual({
        ...{ count: 3, isExact: true, isHeld: false, timeZone: "Europe/Vienna" },
        before: Date.parse("2026-05-10T22:00:00Z"),
      });
      for (const typed of [null, 2, 4])
        expect(await place(both, siteA, typed)).toMatchObject({ refusal: { code: "plan_changed" } });
      expect(await siteOf(doors.b)).toBe(siteB);
      expect(await place(both, siteA, 3)).toEqual({ ok: true, value: { placed: 2 } });
      expect(await events("device.placed")).toMatchObject([
        { before: { site: "New York", entriesDays: null }, after: { site: "Vienna", entriesDays: 30 } },
        { before: { site: null, entriesDays: 90 }, after: { site: "Vienna", entriesDays: 30 } },
      ]);
      await deleteAll();
      expect(await left(doors.b, doors.nowhere)).toEqual([daysAgo(29).toISOString()]);
    });

    test("that keeps them as long or longer with nothing to type", async () => {
      await enter(doors.a1, [daysAgo(31)]);
      expect(await preview([doors.a1], siteB)).toMatchObject({ count: 0, before: null });
      expect(await place([doors.a1], siteB)).toMatchObject({ ok: true });
      await enter(doors.a2, [daysAgo(31)]);
      await database.db.update(sites).set({ entriesDays: 30 });
      expect(await place([doors.a2], siteB)).toMatchObject({ ok: true });
      const told = (await events("device.placed")).map((event) => JSON.stringify(event));
      expect([told.length, told.join().includes("entriesDays")]).toEqual([2, false]);
      // Nor where nothing is old enough to go.
      await database.db.update(sites).set({ entriesDays: 29 }).where(eq(sites.id, siteA));
      await enter(doors.b, [daysAgo(28)]);
      expect(await place([doors.b], siteA)).toMatchObject({ ok: true });
    });

    test("not before the hold is released, where it is of everything and the time is shorter there", async () => {
      const holdId = await hold({});
      const heldBack = { code: "hold_in_force" };
      expect(await preview([doors.b], siteA)).toEqual(heldBack);
      expect(await preview([doors.nowhere], siteA)).toEqual(heldBack);
      expect(await place([doors.b], siteA)).toMatchObject({ refusal: heldBack });
      expect(await place([doors.a1], siteB)).toMatchObject({ ok: true });
      await releaseHold(owner, { holdId, reason: "settled" });
      expect(await place([doors.b], siteA)).toMatchObject({ ok: true });
    });

    test("beside a hold of a person, of which only who looks after all sites hears", async () => {
      await enter(doors.b, [daysAgo(31)], anna);
      await hold({ staffId: anna });
      expect(await preview([doors.b], siteA)).toMatchObject({ count: 1, isHeld: true });
      const limited = actorOf("admin", [siteA, siteB]);
      expect(await preview([doors.b], siteA, limited)).toMatchObject({ count: 1, isHeld: false });
    });

    test("not while a hold is being placed: the move waits for it, and is refused", async () => {
      let moving: ReturnType<typeof place> | undefined;
      await database.db.transaction(async (tx) => {
        await lockTrail(tx);
        // The embedded database begins no other transaction before this one ends, and PostgreSQL has it wait at the lock.
        moving = place([doors.a1], siteB);
        const about = {
          siteId: siteA,
          reason: "a lawsuit",
          placedBy: one(await tx.select().from(admins)).id,
        };
        await tx.insert(legalHolds).values({ ...about, placedAt: now });
        while (database.kind === "pg" && !(await isLockWaitedFor(tx))) await new Promise(setImmediate);
      });
      expect(await moving).toMatchObject({ refusal: { code: "hold_in_force" } });
    });
  });

  describe("is stopped by a hold", () => {
    test("that is placed and released with a reason, and stays in the list", async () => {
      const holdId = await hold({ staffId: anna });
      expect(await listHolds(owner)).toMatchObject([
        {
          id: holdId,
          name: "Anna Berger",
          reason: "a lawsuit",
          placedBy: "Eva",
          releasedAt: null,
          mayRelease: true,
        },
      ]);
      await hold({});
      await releaseHold(owner, { holdId, reason: "settled" }, now);
      await releaseHold(owner, { holdId, reason: "again" }, now);
      expect(await listHolds(owner)).toMatchObject([
        { name: null, releasedBy: null, mayRelease: true },
        { id: holdId, releasedBy: "Eva", releaseReason: "settled", mayRelease: false },
      ]);
      expect(await events("hold.placed")).toMatchObject([
        { scope: "person", name: "Anna Berger", reason: "a lawsuit", subjectId: anna },
        { scope: "everything", reason: "a lawsuit", subjectId: null },
      ]);
      expect(await events("hold.released")).toMatchObject([{ scope: "person", reason: "settled" }]);
    });

    test("of which the pages that it concerns know", async () => {
      await hold({ siteId: siteA });
      await hold({ staffId: anna });
      const eva = one(await database.db.insert(staff).values({ displayName: "Eva" }).returning()).id;
      const names = async (about: Parameters<typeof listHoldsOn>[1], by = owner) =>
        (await listHoldsOn(by, about)).map(({ name }) => name).sort();
      expect(await names({ siteId: siteA })).toEqual(["Vienna"]);
      expect(await names({ siteId: siteB })).toEqual([]);
      expect(await names({ staffId: anna })).toEqual(["Anna Berger"]);
      expect(await names({ staffId: eva })).toEqual([]);
      expect(await names({})).toEqual(["Anna Berger", "Vienna"]);
      // Who looks after one site does not hear of disputes with people, and reception of none.
      expect(await names({}, actorOf("admin", [siteA]))).toEqual(["Vienna"]);
      expect(await names({}, actorOf("admin", [siteB]))).toEqual([]);
      expect(await names({}, actorOf("reception"))).toEqual([]);
      await hold({});
      expect(await names({ staffId: eva })).toEqual([null]);
    });

    test("of one's own site; of a person, of everything and of another site by who looks after all", async () => {
      const limited = actorOf("admin", [siteA]);
      const wanted = (scope: "site" | "staff" | "all", siteId = "", staffId = "") =>
        placeHold(limited, { scope, siteId, staffId, reason: "why" });
      expect(await wanted("site", siteA)).toMatchObject({ ok: true });
      for (const refused of [wanted("site", siteB), wanted("staff", "", anna), wanted("all", siteA)])
        expect(await refused).toMatchObject({ refusal: { code: "forbidden" } });
      const ofAll = await hold({});
      expect(await releaseHold(limited, { holdId: ofAll, reason: "why" })).toMatchObject({
        refusal: { code: "forbidden" },
      });
      await expect(
        placeHold(actorOf("manager"), { scope: "all", siteId: "", staffId: "", reason: "why" }),
      ).rejects.toMatchObject({ code: "forbidden" });
      await expect(releaseHold(actorOf("auditor"), { holdId: ofAll, reason: "why" })).rejects.toMatchObject({
        code: "forbidden",
      });
      const nobody = crypto.randomUUID();
      expect(
        await placeHold(owner, { scope: "staff", siteId: "", staffId: nobody, reason: "why" }),
      ).toMatchObject({ refusal: { code: "not_found", field: "staffId" } });
    });

    test("which its site's doors do not leave, and without which the site itself cannot go", async () => {
      const holdId = await hold({ siteId: siteA });
      const move = { deviceIds: [doors.a1], siteId: siteB };
      const heldBack = { refusal: { code: "hold_in_force" } };
      expect(await previewPlaceDevices(owner, move)).toMatchObject(heldBack);
      expect(await placeDevices(owner, move, { seen: null })).toMatchObject(heldBack);
      const other = { deviceIds: [doors.nowhere], siteId: siteA };
      expect(await previewPlaceDevices(owner, other)).toMatchObject({ ok: true });
      await database.db.delete(placements).where(eq(placements.siteId, siteA));
      await expect(database.db.delete(sites).where(eq(sites.id, siteA))).rejects.toThrow();
      await releaseHold(owner, { holdId, reason: "settled" });
      expect(await database.db.$count(legalHolds, and(eq(legalHolds.id, holdId)))).toBe(1);
    });

    test("for which people are found who have left, too", async () => {
      await database.db.update(staff).set({ status: "removed" });
      expect(await findPeople(owner, "privacy:write", "berg", { leavers: true })).toMatchObject([
        { id: anna, name: "Anna Berger" },
      ]);
      await expect(findPeople(actorOf("manager"), "privacy:write", "berg")).rejects.toMatchObject({
        code: "forbidden",
      });
    });

    test("whose reason is given, and keeps no code", () => {
      const input = { scope: "all", siteId: "", staffId: "" };
      expect(holdSchema.safeParse({ ...input, reason: "  " }).success).toBe(false);
      expect(holdSchema.parse({ ...input, reason: "code 482917" }).reason).toBe("code ******");
      expect(holdSchema.safeParse({ ...input, scope: "site", reason: "a lawsuit" }).success).toBe(false);
      expect(holdSchema.safeParse({ ...input, scope: "staff", reason: "a lawsuit" }).success).toBe(false);
    });
  });
});

async function isLockWaitedFor(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`);
  return rows.length > 0;
}

function one<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error("nothing there");
  return first;
}
