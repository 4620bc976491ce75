import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { devices, rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import { retireCodes } from "@/lib/staff/codes";
import { hire, layGround, type SeenRequest, type SyncLab, startSyncLab, statesOf } from "@/lib/sync/testing";
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

  const requests = async () =>
    ((await lab.control("GET", "requests?limit=100000")) as SeenRequest[]).map(({ path }) => path);

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

  const workerOf = (runImport: () => Promise<boolean> = async () => false) =>
    createWorker({ queue, now: lab.now, connect: () => lab.context, runImport });
  const doorWithKeypad = async () => {
    const ground = await layGround(database);
    const door = ground.doors.find(({ keypadModel }) => keypadModel !== null);
    if (!door) throw new Error("no keypad");
    return { ground, door };
  };
  const readDoor = async (id: DeviceId) => {
    const [row] = await database.db.select().from(devices).where(eq(devices.id, id));
    if (!row) throw new Error("the door is gone");
    return row;
  };

  test("a door is looked at while the worker is busy, and once for many who asked", async () => {
    const { door } = await doorWithKeypad();
    const looked: boolean[] = [];
    const asked: string[] = [];
    const worker = workerOf(async () => {
      await lab.control("POST", `devices/${door.nukiId}/hand`, { action: door.state === 1 ? 1 : 2 });
      await lab.advance(5_000);
      await transact(async (tx) => {
        for (let times = 0; times < 3; times += 1) await queue.enqueue(tx, "look", { deviceIds: [door.id] });
      });
      const before = (await requests()).length;
      looked.push(await worker.look(), (await readDoor(door.id)).state !== door.state, await worker.look());
      asked.push(...(await requests()).slice(before));
      return false;
    });
    await transact((tx) => queue.enqueue(tx, "import", { importId: "some" }));
    await worker.step();
    expect(looked).toEqual([true, true, false]);
    expect(asked.filter((path) => path === `/smartlock/${door.nukiId}`)).toHaveLength(1);
  });

  test("a door that a look finds back online gets its list read and what waited for it, before the next poll", async () => {
    const { ground, door } = await doorWithKeypad();
    await lab.control("POST", `devices/${door.nukiId}/offline`);
    await lab.advance(30_000);
    const anna = await hire(database, ground, "Anna Berger", { doors: [door.id] }, lab.now());
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["waiting"]);
    const worker = workerOf();
    await worker.step();

    await lab.control("POST", `devices/${door.nukiId}/online`);
    await lab.advance(1_000);
    const before = (await requests()).length;
    await transact((tx) => queue.enqueue(tx, "look", { deviceIds: [door.id] }));
    await worker.look();
    await worker.step();
    await lab.advance(20_000);
    await worker.step();
    const since = (await requests()).slice(before);
    expect(since).not.toContain("/smartlock");
    expect(since).toContain(`/smartlock/${door.nukiId}/auth`);
    expect(await statesOf(database, anna)).toEqual(["active"]);
  });

  test("what was written to a door from outside is read with the next turn when somebody says so", async () => {
    const { door } = await doorWithKeypad();
    const worker = workerOf();
    await worker.step();
    await lab.advance(5_000);
    const before = (await requests()).length;
    await transact((tx) => queue.enqueue(tx, "look", { deviceIds: [], lists: [door.id] }));
    await worker.look();
    await worker.step();
    expect((await requests()).slice(before)).toEqual([`/smartlock/${door.nukiId}/auth`]);
  });

  test("a worker that runs is called by whoever asks for a look, and ends when it is told to", async () => {
    const { door } = await doorWithKeypad();
    const worker = workerOf();
    worker.start();
    await lab.control("POST", `devices/${door.nukiId}/hand`, { action: door.state === 1 ? 1 : 2 });
    await lab.advance(5_000);
    await transact((tx) => queue.enqueue(tx, "look", { deviceIds: [door.id] }));
    await vi.waitFor(async () => expect((await readDoor(door.id)).state).not.toBe(door.state), 10_000);
    await worker.stop();
    const before = (await requests()).length;
    await transact((tx) => queue.enqueue(tx, "look", { deviceIds: [door.id] }));
    expect(await requests()).toHaveLength(before);
    expect(await worker.look()).toBe(true);
  });
});
