import { describe, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { authorizationLives, credentialLives, staff } from "@/lib/db/schema";
import { describeDatabases } from "@/lib/db/testing";
import { deleteOldLives } from "./delete-lives";
import { releaseHold } from "./hold-commands";
import { daysAgo, now, one, retentionOffice } from "./testing";

describeDatabases("retention", (open) => {
  const office = retentionOffice(open);
  const { events, hold } = office;

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
      const deviceId = more.deviceId ?? office.doors.b;
      await office.database.db
        .insert(authorizationLives)
        .values({ ...content, authId: id as NukiAuthId, deviceId, type: 0, name: id, staffId: more.staffId });
      await office.database.db
        .insert(credentialLives)
        .values({ ...content, staffId: more.staffId ?? office.anna, deviceId, kind: "app", rules: [] });
    };
    const lives = async () => [
      ...(await office.database.db.select().from(authorizationLives)).map(({ name }) => name),
      (await office.database.db.select().from(credentialLives)).length,
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
      const eva = one(await office.database.db.insert(staff).values({ displayName: "Eva" }).returning()).id;
      await live("anna", daysAgo(4000), { staffId: office.anna });
      await live("site", daysAgo(4000), { staffId: eva, deviceId: office.doors.a1 });
      await live("gone", daysAgo(4000), { staffId: eva });
      const [ofAnna, ofSite] = [await hold({ staffId: office.anna }), await hold({ siteId: office.siteA })];
      await deleteOldLives(now);
      expect(await lives()).toEqual(["anna", "site", 2]);
      expect(await events("past.deleted")).toMatchObject([
        { count: 1, heldBack: 2 },
        { count: 1, heldBack: 2 },
      ]);
      const ofAll = await hold({});
      for (const holdId of [ofAnna, ofSite]) await releaseHold(office.owner, { holdId, reason: "settled" });
      expect(await deleteOldLives(now)).toBe(false);
      expect(await lives()).toEqual(["anna", "site", 2]);
      await releaseHold(office.owner, { holdId: ofAll, reason: "settled" });
      await deleteOldLives(now);
      expect(await lives()).toEqual([0]);
    });
  });
});
