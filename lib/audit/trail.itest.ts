import { asc, eq, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { type Actor, makeActor, systemActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { transact } from "@/lib/db/connection";
import { type AdminId, admins, auditCuts, auditEvents, legalHolds, sites, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { storeRetentionSettings } from "@/lib/retention/settings";
import { checkTrail } from "./commands";
import { cutTrail } from "./cut";
import { exportTrail, type TrailWords } from "./export";
import { filterOf, placeOf, placeText, type TrailCursor, type TrailFilter } from "./list";
import { eachEvent, findEvent, searchTrail } from "./queries";
import { hashOf, record } from "./record";
import { verifyTrail } from "./verify";

const any: TrailFilter = { range: { from: null, until: null }, who: [], types: [], about: [], q: "" };

const words: TrailWords = {
  what: ({ by, type }) => `${by} did ${type}`,
  changed: () => ["Name: a → b", "Days: c → d"],
};

describeDatabases("the audit trail", (open) => {
  let database: TestDatabase;
  let eva: Actor;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    const [row] = await database.db
      .insert(admins)
      .values({ email: "eva@office.test", name: "Eva", role: "owner", allSites: true })
      .returning();
    if (!row) throw new Error("no admin");
    eva = actorOf(row.id, "owner");
  });
  afterAll(() => database.close());

  const actorOf = (adminId: AdminId | null, role: Role, sites: Actor["sites"] = "all") =>
    makeActor({ adminId, name: "Eva", email: "eva@office.test", role, sites, address: "192.0.2.7" });
  const at = (minutes: number) => new Date(Date.UTC(2026, 2, 3, 8, minutes));
  const note = (minutes: number, detail: Record<string, unknown> = {}, by = eva) =>
    transact((tx) => record(tx, by, [{ type: "team.updated", detail }], at(minutes)));
  const stored = () => database.db.select().from(auditEvents).orderBy(asc(auditEvents.id));
  /** What somebody does who has the database's own password. */
  const tamper = async (how: ReturnType<typeof sql>) => {
    await database.db.execute(sql`alter table audit_events disable trigger user`);
    await database.db.execute(how);
    await database.db.execute(sql`alter table audit_events enable trigger user`);
  };

  describe("cannot be rewritten", () => {
    test.each([
      ["changed", sql`update audit_events set type = 'team.created'`],
      ["deleted", sql`delete from audit_events`],
      ["emptied", sql`truncate audit_events`],
    ])("an event that is %s is refused by the database itself", async (_name, how) => {
      await note(1);
      await expect(database.db.execute(how)).rejects.toThrow();
      expect(await stored()).toHaveLength(1);
    });

    test("it is whole after everything that was recorded, whatever it held", async () => {
      await note(1, { before: { hours: ["Mon", "Tue"], until: null }, after: { hours: [], n: 1.5 } });
      await note(2, { name: "Zoë \u202e 李 \\ \" '", nested: [{ b: 1, a: undefined }], at: at(0) });
      await note(3, {}, systemActor());
      const check = await verifyTrail(database.db);
      expect(check).toMatchObject({ count: 3, broken: null, hasAnchor: null });
      expect(check.head?.hash).toBe((await stored())[2]?.hash);
    });

    test("it is whole when there is nothing in it", async () => {
      expect(await verifyTrail(database.db)).toEqual({ count: 0, head: null, broken: null, hasAnchor: null });
    });

    test.each([
      ["one letter of a detail", sql`update audit_events set detail = '{"name":"Cleanerz"}' where id = 2`],
      ["who it was", sql`update audit_events set admin_id = null where id = 2`],
      ["from where", sql`update audit_events set address = '192.0.2.8' where id = 2`],
      ["when", sql`update audit_events set at = at + interval '1 millisecond' where id = 2`],
      ["its hash", sql`update audit_events set hash = repeat('0', 64) where id = 2`],
    ])("a byte changed in %s is found at that event", async (_name, how) => {
      for (const minute of [1, 2, 3]) await note(minute, { name: "Cleaners" });
      await tamper(how);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 1, broken: { id: 2 } });
    });

    test.each([
      [
        "with everything in them",
        sql`update audit_events e set type = o.type, detail = o.detail, at = o.at, hash = o.hash,
          previous_hash = o.previous_hash from audit_events o where e.id in (2, 3) and o.id = 5 - e.id`,
      ],
      [
        "with all but their hashes",
        sql`update audit_events e set detail = o.detail, at = o.at from audit_events o
          where e.id in (2, 3) and o.id = 5 - e.id`,
      ],
      [
        "by their numbers",
        sql`update audit_events set id = case id when 2 then 33 when 3 then 2 end where id in (2, 3)`,
      ],
    ])("two events that changed places %s are found", async (_name, how) => {
      for (const minute of [1, 2, 3, 4]) await note(minute, { n: minute });
      await tamper(how);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 1, broken: { id: 2 } });
    });

    test("an event put in between is found at the next one", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      await tamper(sql`update audit_events set id = 4 where id = 3`);
      const [, second] = await stored();
      if (!second) throw new Error("not there");
      const forged = { ...second, id: 3, previousHash: second.hash, type: "team.created" };
      await database.db.insert(auditEvents).values({ ...forged, hash: hashOf(forged) });
      expect(await verifyTrail(database.db)).toMatchObject({ count: 3, broken: { id: 4 } });
    });

    test("an event taken out of the middle is found at the next one", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      await tamper(sql`delete from audit_events where id = 2`);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 1, broken: { id: 3 } });
    });

    test("the newest events taken away are found by a hash that was kept elsewhere", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      const anchor = (await stored())[2]?.hash ?? "";
      expect(await verifyTrail(database.db, anchor)).toMatchObject({ broken: null, hasAnchor: true });
      await tamper(sql`delete from audit_events where id = 3`);
      expect(await verifyTrail(database.db, anchor)).toMatchObject({ broken: null, hasAnchor: false });
    });

    test("thousands of events are checked page by page", async () => {
      const many = Array.from({ length: 2300 }, (_, n) => ({
        type: "staff.created" as const,
        detail: { n },
      }));
      await transact((tx) => record(tx, eva, many, at(1)));
      expect(await verifyTrail(database.db)).toMatchObject({ count: 2300, broken: null });
    });

    test("two that record at once make one chain", async () => {
      await Promise.all([1, 2, 3, 4, 5].map((minute) => note(minute)));
      expect(await verifyTrail(database.db)).toMatchObject({ count: 5, broken: null });
    });
  });

  describe("is cut after ten years", () => {
    const days = (count: number) => new Date(at(2).getTime() + 30_000 + count * 24 * 3_600_000);
    const later = days(3650);
    const minuteOf = (minute: number) => expect.objectContaining({ detail: { minute } });

    test("only at its old end, with a note of it, and still proves itself", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      const [, second, third] = await stored();
      expect(await cutTrail(later)).toBe(2);
      expect(await database.db.select().from(auditCuts)).toMatchObject([
        { lastId: second?.id, hash: second?.hash, count: 2 },
      ]);
      const [rest, cut] = await stored();
      expect([rest?.type, cut?.type]).toEqual([third?.type, "audit.cut"]);
      expect(cut?.detail).toMatchObject({ count: 2, lastId: second?.id, lastHash: second?.hash });
      expect(await verifyTrail(database.db, second?.hash)).toMatchObject({ count: 2, hasAnchor: true });
      expect(await cutTrail(later)).toBe(0);
    });

    test("and one event of a wrong clock takes nothing with it", async () => {
      await note(1);
      await transact((tx) => record(tx, eva, [{ type: "team.updated" }], later));
      await transact((tx) => record(tx, eva, [{ type: "team.created" }], new Date(0)));
      expect(await cutTrail(later)).toBe(1);
      expect((await stored()).map(({ type }) => type)).toEqual(["team.updated", "team.created", "audit.cut"]);
      expect(await cutTrail(later)).toBe(0);
    });

    test("and more that is taken away after the cut is found", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      await cutTrail(later);
      await tamper(sql`delete from audit_events where type = 'team.updated'`);
      expect((await verifyTrail(database.db)).broken).not.toBeNull();
    });

    test("or after as many days as somebody decided, though never before a year is over", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      const decide = (auditDays: number) =>
        transact((tx) => storeRetentionSettings(tx, { auditDays, pastDays: 3650 }));
      await decide(400);
      expect(await cutTrail(days(399))).toBe(0);
      expect(await cutTrail(days(400))).toBe(2);
      await decide(3);
      expect(await cutTrail(days(500))).toBe(0);
    });

    test.each(["everything", "one site", "one person"])("but not while %s is held", async (what) => {
      for (const minute of [1, 2, 3]) await note(minute);
      const [site] = await database.db.insert(sites).values({ name: "Vienna", timeZone: "UTC" }).returning();
      const [anna] = await database.db.insert(staff).values({ displayName: "Anna" }).returning();
      if (!site || !anna || eva.adminId === null) throw new Error("not there");
      const about = { everything: {}, "one site": { siteId: site.id }, "one person": { staffId: anna.id } };
      await database.db.insert(legalHolds).values({
        ...about[what as keyof typeof about],
        ...{ reason: "a lawsuit", placedBy: eva.adminId, placedAt: at(3) },
      });
      expect(await cutTrail(later)).toBe(0);
      expect(await stored()).toHaveLength(3);
      await database.db.update(legalHolds).set({ releasedAt: later });
      expect(await cutTrail(later)).toBe(2);
    });

    test("piece by piece, each of which is told in what is left", async () => {
      for (const minute of [0, 1, 2, 3]) await note(minute, { minute });
      expect(await cutTrail(later, 2)).toBe(2);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 3, broken: null });
      expect(await cutTrail(later, 2)).toBe(1);
      expect(await stored()).toEqual([
        minuteOf(3),
        expect.objectContaining({ type: "audit.cut" }),
        expect.objectContaining({ type: "audit.cut" }),
      ]);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 3, broken: null });
      expect(await cutTrail(later, 2)).toBe(0);
    });

    test("again years later, when the note of the first cut is old itself", async () => {
      for (const minute of [1, 2, 3]) await note(minute);
      await cutTrail(later);
      expect(await cutTrail(days(3650 * 2 + 1))).toBe(2);
      expect((await stored()).map(({ type }) => type)).toEqual(["audit.cut"]);
      expect(await verifyTrail(database.db)).toMatchObject({ count: 1, broken: null });
    });

    describe("and a cut that nobody made is found:", () => {
      const first = async () => (await stored())[0]?.id;
      const cutBehind = (id: number) => sql`insert into audit_cuts (last_id, hash, count, at)
        select id, hash, ${id}, now() from audit_events where id = ${id}`;
      const remove = (id: number) => sql`delete from audit_events where id <= ${id}`;

      test("events taken away with a forged row of the table of cuts", async () => {
        for (const minute of [1, 2, 3, 4]) await note(minute);
        await database.db.execute(cutBehind(2));
        await tamper(remove(2));
        expect(await verifyTrail(database.db)).toMatchObject({ count: 0, broken: { id: await first() } });
      });

      test("all of them", async () => {
        for (const minute of [1, 2]) await note(minute);
        await database.db.execute(cutBehind(2));
        await tamper(remove(2));
        expect(await verifyTrail(database.db)).toMatchObject({ count: 0, broken: { id: 3 } });
      });

      test("more of them behind a true cut", async () => {
        for (const minute of [1, 2, 3]) await note(minute);
        await cutTrail(later);
        await note(4);
        await database.db.execute(cutBehind(3));
        await tamper(remove(3));
        expect(await verifyTrail(database.db)).toMatchObject({ count: 0, broken: { id: await first() } });
      });

      test.each([
        ["its hash", sql`update audit_cuts set hash = repeat('0', 64)`],
        ["its number", sql`update audit_cuts set last_id = last_id - 1`],
        ["how many went", sql`update audit_cuts set count = 1`],
        ["when it was", sql`update audit_cuts set at = at + interval '1 second'`],
        ["that there was one", sql`delete from audit_cuts`],
      ])("%s was changed", async (_name, how) => {
        for (const minute of [1, 2, 3]) await note(minute);
        await cutTrail(later);
        await database.db.execute(how);
        expect(await verifyTrail(database.db)).toMatchObject({ count: 0, broken: { id: await first() } });
      });

      test("but one of an earlier release, of which the trail tells less, is believed", async () => {
        await note(1);
        const [event] = await stored();
        const cut = { lastId: event?.id ?? 0, hash: event?.hash ?? "", count: 1, at: later };
        await transact((tx) =>
          record(tx, systemActor(), [{ type: "audit.cut", detail: { count: 1, before: "then" } }], later),
        );
        await database.db.insert(auditCuts).values(cut);
        await tamper(remove(cut.lastId));
        expect(await verifyTrail(database.db)).toMatchObject({ count: 1, broken: null });
      });
    });

    test("a check that goes on while the trail is cut is begun anew", async () => {
      const many = Array.from({ length: 2300 }, () => ({ type: "staff.created" as const }));
      await transact((tx) => record(tx, eva, many, at(1)));
      await note(3);
      const [check] = await Promise.all([verifyTrail(database.db), cutTrail(later)]);
      expect(check.broken).toBeNull();
    });
  });

  describe("is searched", () => {
    const found = async (filter: Partial<TrailFilter>, by = eva) =>
      (await searchTrail(by, { ...any, ...filter }, null, 50)).rows.map(({ id }) => id);

    beforeEach(async () => {
      const [anna] = await database.db.insert(staff).values({ displayName: "Anna Berger" }).returning();
      await note(1, { name: "Cleaners", before: { from: "05:00" }, after: { from: "06:00" } });
      await note(2, {}, systemActor());
      await transact((tx) =>
        record(
          tx,
          eva,
          [{ type: "staff.suspended", subjectId: anna?.id, detail: { reason: "100% sure" } }],
          at(3),
        ),
      );
    });

    test("by who, what about, when, and any word in it", async () => {
      expect(await found({})).toEqual([3, 2, 1]);
      expect(await found({ who: [String(eva.adminId)] })).toEqual([3, 1]);
      expect(await found({ who: ["postern"] })).toEqual([2]);
      expect(await found({ who: ["nobody"] })).toEqual([]);
      expect(await found({ types: ["staff.suspended"] })).toEqual([3]);
      expect(await found({ range: { from: at(1).getTime(), until: at(2).getTime() } })).toEqual([1]);
      expect(await found({ q: "cleaners 06:00" })).toEqual([1]);
      expect(await found({ q: "anna" })).toEqual([3]);
      expect(await found({ q: "100%" })).toEqual([3]);
      expect(await found({ q: "1%0" })).toEqual([]);
    });

    test("what it tells of one is everything that was recorded", async () => {
      expect(await findEvent(eva, "1")).toMatchObject({ by: "Eva", address: "192.0.2.7", name: "Cleaners" });
      expect(await findEvent(eva, "3")).toMatchObject({ name: "Anna Berger", subjectId: expect.any(String) });
      expect(await findEvent(eva, "2")).toMatchObject({ by: null, address: null });
      expect(await findEvent(eva, "4")).toBeNull();
      expect(await findEvent(eva, "1; drop")).toBeNull();
    });

    test("page by page in both directions, with every event once, while new ones come", async () => {
      const ids = async (cursor: TrailCursor | null) => {
        const page = await searchTrail(eva, any, cursor, 2);
        return { ...page, ids: page.rows.map(({ id }) => id) };
      };
      await note(4);
      await note(5);
      const first = await ids(null);
      expect(first.ids).toEqual([5, 4]);
      expect(first.newer).toBeNull();
      await note(6);
      const second = await ids(first.older);
      const third = await ids(second.older);
      expect([second.ids, third.ids, third.older]).toEqual([[3, 2], [1], null]);
      const back = await ids(third.newer);
      expect(back.ids).toEqual([3, 2]);
      expect((await ids((await ids(back.newer)).newer)).ids).toEqual([6, 5]);
    });

    test("nobody but who looks after all of it sees the trail", async () => {
      const limited = actorOf(eva.adminId, "admin", ["a5f0c2f5-0d5e-4b59-9a57-6f1f5d1f0c11" as SiteId]);
      for (const who of [limited, actorOf(null, "manager"), actorOf(null, "reception")]) {
        await expect(found({}, who)).rejects.toMatchObject({ code: "forbidden" });
        await expect(findEvent(who, "1")).rejects.toMatchObject({ code: "forbidden" });
        await expect(eachEvent(who, any).next()).rejects.toMatchObject({ code: "forbidden" });
        await expect(exportTrail(who, any, { format: "csv", asked: "", words })).rejects.toMatchObject({
          code: "forbidden",
        });
        await expect(checkTrail(who, { anchor: "" })).rejects.toMatchObject({ code: "forbidden" });
      }
      expect(await stored()).toHaveLength(3);
    });
  });

  describe("leaves as a file", () => {
    const textOf = async (format: "csv" | "ndjson") => {
      let text = "";
      for await (const piece of await exportTrail(eva, any, { format, asked: "who=x", words })) text += piece;
      return text;
    };

    test("whose first hash anchors everything before, and the export is itself an event", async () => {
      await note(1, { name: "=1+1" });
      const lines = (await textOf("ndjson"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line));
      expect(lines.map(({ type }) => type)).toEqual(["audit.exported", "team.updated"]);
      expect(await verifyTrail(database.db, lines[0].hash)).toMatchObject({ hasAnchor: true });
      expect(lines[0].detail).toEqual({ format: "ndjson", filters: "who=x" });
    });

    test("in which no cell is a formula", async () => {
      await transact((tx) =>
        record(tx, eva, [{ type: "team.updated", detail: { name: "=HYPERLINK(1)" } }], at(1)),
      );
      const text = await textOf("csv");
      expect(text).toContain("'=HYPERLINK(1)");
      expect(text.split("\r\n")).toHaveLength(4);
    });

    test("that tells people what happened, as the page does", async () => {
      await note(1, { name: "Cleaners" });
      const [header, , row] = (await textOf("csv")).split("\r\n");
      expect(header).toContain(",what,changed,");
      expect(row).toContain(`,Eva did team.updated,"Name: a → b; Days: c → d",`);
    });

    test("of any length, each event once", async () => {
      const many = Array.from({ length: 1203 }, (_, n) => ({
        type: "staff.created" as const,
        detail: { n },
      }));
      await transact((tx) => record(tx, eva, many, at(1)));
      const lines = (await textOf("ndjson"))
        .trim()
        .split("\n")
        .map((line) => JSON.parse(line).id);
      expect(new Set(lines).size).toBe(1204);
    });
  });

  test("a check by a person is noted with what came of it", async () => {
    await note(1);
    expect(await checkTrail(eva, { anchor: "" })).toMatchObject({
      ok: true,
      value: { count: 1, broken: null },
    });
    const [last] = await database.db.select().from(auditEvents).where(eq(auditEvents.type, "audit.verified"));
    expect(last?.detail).toMatchObject({ count: 1, firstBroken: null });
    expect(await verifyTrail(database.db)).toMatchObject({ count: 2, broken: null });
  });
});

describe("an address", () => {
  const clock = { now: Date.UTC(2026, 2, 3), timeZone: "UTC" };

  test("names kinds of events by what they are about; what it cannot mean is left out", () => {
    const filters = { subject: ["window", "nothing"], who: ["postern"], about: ["x"] };
    expect(filterOf({ q: "a", filters }, clock)).toEqual({
      ...any,
      ...{ types: ["window.chosen"], who: ["postern"], about: ["x"], q: "a" },
    });
  });

  test("says where a page begins, and what is something else is the newest page", () => {
    const cursor: TrailCursor = { direction: "older", id: 12 };
    expect(placeOf(placeText(cursor))).toEqual(cursor);
    expect([placeOf("older."), placeOf("2"), placeOf(undefined), placeOf("newer.1x")]).toEqual([
      null,
      null,
      null,
      null,
    ]);
  });
});
