import { afterAll, beforeAll, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { accounts, devices, placements, sites, staff, teams } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { searchEverything } from "./search";

describeDatabases("the palette's search", (open) => {
  let database: TestDatabase;
  const siteIds = new Map<string, SiteId>();

  beforeAll(async () => {
    database = await open();
    const { db } = database;
    await db
      .insert(staff)
      .values([
        { displayName: "Anna Maintner", department: "Finance" },
        { displayName: "Gone Maintner", status: "removed" },
        { displayName: "50% Percent" },
      ]);
    await db.insert(teams).values({ name: "Maintenance" });
    const [account] = await db
      .insert(accounts)
      .values({ name: "A", apiUrl: "http://nuki", token: getSecrets().seal("t", "account_token") })
      .returning();
    if (!account) throw new Error("no account");
    for (const [index, name] of ["Vienna", "London"].entries()) {
      const [site] = await db.insert(sites).values({ name, timeZone: "UTC" }).returning();
      const [door] = await db
        .insert(devices)
        .values({
          accountId: account.id,
          nukiId: index + 1,
          type: 4,
          name: "Main entrance",
          serverState: 0,
          adminPinState: 0,
          batteryCritical: false,
          firmware: "",
          seenAt: new Date(),
        })
        .returning();
      if (!site || !door) throw new Error("no door");
      siteIds.set(name, site.id);
      await db.insert(placements).values({ deviceId: door.id, siteId: site.id });
    }
  });
  afterAll(() => database.close());

  const found = async (q: string, actor = systemActor()) =>
    (await searchEverything(actor, q)).map(({ kind, name, detail }) => [kind, name, detail].join(" | "));

  test("finds people, teams and doors at once, and nobody who left", async () => {
    expect(await found("main")).toEqual([
      "staff | Anna Maintner | Finance",
      "team | Maintenance | ",
      "door | Main entrance | London",
      "door | Main entrance | Vienna",
      "operation | Main entrance | London",
      "operation | Main entrance | Vienna",
    ]);
  });

  test("shows doors of the actor's sites only", async () => {
    const london = siteIds.get("London");
    if (!london) throw new Error("no site");
    const actor = makeActor({ adminId: null, name: "L", email: "", role: "manager", sites: [london] });
    expect((await found("entrance", actor)).every((line) => line.endsWith("London"))).toBe(true);
  });

  test("offers to open a door to who may, and to nobody else", async () => {
    const auditor = makeActor({ adminId: null, name: "A", email: "", role: "auditor", sites: "all" });
    expect((await found("entrance", auditor)).filter((line) => line.startsWith("operation"))).toEqual([]);
    const reception = makeActor({ adminId: null, name: "R", email: "", role: "reception", sites: "all" });
    expect((await found("entrance", reception)).filter((line) => line.startsWith("operation"))).toHaveLength(
      2,
    );
  });

  test("takes signs of the pattern language as they stand, and one letter as too little", async () => {
    expect(await found("50%")).toEqual(["staff | 50% Percent | "]);
    expect(await found("%%")).toEqual([]);
    expect(await found("m")).toEqual([]);
  });
});
