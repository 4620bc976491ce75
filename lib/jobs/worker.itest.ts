import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import { transact } from "@/lib/db/connection";
import { rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import { retireCodes } from "@/lib/staff/codes";
import { hire, layGround, type SyncLab, startSyncLab, statesOf } from "@/lib/sync/testing";
import type { Queue } from "./queue";
import { createWorker } from "./worker";

describeDatabases("the worker", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await lab.turn();
  });
  afterEach(() => lab.stop());
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  test("a long import does not hold up whoever leaves while it runs", async () => {
    const ground = await layGround(database);
    const door = ground.doors.find(({ keypadModel }) => keypadModel !== null);
    if (!door) throw new Error("no keypad");
    const anna = await hire(database, ground, "Anna Berger", { doors: [door.id] }, lab.now());
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["active"]);

    let rounds = 0;
    const removals = async () => (await lab.writes()).filter(({ method }) => method === "DELETE").length;
    const sentBefore: number[] = [];
    const worker = createWorker({
      queue,
      now: lab.now,
      connect: () => lab.context,
      runImport: async () => {
        sentBefore.push(await removals());
        rounds += 1;
        if (rounds === 1) {
          await transact(async (tx) => {
            await tx.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
            await tx.delete(rules).where(eq(rules.staffId, anna));
            await retireCodes(tx, [anna], new Date(lab.now()));
            await queue.enqueue(tx, "sync", { staffIds: [anna] });
          });
        }
        await lab.advance(3_000);
        return rounds < 4;
      },
    });
    await transact((tx) => queue.enqueue(tx, "import", { importId: "some" }));
    await worker.step();
    expect(sentBefore).toEqual([0, 0, 1, 1]);
  });
});
