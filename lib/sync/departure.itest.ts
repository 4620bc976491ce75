import { eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import { accountSync, changes } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import type { Guard } from "@/lib/nuki/http";
import type { SyncContext } from "./context";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "./testing";
import { takeTurn } from "./turn";

describeDatabases("at the moment when a request leaves", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let ground: Ground;
  let anna: StaffId;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    const doors = ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
    anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
  });
  afterEach(() => lab.stop());

  /** The worker's context, with something that happens just before a create is sent. */
  function whenCreating(happens: (guard: Guard) => Promise<unknown>): SyncContext {
    const { nuki } = lab.context;
    const writer: typeof nuki.writer = {
      ...nuki.writer,
      createAuths: async (create, guard = async () => {}) => {
        await happens(guard);
        return nuki.writer.createAuths(create, guard);
      },
    };
    return { ...lab.context, nuki: { ...nuki, writer } };
  }

  test("a stranger's failed sign-in does not hold it back", async () => {
    const context = whenCreating(() =>
      database.db.transaction((tx) => record(tx, systemActor(), [{ type: "admin.sign_in_failed" }])),
    );
    await takeTurn(context, [anna]);
    expect(await lab.writes()).toHaveLength(1);
  });

  test("what somebody decided meanwhile stops it, and its changes are as before", async () => {
    const context = whenCreating(() =>
      database.db.transaction((tx) => record(tx, systemActor(), [{ type: "team.updated" }])),
    );
    await takeTurn(context, [anna]);
    expect(await lab.writes()).toEqual([]);
    const rows = await database.db.select().from(changes).where(isNull(changes.closedAt));
    expect(new Set(rows.map((row) => row.inFlight))).toEqual(new Set([false]));
  });

  test("a worker that lost the account leaves alone what the new one may have sent", async () => {
    const context = whenCreating(async (guard) => {
      await guard();
      // It slept so long at its first try that another worker has taken over, and has sent the same changes.
      await database.db
        .update(accountSync)
        .set({ leaseOwner: "another" })
        .where(eq(accountSync.accountId, lab.context.account.id));
    });
    await takeTurn(context, [anna]);
    expect(await lab.writes()).toEqual([]);
    const rows = await database.db.select().from(changes).where(isNull(changes.closedAt));
    expect(new Set(rows.map((row) => row.inFlight))).toEqual(new Set([true]));
  });
});
