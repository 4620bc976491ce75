import { eq, sql } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { lockTrail } from "@/lib/audit/record";
import type { Tx } from "@/lib/db/connection";
import { admins, legalHolds, placements, sites } from "@/lib/db/schema";
import { describeDatabases } from "@/lib/db/testing";
import { placeDevices, previewPlaceDevices } from "@/lib/devices/commands";
import { releaseHold } from "./hold-commands";
import { daysAgo, now, one, retentionOffice } from "./testing";

describeDatabases("retention", (open) => {
  const office = retentionOffice(open);
  const { actorOf, enter, left, events, deleteAll, hold } = office;

  describe("follows a door to another site", () => {
    const place = (deviceIds: DeviceId[], siteId: SiteId, typed?: number | null, by = office.owner) =>
      placeDevices(by, { deviceIds, siteId }, { seen: null, typed }, now);
    const preview = async (deviceIds: DeviceId[], siteId: SiteId, by = office.owner) => {
      const found = await previewPlaceDevices(by, { deviceIds, siteId }, now);
      return found.ok ? found.value.doomed : found.refusal;
    };
    const siteOf = async (deviceId: DeviceId) =>
      (await office.database.db.select().from(placements).where(eq(placements.deviceId, deviceId)))[0]
        ?.siteId;

    test("that keeps entries for a shorter time only when their number was typed", async () => {
      await enter(office.doors.b, [daysAgo(400), daysAgo(31), daysAgo(29)]);
      await enter(office.doors.nowhere, [daysAgo(80)]);
      await enter(office.doors.a1, [daysAgo(31)]);
      const both = [office.doors.b, office.doors.nowhere, office.doors.a1];
      expect(await preview(both, office.siteA)).toEqual({
        ...{ count: 3, isExact: true, isHeld: false, timeZone: "Europe/Vienna" },
        before: Date.parse("2026-05-10T22:00:00Z"),
      });
      for (const typed of [null, 2, 4])
        expect(await place(both, office.siteA, typed)).toMatchObject({ refusal: { code: "plan_changed" } });
      expect(await siteOf(office.doors.b)).toBe(office.siteB);
      expect(await place(both, office.siteA, 3)).toEqual({ ok: true, value: { placed: 2 } });
      expect(await events("device.placed")).toMatchObject([
        { before: { site: "New York", entriesDays: null }, after: { site: "Vienna", entriesDays: 30 } },
        { before: { site: null, entriesDays: 90 }, after: { site: "Vienna", entriesDays: 30 } },
      ]);
      await deleteAll();
      expect(await left(office.doors.b, office.doors.nowhere)).toEqual([daysAgo(29).toISOString()]);
    });

    test("that keeps them as long or longer with nothing to type", async () => {
      await enter(office.doors.a1, [daysAgo(31)]);
      expect(await preview([office.doors.a1], office.siteB)).toMatchObject({ count: 0, before: null });
      expect(await place([office.doors.a1], office.siteB)).toMatchObject({ ok: true });
      await enter(office.doors.a2, [daysAgo(31)]);
      await office.database.db.update(sites).set({ entriesDays: 30 });
      expect(await place([office.doors.a2], office.siteB)).toMatchObject({ ok: true });
      const told = (await events("device.placed")).map((event) => JSON.stringify(event));
      expect([told.length, told.join().includes("entriesDays")]).toEqual([2, false]);
      // Nor where nothing is old enough to go.
      await office.database.db.update(sites).set({ entriesDays: 29 }).where(eq(sites.id, office.siteA));
      await enter(office.doors.b, [daysAgo(28)]);
      expect(await place([office.doors.b], office.siteA)).toMatchObject({ ok: true });
    });

    test("not before the hold is released, where it is of everything and the time is shorter there", async () => {
      const holdId = await hold({});
      const heldBack = { code: "hold_in_force" };
      expect(await preview([office.doors.b], office.siteA)).toEqual(heldBack);
      expect(await preview([office.doors.nowhere], office.siteA)).toEqual(heldBack);
      expect(await place([office.doors.b], office.siteA)).toMatchObject({ refusal: heldBack });
      expect(await place([office.doors.a1], office.siteB)).toMatchObject({ ok: true });
      await releaseHold(office.owner, { holdId, reason: "settled" });
      expect(await place([office.doors.b], office.siteA)).toMatchObject({ ok: true });
    });

    test("beside a hold of a person, of which only who looks after all sites hears", async () => {
      await enter(office.doors.b, [daysAgo(31)], office.anna);
      await hold({ staffId: office.anna });
      expect(await preview([office.doors.b], office.siteA)).toMatchObject({ count: 1, isHeld: true });
      const limited = actorOf("admin", [office.siteA, office.siteB]);
      expect(await preview([office.doors.b], office.siteA, limited)).toMatchObject({
        count: 1,
        isHeld: false,
      });
    });

    test("not while a hold is being placed: the move waits for it, and is refused", async () => {
      let moving: ReturnType<typeof place> | undefined;
      await office.database.db.transaction(async (tx) => {
        await lockTrail(tx);
        // The embedded office.database begins no other transaction before this one ends, and PostgreSQL has it wait at the lock.
        moving = place([office.doors.a1], office.siteB);
        const about = {
          siteId: office.siteA,
          reason: "a lawsuit",
          placedBy: one(await tx.select().from(admins)).id,
        };
        await tx.insert(legalHolds).values({ ...about, placedAt: now });
        while (office.database.kind === "pg" && !(await isLockWaitedFor(tx))) await new Promise(setImmediate);
      });
      expect(await moving).toMatchObject({ refusal: { code: "hold_in_force" } });
    });
  });
});

async function isLockWaitedFor(tx: Tx): Promise<boolean> {
  const { rows } = await tx.execute(sql`select 1 from pg_locks where locktype = 'advisory' and not granted`);
  return rows.length > 0;
}
