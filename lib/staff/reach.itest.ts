import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { NukiAuthId, StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { bindings, staffTeams } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { listOpeningElsewhere } from "./reach";
import { addPerson, openPeopleOffice, type TestOffice } from "./testing";

describeDatabases("whose code opens doors at other sites", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let vienna: Actor;
  let london: Actor;
  let anna: StaffId;
  let ben: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
    vienna = office.actor("manager", ["Vienna headquarters"]);
    london = office.actor("manager", ["London office"]);
    anna = await addPerson(office.owner, { firstName: "Anna" });
    ben = await addPerson(office.owner, { firstName: "Ben" });
  });

  const found = async (actor: Actor) => [...(await listOpeningElsewhere(getDb(), actor, [anna, ben]))];

  test("is told by the rules of their teams", async () => {
    await database.db.insert(staffTeams).values({ staffId: anna, teamId: office.engineering });
    expect(await found(london)).toEqual([anna]);
    expect(await found(vienna)).toEqual([]);
  });

  test("is told by a code that still stands on a keypad after the rule is gone", async () => {
    const deviceId = office.doorOf.get("l-main");
    if (!deviceId) throw new Error("no such door");
    const [bound] = await database.db
      .insert(bindings)
      .values({
        staffId: ben,
        deviceId,
        kind: "keypad",
        authId: "still-there" as NukiAuthId,
        origin: "created",
      })
      .returning();
    if (!bound) throw new Error("nothing was bound");
    expect(await found(vienna)).toEqual([ben]);
    expect(await found(london)).toEqual([]);
    expect(await found(office.owner)).toEqual([]);
    await database.db.update(bindings).set({ kind: "app" }).where(eq(bindings.id, bound.id));
    expect(await found(vienna)).toEqual([]);
    await database.db
      .update(bindings)
      .set({ kind: "keypad_old", endedAt: new Date() })
      .where(eq(bindings.id, bound.id));
    expect(await found(vienna)).toEqual([]);
  });
});
