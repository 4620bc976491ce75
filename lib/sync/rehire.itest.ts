import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { authorizations, rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { retireCodes } from "@/lib/staff/codes";
import { type Ground, hire, layGround, type SyncLab, startSyncLab, statesOf } from "./testing";

describeDatabases("somebody who left and is hired anew", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let ground: Ground;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
  });
  afterEach(() => lab.stop());

  test("gets app access as a new person with the address of before, once", async () => {
    const [door] = ground.doors;
    if (!door) throw new Error("no door");
    const access = { doors: [door.id], app: true, keypad: false };
    const before = await hire(database, ground, "Anna Berger", access, lab.now());
    await lab.settle([before]);
    expect(await statesOf(database, before)).toEqual(["active"]);

    await database.db.transaction(async (tx) => {
      await tx.update(staff).set({ status: "removed" }).where(eq(staff.id, before));
      await tx.delete(rules).where(eq(rules.staffId, before));
      await retireCodes(tx, [before], new Date(lab.now()));
    });
    await lab.settle([before]);
    expect(await statesOf(database, before)).toEqual(["removed"]);

    const again = await hire(database, ground, "Anna Berger", access, lab.now());
    await lab.settle([again]);
    expect(await statesOf(database, again)).toEqual(["active"]);
    const isAppOfDoor = and(eq(authorizations.deviceId, door.id), eq(authorizations.type, 0));
    expect(await database.db.$count(authorizations, isAppOfDoor)).toBe(1);
  });
});
