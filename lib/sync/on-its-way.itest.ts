import { eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import { changes, rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { retireCodes } from "@/lib/staff/codes";
import type { StandInDoor } from "@/scripts/testing/stand-in-world";
import type { SyncContext } from "./context";
import { type ChaosLab, createLife, startChaosLab } from "./sample-lab";
import { type Ground, hire, layGround, statesOf } from "./testing";
import { takeTurn } from "./turn";

const startAt = Date.parse("2026-03-02T08:00:00.000Z");
const door: StandInDoor = { id: 17_179_869_185, type: 4, name: "Front", keypad: true, foreign: [] };

describeDatabases("what is still on its way", (open) => {
  let database: TestDatabase;
  let lab: ChaosLab;
  let ground: Ground;
  let context: SyncContext;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    lab = await startChaosLab(database, { seed: 1, startAt, doors: [door] });
    context = lab.newWorker(createLife());
    await takeTurn(context, []);
    ground = await layGround(database);
  });
  afterEach(() => lab.stop());

  const employ = () =>
    hire(database, ground, "Anna Berger", { doors: ground.doors.map((row) => row.id), app: true }, startAt);
  const sent = (method: string) =>
    lab.standIn.requests.filter((request) => request.method === method && request.path === "/smartlock/auth");
  const settle = async (wanted: readonly StaffId[] = []) => {
    let scope = wanted;
    for (let turns = 0; turns < 200; turns += 1) {
      const turn = await takeTurn(context, scope);
      scope = [];
      if ((await database.db.$count(changes, isNull(changes.closedAt))) === 0) return;
      const rest = (turn?.nextAt ?? 0) - lab.now();
      lab.standIn.world.advance(Math.max(1_000, Math.min(rest, 30_000)));
    }
    throw new Error("the sync did not come to rest");
  };

  test("a create that arrives after the client gave it up is not sent a second time", async () => {
    const anna = await employ();
    lab.standIn.setTrouble({ travel: 1 });
    await takeTurn(context, [anna]);
    lab.standIn.setTrouble({});
    await settle();
    lab.standIn.world.advance(120_000);
    expect(lab.standIn.violations).toEqual([]);
    expect(sent("PUT")).toHaveLength(2);
    expect(await statesOf(database, anna)).toEqual(["active", "active"]);
  });

  test("an update does not keep a leaver's removal waiting for its own patience, only for Nuki's", async () => {
    const anna = await employ();
    await settle([anna]);
    lab.standIn.setTrouble({ late: 1 });
    await database.db.update(staff).set({ displayName: "Anna Huber" }).where(eq(staff.id, anna));
    await takeTurn(context, [anna]);
    lab.standIn.setTrouble({});
    await database.db.transaction(async (tx) => {
      await tx.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
      await tx.delete(rules).where(eq(rules.staffId, anna));
      await retireCodes(tx, [anna], new Date(lab.now()));
      await record(tx, systemActor(), [{ type: "staff.removed", subjectId: anna }], new Date(lab.now()));
    });
    await takeTurn(context, [anna]);
    expect(sent("DELETE").map((request) => request.status)).toEqual([423]);
    await settle();
    expect(lab.standIn.world.truth(door.id)).toEqual([]);
    expect(lab.standIn.violations).toEqual([]);
  });
});
