import { and, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { accountUsers, authorizations, rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { retireCodes } from "@/lib/staff/codes";
import { type Ground, hire, layGround, type SyncLab, startSyncLab, statesOf } from "./testing";

describeDatabases("the account user behind an app authorization", (open) => {
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

  test("somebody hired anew with the address of before gets app access once", async () => {
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

  test("an invitation to a wrong address is taken back when the address is corrected, and the right one invited", async () => {
    const [door] = ground.doors;
    if (!door) throw new Error("no door");
    const anna = await hire(
      database,
      ground,
      "Anna Berger",
      { doors: [door.id], app: true, keypad: false },
      lab.now(),
    );
    await lab.settle([anna]);
    await database.db.update(staff).set({ email: "right@example.com" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["active"]);
    const rows = await database.db
      .select({ email: accountUsers.email })
      .from(authorizations)
      .innerJoin(accountUsers, eq(accountUsers.nukiId, authorizations.accountUserId))
      .where(and(eq(authorizations.deviceId, door.id), eq(authorizations.type, 0)));
    expect(rows).toEqual([{ email: "right@example.com" }]);
  });
});
