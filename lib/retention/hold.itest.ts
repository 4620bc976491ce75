import { and, eq } from "drizzle-orm";
import { describe, expect, test } from "vitest";
import { legalHolds, placements, sites, staff } from "@/lib/db/schema";
import { describeDatabases } from "@/lib/db/testing";
import { placeDevices, previewPlaceDevices } from "@/lib/devices/commands";
import { findPeople } from "@/lib/staff/find";
import { placeHold, releaseHold } from "./hold-commands";
import { holdSchema } from "./schema";
import { now, one, retentionOffice } from "./testing";
import { listHolds, listHoldsOn } from "./views";

describeDatabases("retention", (open) => {
  const office = retentionOffice(open);
  const { actorOf, events, hold } = office;

  describe("is stopped by a hold", () => {
    test("that is placed and released with a reason, and stays in the list", async () => {
      const holdId = await hold({ staffId: office.anna });
      expect(await listHolds(office.owner)).toMatchObject([
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
      await releaseHold(office.owner, { holdId, reason: "settled" }, now);
      await releaseHold(office.owner, { holdId, reason: "again" }, now);
      expect(await listHolds(office.owner)).toMatchObject([
        { name: null, releasedBy: null, mayRelease: true },
        { id: holdId, releasedBy: "Eva", releaseReason: "settled", mayRelease: false },
      ]);
      expect(await events("hold.placed")).toMatchObject([
        { scope: "person", name: "Anna Berger", reason: "a lawsuit", subjectId: office.anna },
        { scope: "everything", reason: "a lawsuit", subjectId: null },
      ]);
      expect(await events("hold.released")).toMatchObject([{ scope: "person", reason: "settled" }]);
    });

    test("of which the pages that it concerns know", async () => {
      await hold({ siteId: office.siteA });
      await hold({ staffId: office.anna });
      const eva = one(await office.database.db.insert(staff).values({ displayName: "Eva" }).returning()).id;
      const names = async (about: Parameters<typeof listHoldsOn>[1], by = office.owner) =>
        (await listHoldsOn(by, about)).map(({ name }) => name).sort();
      expect(await names({ siteId: office.siteA })).toEqual(["Vienna"]);
      expect(await names({ siteId: office.siteB })).toEqual([]);
      expect(await names({ staffId: office.anna })).toEqual(["Anna Berger"]);
      expect(await names({ staffId: eva })).toEqual([]);
      expect(await names({})).toEqual(["Anna Berger", "Vienna"]);
      // Who looks after one site does not hear of disputes with people, and reception of none.
      expect(await names({}, actorOf("admin", [office.siteA]))).toEqual(["Vienna"]);
      expect(await names({}, actorOf("admin", [office.siteB]))).toEqual([]);
      expect(await names({}, actorOf("reception"))).toEqual([]);
      await hold({});
      expect(await names({ staffId: eva })).toEqual([null]);
    });

    test("of one's own site; of a person, of everything and of another site by who looks after all", async () => {
      const limited = actorOf("admin", [office.siteA]);
      const wanted = (scope: "site" | "staff" | "all", siteId = "", staffId = "") =>
        placeHold(limited, { scope, siteId, staffId, reason: "why" });
      expect(await wanted("site", office.siteA)).toMatchObject({ ok: true });
      for (const refused of [
        wanted("site", office.siteB),
        wanted("staff", "", office.anna),
        wanted("all", office.siteA),
      ])
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
        await placeHold(office.owner, { scope: "staff", siteId: "", staffId: nobody, reason: "why" }),
      ).toMatchObject({ refusal: { code: "not_found", field: "staffId" } });
    });

    test("which its site's office.doors do not leave, and without which the site itself cannot go", async () => {
      const holdId = await hold({ siteId: office.siteA });
      const move = { deviceIds: [office.doors.a1], siteId: office.siteB };
      const heldBack = { refusal: { code: "hold_in_force" } };
      expect(await previewPlaceDevices(office.owner, move)).toMatchObject(heldBack);
      expect(await placeDevices(office.owner, move, { seen: null })).toMatchObject(heldBack);
      const other = { deviceIds: [office.doors.nowhere], siteId: office.siteA };
      expect(await previewPlaceDevices(office.owner, other)).toMatchObject({ ok: true });
      await office.database.db.delete(placements).where(eq(placements.siteId, office.siteA));
      await expect(office.database.db.delete(sites).where(eq(sites.id, office.siteA))).rejects.toThrow();
      await releaseHold(office.owner, { holdId, reason: "settled" });
      expect(await office.database.db.$count(legalHolds, and(eq(legalHolds.id, holdId)))).toBe(1);
    });

    test("for which people are found who have left, too", async () => {
      await office.database.db.update(staff).set({ status: "removed" });
      expect(await findPeople(office.owner, "privacy:write", "berg", { leavers: true })).toMatchObject([
        { id: office.anna, name: "Anna Berger" },
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
