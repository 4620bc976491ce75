import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { verifyTrail } from "@/lib/audit/verify";
import { sites } from "@/lib/db/schema";
import { describeDatabases } from "@/lib/db/testing";
import { exportEntries, type FileWords } from "@/lib/entries/export";
import { anyEntry } from "@/lib/entries/list";
import { deleteOldEntries } from "./delete-entries";
import { listDeletions } from "./deletions";
import { releaseHold } from "./hold-commands";
import { type EntryProof, proveEntries } from "./proof";
import { listKeptFrom } from "./queries";
import { dayMs, daysAgo, now, retentionOffice } from "./testing";

describeDatabases("retention", (open) => {
  const office = retentionOffice(open);
  const { enter, left, events, deleteAll, hold } = office;

  describe("deletes entries", () => {
    test("that are older than their site keeps them, and no others, with an event per site", async () => {
      await enter(office.doors.a1, [daysAgo(400), daysAgo(31), daysAgo(29)]);
      await enter(office.doors.a2, [daysAgo(40), daysAgo(1)]);
      await enter(office.doors.b, [daysAgo(4000), daysAgo(1)]);
      await enter(office.doors.nowhere, [daysAgo(91), daysAgo(89)]);
      expect(await deleteOldEntries(now)).toBe(false);
      expect(await left(office.doors.a1, office.doors.a2)).toEqual(
        [daysAgo(29), daysAgo(1)].map((at) => at.toISOString()),
      );
      expect(await left(office.doors.b)).toHaveLength(2);
      expect(await left(office.doors.nowhere)).toEqual([daysAgo(89).toISOString()]);
      expect(await events("entries.deleted")).toMatchObject([
        {
          ...{
            subjectId: office.siteA,
            name: "Vienna",
            count: 3,
            before: "2026-05-10T22:00:00.000Z",
            heldBack: 0,
          },
          ...{ oldest: daysAgo(400).toISOString(), newest: daysAgo(31).toISOString() },
          digest: expect.stringMatching(/^[0-9a-f]{64}$/),
        },
        { subjectId: null, name: "", count: 1, before: "2026-03-12T00:00:00.000Z" },
      ]);
      expect(await deleteOldEntries(now)).toBe(false);
      expect(await events("entries.deleted")).toHaveLength(2);
      expect(await verifyTrail(office.database.db)).toMatchObject({ count: 2, broken: null });
    });

    test("by the days of the site's calendar, also where one was longer or shorter than 24 hours", async () => {
      await office.database.db.update(sites).set({ entriesDays: 1 });
      // Vienna: Sunday, 29 March 2026 has 23 hours. New York: Sunday, 1 November 2026 has 25.
      await enter(office.doors.a1, [
        "2026-03-28T22:59:59.999Z",
        "2026-03-28T23:00:00Z",
        "2026-03-29T22:00:00Z",
      ]);
      await deleteAll(undefined, new Date("2026-03-30T21:59:59Z"));
      expect(await left(office.doors.a1)).toEqual(["2026-03-28T23:00:00.000Z", "2026-03-29T22:00:00.000Z"]);
      await deleteAll(undefined, new Date("2026-03-30T22:00:00Z"));
      expect(await left(office.doors.a1)).toEqual(["2026-03-29T22:00:00.000Z"]);
      await enter(office.doors.b, [
        "2026-11-01T03:59:59.999Z",
        "2026-11-01T04:00:00Z",
        "2026-11-02T05:00:00Z",
      ]);
      await deleteAll(undefined, new Date("2026-11-03T04:59:59Z"));
      expect(await left(office.doors.b)).toEqual(["2026-11-01T04:00:00.000Z", "2026-11-02T05:00:00.000Z"]);
      await deleteAll(undefined, new Date("2026-11-03T05:00:00Z"));
      expect(await left(office.doors.b)).toEqual(["2026-11-02T05:00:00.000Z"]);
    });

    test("in pieces, none of which goes without its event when the process dies in the middle", async () => {
      const times = Array.from({ length: 25 }, (_, n) => daysAgo(40 + n));
      await enter(office.doors.a1, times);
      await enter(office.doors.a2, times);
      expect(await deleteOldEntries(now, 20)).toBe(true);
      expect(await left(office.doors.a1, office.doors.a2)).toHaveLength(30);
      // The trail takes nothing more in: as if the process were killed between the deletion and its event.
      await office.database.db.execute(sql`create function fail() returns trigger language plpgsql as
        $$ begin raise exception 'killed'; end $$`);
      await office.database.db.execute(
        sql`create trigger fail before insert on audit_events for each row execute function fail()`,
      );
      try {
        await expect(deleteOldEntries(now, 20)).rejects.toThrow();
      } finally {
        await office.database.db.execute(sql`drop trigger fail on audit_events`);
        await office.database.db.execute(sql`drop function fail()`);
      }
      expect(await left(office.doors.a1, office.doors.a2)).toHaveLength(30);
      expect(await events("entries.deleted")).toMatchObject([{ count: 20 }]);
      await deleteAll(20);
      expect(await left(office.doors.a1, office.doors.a2)).toEqual([]);
      expect(await events("entries.deleted")).toMatchObject([{ count: 20 }, { count: 20 }, { count: 10 }]);
      expect(await listDeletions(office.owner)).toMatchObject([
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
      await office.database.db.update(sites).set({ timeZone: "Europe/Vienna", entriesDays: 30 });
      const swap = async (a: string, b: string) => {
        await office.database.db.update(sites).set({ name: "none" }).where(eq(sites.id, office.siteA));
        await office.database.db.update(sites).set({ name: b }).where(eq(sites.id, office.siteB));
        await office.database.db.update(sites).set({ name: a }).where(eq(sites.id, office.siteA));
      };
      for (const [a, b] of [
        ["Vienna", "New York"],
        ["New York", "Vienna"],
      ] as const) {
        await swap(a, b);
        await enter(office.doors.a1, [daysAgo(40), daysAgo(41)]);
        await enter(office.doors.b, [daysAgo(40)]);
        await deleteAll();
      }
      // Told by the latest name of each.
      expect(await listDeletions(office.owner)).toHaveLength(2);
      expect(await listDeletions(office.owner)).toEqual(
        expect.arrayContaining([
          expect.objectContaining({ name: "New York", count: 4 }),
          expect.objectContaining({ name: "Vienna", count: 2 }),
        ]),
      );
    });

    test("with a digest that anybody can compute again who has an export from before", async () => {
      const same = Array.from({ length: 12 }, () => daysAgo(50));
      await enter(office.doors.a1, [...same, daysAgo(60), daysAgo(35)], office.anna);
      await enter(office.doors.a2, [...same, daysAgo(45), daysAgo(2)]);
      await enter(office.doors.b, [daysAgo(50)]);
      const asked = { format: "ndjson", locale: "en", words: {} as FileWords, asked: "" } as const;
      let text = "";
      for await (const piece of await exportEntries(
        office.owner,
        { ...anyEntry, siteIds: [office.siteA] },
        asked,
      ))
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
      await enter(office.doors.a1, [daysAgo(40), daysAgo(35)], office.anna);
      await enter(office.doors.a2, [daysAgo(40), daysAgo(35)]);
      await enter(office.doors.nowhere, [daysAgo(100)], office.anna);
      const holdId = await hold({ staffId: office.anna });
      await deleteAll();
      expect(await left(office.doors.a1, office.doors.a2)).toEqual(
        [daysAgo(40), daysAgo(35)].map((at) => at.toISOString()),
      );
      expect(await left(office.doors.nowhere)).toHaveLength(1);
      expect(await events("entries.deleted")).toMatchObject([
        { count: 2, heldBack: 2, subjectId: office.siteA },
      ]);
      expect(await releaseHold(office.owner, { holdId, reason: "settled" }, now)).toMatchObject({ ok: true });
      await deleteAll();
      expect(await left(office.doors.a1, office.doors.a2, office.doors.nowhere)).toEqual([]);
    });

    test("but none of a site that is held, nor any while everything is", async () => {
      await enter(office.doors.a1, [daysAgo(40)]);
      await enter(office.doors.nowhere, [daysAgo(100)]);
      const ofSite = await hold({ siteId: office.siteA });
      await deleteAll();
      expect([await left(office.doors.a1), await left(office.doors.nowhere)]).toEqual([
        [daysAgo(40).toISOString()],
        [],
      ]);
      await enter(office.doors.nowhere, [daysAgo(100)]);
      const ofAll = await hold({});
      await releaseHold(office.owner, { holdId: ofSite, reason: "settled" });
      await deleteAll();
      expect(await left(office.doors.a1, office.doors.nowhere)).toHaveLength(2);
      await releaseHold(office.owner, { holdId: ofAll, reason: "settled" });
      await deleteAll();
      expect(await left(office.doors.a1, office.doors.nowhere)).toEqual([]);
    });
  });

  test("says from when on entries are kept, so that what was deleted is not stored again", async () => {
    await office.database.db.update(sites).set({ entriesDays: 1 }).where(eq(sites.id, office.siteB));
    const iso = async (at = now) =>
      new Map(
        (await listKeptFrom(at.getTime())).map(({ siteId, from }) => [
          siteId,
          from === null ? null : new Date(from),
        ]),
      );
    expect((await iso()).get(office.siteA)?.toISOString()).toBe("2026-05-10T22:00:00.000Z");
    expect((await iso()).get(office.siteB)?.toISOString()).toBe("2026-06-09T04:00:00.000Z");
    expect((await iso()).get(null)?.toISOString()).toBe("2026-03-12T00:00:00.000Z");
    // What was there when it was held stays storable: a door that was offline may still bring it.
    await hold({ siteId: office.siteB });
    const later = new Date(now.getTime() + 200 * dayMs);
    expect((await iso(later)).get(office.siteB)?.toISOString()).toBe("2026-06-09T04:00:00.000Z");
    await hold({}, daysAgo(50));
    expect((await iso()).get(office.siteA)?.toISOString()).toBe("2026-03-21T23:00:00.000Z");
  });
});
