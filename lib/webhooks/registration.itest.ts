import { asc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { devices, entries, webhookDeliveries, webhooks } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { createWorker, type Worker } from "@/lib/jobs/worker";
import { createNuki } from "@/lib/nuki/client";
import type { SyncContext } from "@/lib/sync/context";
import { storeEntries } from "@/lib/sync/observe-entries";
import { type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { webhookUrlOf } from "./address";
import { register, unregister } from "./registration";
import { tendWebhooks } from "./tend";
import { startReceiver } from "./testing";
import { workOffDeliveries } from "./work-off";

describeDatabases("webhooks of the simulator", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let receiver: Awaited<ReturnType<typeof startReceiver>>;
  let context: SyncContext;
  let worker: Worker;
  let url: string;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    receiver = await startReceiver(database);
    context = { ...lab.context, nuki: await withOAuth(lab) };
    url = webhookUrlOf(receiver.publicUrl, context.account.id);
    const runImport = async () => false;
    worker = createWorker({ queue, now: lab.now, connect: () => context, runImport });
    await lab.turn();
  });
  afterEach(async () => {
    await receiver.close();
    await lab.stop();
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const targets = async () => {
    const { targets: all } = (await lab.control("GET", "webhooks")) as {
      targets: { url: string; kind: string }[];
    };
    return all.filter(({ kind }) => kind === "decentral").map((target) => target.url);
  };
  const tend = (publicUrl = receiver.publicUrl, connect = () => context) =>
    tendWebhooks({ db: database.db, connect, publicUrl, now: lab.now });
  const kept = () => database.db.select().from(webhooks);
  const firstDoor = async () => {
    const [door] = await database.db.select().from(devices).orderBy(asc(devices.nukiId)).limit(1);
    if (!door) throw new Error("no door");
    return door;
  };
  const stateOf = async (id: string) => {
    const rows = await database.db.select().from(devices);
    return rows.find((row) => row.id === id)?.state;
  };
  const workOff = () => workOffDeliveries({ ...context, connect: () => context, queue, storeEntries });
  /** Until all that happened was told, worked off and looked at. */
  const follow = async (calls: number) => {
    await lab.advance(10_000);
    await vi.waitUntil(() => receiver.answers.length >= calls, { timeout: 10_000 });
    while (await workOff());
    await worker.look();
  };

  describe("a registration", () => {
    test("is made once, and its secret opens what Nuki sends", async () => {
      await register(context, receiver.publicUrl);
      expect(await targets()).toEqual([url]);
      const door = await firstDoor();
      await lab.control("POST", `devices/${door.nukiId}/hand`, { action: 1 });
      await follow(2);
      expect(receiver.answers.every((answer) => answer === 200)).toBe(true);
      expect(await stateOf(door.id)).toBe(3);
      const moved = await database.db.select().from(entries).where(eq(entries.deviceId, door.id));
      expect(moved.map(({ action }) => action)).toEqual([1]);
      expect(await kept()).toMatchObject([{ kind: "decentral", url, lastReceivedAt: expect.any(Date) }]);
    });

    test("of ours that nobody knows the secret of is taken away before there is another", async () => {
      await register(context, "https://old.example.com");
      await context.nuki.registrar.registerWebhook("https://of.somebody.else/hook", ["DEVICE_LOGS"]);
      await database.db.delete(webhooks);
      await register(context, receiver.publicUrl);
      expect((await targets()).sort()).toEqual([url, "https://of.somebody.else/hook"].sort());
    });

    test("is refused to a plain API token, which changes nothing and is found out once per token", async () => {
      await expect(register(lab.context, receiver.publicUrl)).rejects.toMatchObject({ status: 401 });
      expect(await kept()).toEqual([]);
      const asked = async () =>
        ((await lab.control("GET", "requests?limit=100000")) as { path: string }[]).filter(({ path }) =>
          path.includes("decentralWebhook"),
        ).length;
      await tend(receiver.publicUrl, () => lab.context);
      const before = await asked();
      await tend(receiver.publicUrl, () => lab.context);
      expect(await asked()).toBe(before);
    });

    test("ends at Nuki when it is switched off", async () => {
      await register(context, receiver.publicUrl);
      await unregister(context);
      expect(await targets()).toEqual([]);
    });
  });

  describe("its health", () => {
    beforeEach(async () => {
      await register(context, receiver.publicUrl);
    });

    test("one that Nuki lost is made again, and signs with the new secret", async () => {
      for (const { id } of await context.nuki.registrar.listWebhooks()) {
        await context.nuki.registrar.removeWebhook(id);
      }
      await tend();
      expect(await targets()).toEqual([url]);
      await lab.control("POST", `devices/${(await firstDoor()).nukiId}/hand`, { action: 1 });
      await follow(2);
      expect(new Set(receiver.answers)).toEqual(new Set([200]));
    });

    test("one at an address of old moves, and nothing is left behind", async () => {
      await tend("https://doors.example.com");
      expect(await targets()).toEqual([webhookUrlOf("https://doors.example.com", context.account.id)]);
      await tend();
      expect(await targets()).toEqual([url]);
      expect(await kept()).toHaveLength(1);
    });

    test("one that is as it should be is left alone", async () => {
      const [before] = await kept();
      await tend();
      expect((await kept())[0]).toMatchObject({ nukiId: before?.nukiId, problem: null });
    });

    test("one that Nuki writes in its own way, or with less than was asked for, is left alone", async () => {
      const [before] = await kept();
      const stands = { url: before?.url.replace("http://", "HTTP://") ?? "", features: ["DEVICE_LOGS"] };
      await database.db.update(webhooks).set(stands);
      await tend();
      expect((await kept())[0]).toMatchObject({ nukiId: before?.nukiId, problem: null });
    });

    test("one of which Nuki took something away is made again", async () => {
      const [before] = await kept();
      await database.db.update(webhooks).set({ features: [...(before?.features ?? []), "DEVICE_SOMETHING"] });
      await tend();
      expect((await kept())[0]?.nukiId).not.toBe(before?.nukiId);
    });

    test("a double is taken away", async () => {
      await context.nuki.registrar.registerWebhook(url, ["DEVICE_LOGS"]);
      await tend();
      expect(await targets()).toEqual([url]);
    });

    test("what Nuki stopped because of failures is started again", async () => {
      await lab.control("POST", "advanced/40001", { webhookStatus: "DEACTIVATED" });
      await tend();
      const { webhookStatus } = (await lab.control("POST", "advanced/40001", {})) as {
        webhookStatus: string;
      };
      expect(webhookStatus).toBe("ACTIVE");
      expect(await kept()).toMatchObject([{ problem: null }]);
    });

    test("a token that no longer may is told, and forgotten when it may again", async () => {
      await tend(receiver.publicUrl, () => lab.context);
      expect(await kept()).toMatchObject([{ problem: "not_allowed" }]);
      await tend();
      expect(await kept()).toMatchObject([{ problem: null }]);
    });

    test("one that stays silent while doors move is told, until it speaks", async () => {
      const door = await firstDoor();
      const { publicUrl } = receiver;
      await lab.faults({ webhookLoss: 1_000 });
      await lab.advance(20 * 60_000);
      for (const action of [1, 2, 1]) {
        await lab.control("POST", `devices/${door.nukiId}/hand`, { action });
        await lab.advance(60_000);
      }
      const rows = await context.nuki.reader.listLog({ limit: 3 });
      await storeEntries(context, rows);
      await tend(publicUrl);
      expect(await kept()).toMatchObject([{ problem: null }]);
      await lab.advance(10 * 60_000);
      await tend(publicUrl);
      expect(await kept()).toMatchObject([{ problem: "silent" }]);
      await database.db.update(webhooks).set({ lastReceivedAt: new Date(lab.now()) });
      await tend(publicUrl);
      expect(await kept()).toMatchObject([{ problem: null }]);
    });

    test("a server that Nuki cannot call asks for nothing", async () => {
      await tend("http://doors.example.com");
      expect(await targets()).toEqual([url]);
    });
  });

  test("whatever Nuki does on the way, the door is shown as it is and each entry once", async () => {
    await register(context, receiver.publicUrl);
    await lab.faults({
      webhookDuplicate: 3,
      webhookReorder: true,
      webhookForge: 2,
      webhookReserialise: 1,
      webhookAsArray: 2,
    });
    const door = await firstDoor();
    for (const action of [1, 2, 1]) {
      await lab.control("POST", `devices/${door.nukiId}/hand`, { action });
      await lab.advance(4_000);
    }
    await follow(6);
    await lab.control("POST", "webhooks/replay", { last: 6, times: 2, reverse: true });
    const stored = await database.db.$count(webhookDeliveries);
    await workOff();
    await worker.look();
    expect(await database.db.$count(webhookDeliveries)).toBe(stored);
    expect(receiver.answers).toContain(401);
    expect(await stateOf(door.id)).toBe(3);
    const rows = await database.db.select().from(entries).where(eq(entries.deviceId, door.id));
    expect(new Set(rows.map(({ nukiId }) => nukiId)).size).toBe(rows.length);
    expect(await kept()).toMatchObject([{ received: expect.any(Number) }]);
  });
});

/** The lab's own token is a plain one; this one came through Nuki's consent page. */
async function withOAuth(lab: SyncLab) {
  const scopes = [
    "account",
    "smartlock",
    "smartlock.auth",
    "smartlock.log",
    "smartlock.action",
    "webhook.decentral",
  ];
  const { token } = (await lab.control("POST", "tokens", { kind: "oauth", scopes })) as { token: string };
  return createNuki({
    baseUrl: lab.simulator.url,
    token: async () => token,
    limiter: { acquire: async () => {}, pause: () => {} },
    sleep: async () => {},
    timeoutMs: 5_000,
  });
}
