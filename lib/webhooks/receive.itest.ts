import { asc, eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { devices, entries, webhookDeliveries, webhooks } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { storeEntries } from "@/lib/sync/observe-entries";
import { hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { flushRejected } from "./rejected";
import { caller, enterCentral } from "./testing";
import { workOffDeliveries } from "./work-off";

const code = 781_394;

describeDatabases("webhooks", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let post: ReturnType<typeof caller>;
  let door: { id: string; nukiId: number };

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    for (const { id } of await queue.take("look", 1_000)) await queue.done("look", [id]);
    lab = await startSyncLab(database);
    await lab.turn();
    await enterCentral(database, lab.context);
    post = caller(database, lab.context.account.id);
    const [first] = await database.db.select().from(devices).orderBy(asc(devices.nukiId)).limit(1);
    if (!first) throw new Error("no door");
    door = first;
  });
  afterEach(() => lab.stop());
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const status = (state: number) => ({
    feature: "DEVICE_STATUS",
    smartlockId: door.nukiId,
    state: { mode: 2, state, trigger: 1, lastAction: 2, batteryCritical: false, doorState: 2 },
    serverState: 0,
    adminPinState: 0,
  });
  const logRow = (id: string, more: object = {}) => ({
    feature: "DEVICE_LOGS",
    smartlockLog: {
      ...{ id, smartlockId: door.nukiId, deviceType: 4, name: "Ada", action: 1, trigger: 255, state: 0 },
      ...{ autoUnlock: false, date: "2026-03-02T08:00:00.000Z", source: 1, ...more },
    },
  });
  const auth = (more: object = {}) => ({
    feature: "DEVICE_AUTHS",
    deleted: false,
    smartlockAuth: {
      ...{ id: "65e2f0a1b2c3d4e5f6071829", smartlockId: door.nukiId, authId: 8200, code, type: 13 },
      ...{ name: "Desk 12", enabled: true, updateDate: "2026-03-02T08:00:00.000Z", ...more },
    },
  });
  const stored = () => database.db.select().from(webhookDeliveries).orderBy(asc(webhookDeliveries.id));
  const workOff = () =>
    workOffDeliveries({ ...lab.context, connect: () => lab.context, queue, storeEntries });
  const looks = async () => {
    const jobs = await queue.take("look", 1_000);
    await queue.done(
      "look",
      jobs.map(({ id }) => id),
    );
    return jobs.map(({ data }) => data);
  };
  const webhook = async () => (await database.db.select().from(webhooks))[0];

  describe("who is believed", () => {
    const refused: [string, Parameters<typeof post>[1]][] = [
      ["another key", { key: "guessed" }],
      ["no signature", { signature: null }],
      ["an empty signature", { signature: "" }],
      ["a signature of nothing", { signature: "0".repeat(64) }],
      ["an account that does not exist", { account: "3f0c2f52-0d5e-4b59-9a57-6f1f5d1f0c11" }],
      ["an account that is no account", { account: "../../etc/passwd" }],
    ];
    test.each(refused)("nobody with %s, and nothing is stored", async (_, how) => {
      expect(await post(status(3), how)).toBe(false);
      expect(await stored()).toEqual([]);
    });

    test("not who writes a genuine body anew, even with the same members", async () => {
      const body = JSON.stringify(status(3));
      const { createHmac } = await import("node:crypto");
      const signature = createHmac("sha256", "the client secret").update(body).digest("hex");
      expect(await post(body, { signature })).toBe(true);
      expect(await post(JSON.stringify(status(3), null, 1), { signature })).toBe(false);
    });

    test("refused calls are counted, in a lump", async () => {
      for (let n = 0; n < 5; n += 1) await post(status(3), { key: "guessed" });
      expect(await webhook()).toMatchObject({ rejected: 0, received: 0 });
      await flushRejected(database.db, new Date());
      expect(await webhook()).toMatchObject({ rejected: 5, received: 0, lastRejectedAt: expect.any(Date) });
    });
  });

  describe("what comes again", () => {
    test("a replayed entry is kept once, however it is written down", async () => {
      const row = logRow("65e2f0a1b2c3d4e5f6070001");
      await post(row);
      await workOff();
      await post(row);
      const { id, ...rest } = row.smartlockLog;
      await post(JSON.stringify({ smartlockLog: { ...rest, id }, feature: row.feature }, null, 2));
      await post([row, row]);
      expect(await stored()).toHaveLength(1);
      expect(await workOff()).toBe(false);
      expect(await database.db.select().from(entries)).toHaveLength(1);
      expect(await webhook()).toMatchObject({ received: 4 });
    });

    test("a doubled state is one look at the door", async () => {
      await Promise.all([post(status(1)), post(status(1)), post(status(1))]);
      await workOff();
      expect(await stored()).toHaveLength(1);
      expect(await looks()).toEqual([{ deviceIds: [door.id], lists: [] }]);
    });

    test("a door that is locked again tomorrow is looked at again, though the words are the same", async () => {
      for (const state of [1, 3, 1, 3]) {
        await post(status(state));
        await workOff();
      }
      expect(await stored()).toHaveLength(2);
      expect(await looks()).toHaveLength(4);
    });

    test("a code that was changed is another message, though no code is kept", async () => {
      await post(auth());
      await post(auth({ code: 394_781 }));
      expect(await stored()).toHaveLength(2);
    });
  });

  test("the order in which messages come does not matter", async () => {
    const before = lab.now();
    await lab.control("POST", `devices/${door.nukiId}/hand`, { action: 1 });
    await lab.advance(5_000);
    for (const state of [3, 2, 1]) await post(status(state));
    await workOff();
    const [look] = await looks();
    expect(look).toEqual({ deviceIds: [door.id], lists: [] });
    expect(lab.now()).toBeGreaterThan(before);
  });

  test("a list is taken apart, and what is unknown is kept beside what is not", async () => {
    const mood = { feature: "DEVICE_MOOD", smartlockId: door.nukiId, mood: "blue" };
    const result = { type: "UnlockAction", requestId: "r1", smartlockId: door.nukiId, success: true };
    const user = { feature: "ACCOUNT_USER", deleted: false, accountUser: { accountUserId: 7 } };
    await post([status(3), auth(), logRow("65e2f0a1b2c3d4e5f6070002"), mood, result, user]);
    expect((await stored()).map(({ feature }) => feature)).toEqual([
      ...[
        "DEVICE_STATUS",
        "DEVICE_AUTHS",
        "DEVICE_LOGS",
        "DEVICE_MOOD",
        "result:UnlockAction",
        "ACCOUNT_USER",
      ],
    ]);
    await workOff();
    expect(await looks()).toEqual([{ deviceIds: [door.id], lists: [door.id] }]);
    expect((await stored()).every(({ processedAt }) => processedAt !== null)).toBe(true);
    expect(await database.db.select().from(entries)).toMatchObject([{ deviceId: door.id, name: "Ada" }]);
  });

  test("the echoes of an import do not have a list read that is being read all the time", async () => {
    const ground = await layGround(database);
    const busy = ground.doors.find(({ keypadModel }) => keypadModel !== null);
    if (!busy) throw new Error("no keypad");
    const people = ["Ada", "Bela", "Cleo", "Dora", "Emil"];
    const staffIds = [];
    for (const name of people) {
      staffIds.push(await hire(database, ground, name, { doors: [busy.id] }, lab.now()));
    }
    await lab.turn(staffIds);
    const echo = auth({ smartlockId: busy.nukiId });
    await post(echo);
    await workOff();
    expect(await looks()).toEqual([]);
    await lab.settle(staffIds);
    await post(echo);
    await workOff();
    expect(await looks()).toEqual([{ deviceIds: [], lists: [busy.id] }]);
  });

  test("no code is anywhere in the database afterwards", async () => {
    await post([
      auth({ name: `Desk ${code}` }),
      { type: "AuthCreation", requestId: "r2", success: true, detail: [{ inviteCode: `${code}`, code }] },
      { feature: "DEVICE_MOOD", secret: { deep: [`x${code}x`] }, note: `it is ${code}` },
    ]);
    await workOff();
    expect(await stored()).toHaveLength(3);
    const tables = await database.db.execute<{ name: string }>(
      `select quote_ident(schemaname) || '.' || quote_ident(tablename) as name from pg_tables
       where schemaname in ('public', 'boss')`,
    );
    for (const { name } of tables.rows) {
      const found = await database.db.execute(`select 1 from ${name} t where t::text like '%${code}%'`);
      expect(found.rows, name).toEqual([]);
    }
  });

  test("what is signed but makes no sense is accepted, so that Nuki does not stop calling", async () => {
    const junk = ["", "null", "7", '"x"', "[]", "{}", "<html>", `${"[".repeat(50_000)}${"]".repeat(50_000)}`];
    for (const body of junk) expect(await post(body)).toBe(true);
    expect(await post('{"feature":"A\\u0000B","x":"\\ud800\\u0000"}')).toBe(true);
    await workOff();
    expect((await stored()).map(({ feature }) => feature)).toEqual(["unknown", "AB"]);
    expect(await looks()).toEqual([]);
  });

  test("doors and accounts that are not ours cause nothing", async () => {
    await post([
      { ...status(1), smartlockId: 99 },
      {
        feature: "DEVICE_LOGS",
        smartlockLog: { ...logRow("65e2f0a1b2c3d4e5f6070003").smartlockLog, smartlockId: 99 },
      },
    ]);
    await workOff();
    expect(await looks()).toEqual([]);
    expect(await database.db.select().from(entries)).toEqual([]);
  });

  test("an entry that cannot be kept does not hold up the next one", async () => {
    await post([
      logRow("65e2f0a1b2c3d4e5f6070004", { state: 2 ** 40 }),
      logRow("65e2f0a1b2c3d4e5f6070005"),
      status(3),
    ]);
    await workOff();
    const kept = await database.db.select().from(entries);
    expect(kept.map(({ nukiId }) => nukiId)).toContain("65e2f0a1b2c3d4e5f6070005");
    expect(await looks()).toHaveLength(1);
    expect(await workOff()).toBe(false);
  });

  test("what was not worked off when a process died is worked off by the next one", async () => {
    await post(status(3));
    const broken = { enqueue: async () => Promise.reject(new Error("killed")) };
    const tools = { ...lab.context, connect: () => lab.context, storeEntries };
    await expect(workOffDeliveries({ ...tools, queue: broken })).rejects.toThrow("killed");
    expect(await stored()).toMatchObject([{ processedAt: null }]);
    await workOff();
    expect(await looks()).toHaveLength(1);
    await database.db.delete(webhooks).where(eq(webhooks.kind, "central"));
    expect(await post(status(3))).toBe(false);
  });
});
