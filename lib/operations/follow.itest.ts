import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, Instant } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import {
  admins,
  auditEvents,
  type devices,
  liveEvents,
  type OperationKind,
  operations,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { createWorker, type Worker } from "@/lib/jobs/worker";
import { setConnector } from "@/lib/sync/connector";
import { followLog } from "@/lib/sync/follow-log";
import { layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { operateDoor } from "./commands";
import { createFollower, hasOpenOperations } from "./follow";

describeDatabases("what becomes of a press, as the door shows it", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let worker: Worker;
  let follow: () => Promise<boolean>;
  let door: typeof devices.$inferSelect;
  let opener: typeof devices.$inferSelect;
  let reception: Actor;

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
    for (const job of await queue.take("look", 1000)) await queue.done("look", [job.id]);
    lab = await startSyncLab(database, { size: { staff: 0, locks: 3, openers: 1 } });
    setConnector(() => lab.context);
    worker = createWorker({
      queue,
      connect: () => lab.context,
      runImport: async () => false,
      now: lab.now,
    });
    follow = createFollower(lab.now);
    await lab.turn();
    const { doors } = await layGround(database);
    door = one(doors.filter((row) => row.type === 4));
    opener = one(doors.filter((row) => row.type === 2));
    const [admin] = await database.db
      .insert(admins)
      .values({ email: `${randomUUID()}@office.test`, name: "Eva", role: "reception", allSites: true })
      .returning();
    const { id, name, email } = one(admin ? [admin] : []);
    reception = makeActor({ adminId: id, name, email, role: "reception", sites: "all" });
    await lab.advance(60_000);
  });
  afterEach(() => lab.stop());

  const press = async (device: { id: DeviceId }, kind: OperationKind) =>
    expectOk(
      await operateDoor(
        reception,
        { deviceId: device.id, kind, pressId: randomUUID(), reason: "" },
        new Date(lab.now()),
      ),
    );
  const verb = (device: { nukiId: number }, name: string, body: object = {}) =>
    lab.control("POST", `devices/${device.nukiId}/${name}`, body);
  const stored = () => database.db.select().from(operations).orderBy(operations.requestedAt);
  const actions = async () => (await lab.writes()).filter(({ path }) => path.endsWith("/action")).length;

  /** The office's clockwork: the worker's looks, the walk through the log, the chore. Until nothing is open. */
  async function untilSettled(limitMs = 90_000): Promise<Instant> {
    const end = lab.now() + limitMs;
    const from = lab.now();
    while (lab.now() < end && (await hasOpenOperations())) {
      await lab.advance(1_000);
      await worker.look();
      if ((lab.now() - from) % 30_000 === 0) await followLog(lab.context);
      await follow();
    }
    return lab.now() - from;
  }

  test.each(["unlock", "unlatch", "lock", "lock_n_go"] as const)(
    "%s is done when the lock shows it, within seconds, by one request",
    async (kind) => {
      if (kind === "lock") {
        await verb(door, "hand", { action: 1 });
        await lab.advance(10_000);
      }
      expect((await press(door, kind)).state).toBe("accepted");
      expect(await untilSettled()).toBeLessThan(30_000);
      expect(await stored()).toMatchObject([{ kind, state: "done", outcome: null }]);
      expect(await actions()).toBe(1);
    },
  );

  test("an opener opens, rings open and lets everybody in, each proven by what it shows", async () => {
    const kinds = ["open", "ring_to_open_on", "ring_to_open_off", "continuous_on", "continuous_off"] as const;
    for (const kind of kinds) {
      await press(opener, kind);
      await untilSettled();
      await lab.advance(30_000);
      await worker.look();
    }
    expect((await stored()).map(({ kind, state }) => [kind, state])).toEqual(
      kinds.map((kind) => [kind, "done"]),
    );
    expect(await actions()).toBe(kinds.length);
  });

  test("a blocked motor is a refusal with its reason, not a success", async () => {
    await verb(door, "jam", { completion: 1 });
    await press(door, "unlock");
    await untilSettled();
    expect(await stored()).toMatchObject([{ state: "refused", outcome: "log_1" }]);
    expect(await actions()).toBe(1);
  });

  test("a door that rejects it without moving is told by its log", async () => {
    await verb(door, "jam", { completion: 9 });
    await press(door, "unlock");
    await untilSettled();
    const [row] = await stored();
    expect(row).toMatchObject({ state: "refused", outcome: "log_9" });
    expect(row?.entryNukiId).toMatch(/^[0-9a-f]{24}$/);
  });

  test("while somebody else's command runs, Nuki's 423 is a refusal, and nothing is sent again", async () => {
    await lab.context.nuki.operator.action(door.nukiId, 2);
    expect(await press(door, "unlock")).toMatchObject({
      state: "refused",
      outcome: "device_busy",
      settled: true,
    });
    await lab.advance(30_000);
    await follow();
    expect(await actions()).toBe(2);
  });

  test("a door that was already unlocked is done by its new entry, not by its old state", async () => {
    await verb(door, "hand", { action: 1 });
    await lab.advance(30_000);
    await worker.look();
    await press(door, "unlock");
    await follow();
    expect(await stored()).toMatchObject([{ state: "accepted" }]);
    await untilSettled();
    const [row] = await stored();
    expect(row).toMatchObject({ state: "done" });
    expect(row?.entryNukiId).not.toBeNull();
  });

  test("a door that falls silent after it was accepted leaves it unknown", async () => {
    await press(door, "unlock");
    await verb(door, "offline");
    await untilSettled();
    expect(await stored()).toMatchObject([{ state: "unknown", outcome: "no_proof" }]);
    expect(await actions()).toBe(1);
  });

  test("a request that hangs, and a door that opens all the same: done, by one request", async () => {
    await lab.faults({ hang: 1, hangExecutes: true, match: { method: "POST" } });
    const row = expectOk(
      await operateDoor(
        reception,
        { deviceId: door.id, kind: "unlock", pressId: randomUUID(), reason: "" },
        new Date(lab.now()),
        50,
      ),
    );
    expect(row.state).toBe("sent");
    await untilSettled();
    expect(await stored()).toMatchObject([{ state: "done" }]);
    expect(await actions()).toBe(1);
  });

  test("a reset after Nuki has taken it is not believed to have failed", async () => {
    await lab.faults({ reset: 1, resetExecutes: true, match: { method: "POST" } });
    expect(await press(door, "unlock")).toMatchObject({ state: "unknown", outcome: "no_answer" });
    await untilSettled();
    expect(await stored()).toMatchObject([{ state: "done" }]);
    expect(await actions()).toBe(1);
  });

  test("each step is told to the browsers, and the end is in the audit trail once", async () => {
    await press(door, "unlock");
    await untilSettled();
    await follow();
    const news = await database.db.select().from(liveEvents).where(eq(liveEvents.topic, "operations"));
    // Requested, sent, accepted, done.
    expect(news).toHaveLength(4);
    expect(new Set(news.map((row) => row.deviceId))).toEqual(new Set([door.id]));
    const events = (await database.db.select().from(auditEvents)).filter(({ type }) =>
      type.startsWith("door."),
    );
    expect(events.map(({ type, adminId }) => [type, adminId])).toEqual([
      ["door.operation_requested", reception.adminId],
      ["door.operation_settled", null],
    ]);
  });
});

function one<T>(items: readonly T[]): T {
  const [first] = items;
  if (first === undefined) throw new Error("nothing there");
  return first;
}
