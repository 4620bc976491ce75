import { describe, expect, test } from "vitest";
import { cutTrail } from "@/lib/audit/cut";
import type { Actor } from "@/lib/auth/actor";
import { describeDatabases } from "@/lib/db/testing";
import { changeRetention, previewRetention } from "./commands";
import { listDeletions } from "./deletions";
import { releaseHold } from "./hold-commands";
import { retentionWishSchema } from "./schema";
import { getRetentionSettings } from "./settings";
import { dayMs, daysAgo, now, retentionOffice } from "./testing";
import { listRetention } from "./views";

describeDatabases("retention", (open) => {
  const office = retentionOffice(open);
  const { actorOf, enter, left, events, deleteAll, hold } = office;

  describe("is changed", () => {
    const wish = (days: number | null, siteId = office.siteA) => ({
      subject: { kind: "site" as const, siteId },
      days,
    });

    test("to a shorter time by who has typed how many entries it deletes; the job deletes them", async () => {
      await enter(office.doors.a1, [daysAgo(40), daysAgo(20), daysAgo(12)]);
      expect(await previewRetention(office.owner, wish(10), now)).toEqual({
        ok: true,
        value: {
          ...{ count: 3, isExact: true, isHeld: false, timeZone: "Europe/Vienna" },
          before: Date.parse("2026-05-30T22:00:00Z"),
        },
      });
      const typed = (count: number | null) =>
        changeRetention(office.owner, { wish: wish(10), typed: count }, now);
      expect(await typed(null)).toMatchObject({ refusal: { code: "count_mismatch" } });
      expect(await typed(2)).toMatchObject({ refusal: { code: "plan_changed" } });
      expect(await events("privacy.settings_changed")).toEqual([]);
      expect(await typed(3)).toMatchObject({ ok: true });
      expect(await left(office.doors.a1)).toHaveLength(3);
      expect(await events("privacy.settings_changed")).toMatchObject([
        {
          subjectId: office.siteA,
          name: "Vienna",
          before: { entriesDays: 30 },
          after: { entriesDays: 10 },
          doomed: 3,
        },
      ]);
      await deleteAll();
      expect(await left(office.doors.a1)).toEqual([]);
    });

    test("to a longer time, or to no end, with nothing to type; what is said again is no event", async () => {
      await enter(office.doors.a1, [daysAgo(40)]);
      for (const days of [60, null, null]) {
        expect(await previewRetention(office.owner, wish(days), now)).toMatchObject({ value: { count: 0 } });
        expect(await changeRetention(office.owner, { wish: wish(days), typed: null }, now)).toMatchObject({
          ok: true,
        });
      }
      expect(await events("privacy.settings_changed")).toHaveLength(2);
      expect(
        (await listRetention(office.owner, now.getTime())).find(({ name }) => name === "Vienna"),
      ).toMatchObject({
        ...{ days: null, before: null },
      });
      // From "without end" to some days is shorter.
      expect(await previewRetention(office.owner, wish(39), now)).toMatchObject({ value: { count: 1 } });
    });

    test("to a shorter time only while neither the site nor everything is held", async () => {
      await enter(office.doors.a1, [daysAgo(20)]);
      const heldBack = { refusal: { code: "hold_in_force", field: "days" } };
      const change = (days: number | null, typed: number | null = null) =>
        changeRetention(office.owner, { wish: wish(days), typed }, now);
      for (const about of [{ siteId: office.siteA }, {}]) {
        const holdId = await hold(about);
        expect(await previewRetention(office.owner, wish(10), now)).toMatchObject(heldBack);
        expect(await change(10, 1)).toMatchObject(heldBack);
        expect(await change(30)).toMatchObject({ ok: true });
        expect(await change(31)).toMatchObject({ ok: true });
        expect(await change(30)).toMatchObject(heldBack);
        await releaseHold(office.owner, { holdId, reason: "settled" });
        expect(await change(30)).toMatchObject({ ok: true });
      }
      await hold({ siteId: office.siteB });
      await hold({ staffId: office.anna });
      expect(await change(10, 1)).toMatchObject({ ok: true });
    });

    test("beside a hold that keeps some of it, of which hears whom it concerns", async () => {
      await enter(office.doors.a1, [daysAgo(20)]);
      const limited = actorOf("admin", [office.siteA]);
      const isHeld = async (by: Actor) => {
        const found = await previewRetention(by, wish(10), now);
        return found.ok && found.value.isHeld;
      };
      const elsewhere = await hold({ siteId: office.siteB });
      expect([await isHeld(office.owner), await isHeld(limited)]).toEqual([false, false]);
      await releaseHold(office.owner, { holdId: elsewhere, reason: "settled" });
      await hold({ staffId: office.anna });
      expect([await isHeld(office.owner), await isHeld(limited)]).toEqual([true, false]);
    });

    test("for the trail and the history of access by who looks after all sites", async () => {
      const limited = actorOf("admin", [office.siteA]);
      for (const [kind, member] of [
        ["audit", "auditDays"],
        ["past", "pastDays"],
      ] as const) {
        const shorter = { wish: { subject: { kind }, days: 365 }, typed: null };
        expect(await changeRetention(limited, shorter, now)).toMatchObject({
          refusal: { code: "forbidden" },
        });
        expect(await changeRetention(office.owner, shorter, now)).toMatchObject({ ok: true });
        expect(await getRetentionSettings()).toMatchObject({ [member]: 365 });
      }
      expect(await events("privacy.settings_changed")).toMatchObject([
        { before: { auditDays: 3650 }, after: { auditDays: 365 } },
        { before: { pastDays: 3650 }, after: { pastDays: 365 } },
      ]);
      const old = { wish: { subject: { kind: "audit" as const }, days: 365 }, typed: null };
      const inTwoYears = new Date(now.getTime() + 700 * dayMs);
      expect(await previewRetention(office.owner, old.wish, inTwoYears)).toMatchObject({
        value: { count: 0 },
      });
      expect(await cutTrail(inTwoYears)).toBe(2);
    });

    test("at the actor's own sites only, and by nobody who may not", async () => {
      const limited = actorOf("admin", [office.siteA]);
      expect(await changeRetention(limited, { wish: wish(31), typed: null }, now)).toMatchObject({
        ok: true,
      });
      const other = { wish: wish(31, office.siteB), typed: null };
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
});
