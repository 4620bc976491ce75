import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { transact } from "@/lib/db/connection";
import { admins, auditEvents, settingChanges, sites } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { createWorker } from "@/lib/jobs/worker";
import { setConnector } from "@/lib/sync/connector";
import { layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { createSettingsRunner } from "./apply";
import { changeSettings, renameDevice, resolveSetting } from "./commands";
import { findDeviceSettings } from "./queries";
import { hasDueSettings } from "./store";
import { requestDeviceSync } from "./sync";

type Values = Record<string, unknown>;

describeDatabases("settings of devices", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let owner: Actor;
  let door: { id: DeviceId; nukiId: number };
  let run: () => Promise<boolean>;
  let look: () => Promise<boolean>;

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
    lab = await startSyncLab(database, {
      size: { staff: 0, locks: 2, openers: 1 },
      latency: { minMs: 2_000, maxMs: 15_000 },
    });
    await lab.turn();
    const ground = await layGround(database);
    const first = ground.doors.find(({ type }) => type === 4 || type === 5);
    if (!first) throw new Error("no lock");
    door = first;
    owner = await addActor("owner");
    setConnector(() => lab.context);
    run = createSettingsRunner(() => lab.context, lab.now);
    const worker = createWorker({
      queue,
      connect: () => lab.context,
      runImport: async () => false,
      now: lab.now,
    });
    look = worker.look;
  });
  afterEach(() => lab.stop());

  async function addActor(role: Role, siteIds: "all" | SiteId[] = "all"): Promise<Actor> {
    const email = `${role}-${crypto.randomUUID()}@office.test`;
    const [admin] = await database.db.insert(admins).values({ email, name: "Eva", role }).returning();
    if (!admin) throw new Error("no admin");
    return makeActor({ adminId: admin.id, name: admin.name, email, role, sites: siteIds });
  }

  const change = (
    member: string,
    before: boolean | number,
    after: boolean | number,
    { part = "advanced", actor = owner, deviceId = door.id } = {},
  ) =>
    changeSettings(
      actor,
      { deviceId, changes: [{ part: part as "advanced", member, before, after }] },
      new Date(lab.now()),
    );

  /** Runs the chore second by second until this change has come so far. */
  async function until(done: (row: typeof settingChanges.$inferSelect) => boolean, seconds = 700) {
    for (let second = 0; second < seconds; second += 1) {
      await run();
      const rows = await stored();
      if (rows.length > 0 && rows.every(done)) return rows;
      await lab.advance(1_000);
    }
    throw new Error(`it did not come so far: ${JSON.stringify(await stored())}`);
  }
  const closed = (row: { closedAt: Date | null }) => row.closedAt !== null;
  const stored = () => database.db.select().from(settingChanges).orderBy(settingChanges.createdAt);
  /** The device as it stands now is known, without waiting for the next poll. */
  async function see(): Promise<void> {
    await transact((tx) => queue.enqueue(tx, "look", { deviceIds: [door.id] }));
    await look();
  }
  const verb = (name: string, body: unknown = {}) =>
    lab.control("POST", `devices/${door.nukiId}/${name}`, body);
  const writes = async () => (await lab.writes()).filter(({ path }) => path.includes("config"));
  const atNuki = async (): Promise<{ config: Values; advancedConfig: Values; name: string }> => {
    const found = await lab.context.nuki.reader.getDevice(door.nukiId);
    return { config: found.config ?? {}, advancedConfig: found.advancedConfig ?? {}, name: found.name };
  };
  const events = async () =>
    (await database.db.select().from(auditEvents).orderBy(auditEvents.id)).map(({ type, detail }) => [
      type,
      ...(detail.state ? [detail.state] : []),
    ]);

  test("a setting is synced, written whole, read back and then confirmed", async () => {
    const before = await atNuki();
    expectOk(await change("autoLock", true, false));
    expect(await writes()).toEqual([]);
    const [row] = await until(closed);
    expect(row).toMatchObject({ state: "confirmed", attempts: 1, reason: null });
    const after = await atNuki();
    expect(after).toEqual({ ...before, advancedConfig: { ...before.advancedConfig, autoLock: false } });
    const [write, ...more] = await writes();
    expect(more).toEqual([]);
    const { totalDegrees: _, ...whole } = after.advancedConfig;
    expect(write?.body).toEqual(whole);
    expect((await lab.writes()).map(({ path }) => path.split("/").at(-1))).toEqual(["sync", "config"]);
    expect(await events()).toEqual([["device.setting_changed"], ["device.setting_settled", "confirmed"]]);
    await look();
    const settings = await findDeviceSettings(owner, door.id, new Date(lab.now()));
    expect(settings?.rows.find(({ setting }) => setting.member === "autoLock")).toMatchObject({
      value: false,
      change: { state: "confirmed", by: "Eva" },
    });
    expect(await hasDueSettings(new Date(lab.now() + 3600_000))).toBe(false);
  });

  test("accepted is not done: while the device shows the old value nothing is confirmed", async () => {
    expectOk(await change("lngTimeout", 20, 30));
    const [row] = await until(({ state }) => state === "accepted");
    expect(row).toMatchObject({ closedAt: null });
    expect((await atNuki()).advancedConfig.lngTimeout).toBe(20);
    await until(({ state }) => state === "confirmed");
  });

  test("a change made in the app meanwhile to another setting is not undone", async () => {
    await verb("app-config", { advancedConfig: { autoLockTimeout: 90 }, config: { ledEnabled: false } });
    expectOk(await change("autoLock", true, false));
    await until(({ state }) => state === "confirmed");
    const { config, advancedConfig } = await atNuki();
    expect([advancedConfig.autoLock, advancedConfig.autoLockTimeout, config.ledEnabled]).toEqual([
      false,
      90,
      false,
    ]);
  });

  test("the same setting changed in the app meanwhile is told with both values, and nothing is written", async () => {
    await verb("app-config", { advancedConfig: { autoLockTimeout: 90 } });
    expectOk(await change("autoLockTimeout", 1200, 300));
    const [row] = await until(({ state }) => state === "needs_review");
    expect(row).toMatchObject({ before: 1200, after: 300, reason: "changed", closedAt: null });
    expect(await writes()).toEqual([]);
    await look();
    const settings = await findDeviceSettings(owner, door.id, new Date(lab.now()));
    expect(settings?.rows.find(({ setting }) => setting.member === "autoLockTimeout")?.value).toBe(90);

    const changeId = row?.id ?? "";
    expect(await resolveSetting(owner, { changeId, seen: 1200, take: "mine" })).toMatchObject({
      refusal: { code: "setting_outdated" },
    });
    expectOk(await resolveSetting(owner, { changeId, seen: 90, take: "mine" }, new Date(lab.now())));
    await until(({ state }) => state === "confirmed");
    expect((await atNuki()).advancedConfig.autoLockTimeout).toBe(300);
  });

  test("what the device has can be left as it is, and then the setting is free again", async () => {
    await verb("app-config", { advancedConfig: { autoLockTimeout: 90 } });
    expectOk(await change("autoLockTimeout", 1200, 300));
    const [row] = await until(({ state }) => state === "needs_review");
    await look();
    const again = () => change("autoLockTimeout", 90, 60);
    expect(await again()).toMatchObject({ refusal: { code: "setting_pending" } });
    expectOk(await resolveSetting(owner, { changeId: row?.id ?? "", seen: 90, take: "device" }));
    expect(await writes()).toEqual([]);
    expectOk(await again());
  });

  test("already so, by the app: confirmed without a write", async () => {
    await verb("app-config", { advancedConfig: { autoLock: false } });
    expectOk(await change("autoLock", true, false));
    await until(({ state }) => state === "confirmed");
    expect(await writes()).toEqual([]);
  });

  test("several settings of one object are one write, and of two objects one each", async () => {
    const changes = [
      { part: "advanced" as const, member: "autoLock", before: true, after: false },
      { part: "advanced" as const, member: "lngTimeout", before: 20, after: 60 },
      { part: "config" as const, member: "ledEnabled", before: true, after: false },
    ];
    expectOk(await changeSettings(owner, { deviceId: door.id, changes }, new Date(lab.now())));
    await until(({ state }) => state === "confirmed");
    expect(await writes()).toHaveLength(2);
    const { config, advancedConfig } = await atNuki();
    expect([advancedConfig.autoLock, advancedConfig.lngTimeout, config.ledEnabled]).toEqual([
      false,
      60,
      false,
    ]);
  });

  test("a second person's setting waits for the first one's write, and neither undoes the other", async () => {
    expectOk(await change("autoLock", true, false));
    await until(({ state }) => state === "accepted");
    expectOk(await change("lngTimeout", 20, 60));
    await until(({ state }) => state === "confirmed");
    const { advancedConfig } = await atNuki();
    expect([advancedConfig.autoLock, advancedConfig.lngTimeout]).toEqual([false, 60]);
  });

  test("a device that is away gets it when it is back, and is asked first what it has by then", async () => {
    await verb("offline");
    await see();
    expectOk(await change("autoLock", true, false));
    const [row] = await until(({ reason }) => reason === "offline");
    expect(row).toMatchObject({ state: "planned", closedAt: null });
    await lab.advance(3600_000);
    await run();
    expect(await lab.writes()).toEqual([]);
    await verb("app-config", { advancedConfig: { autoLockTimeout: 45 } });
    await verb("online");
    await see();
    await until(({ state }) => state === "confirmed");
    expect((await atNuki()).advancedConfig).toMatchObject({ autoLock: false, autoLockTimeout: 45 });
  });

  test("a write that gets lost is written again, three times at most", async () => {
    expectOk(await change("autoLock", true, false));
    await until(({ state }) => state === "accepted");
    await verb("offline");
    await lab.advance(4_000);
    await verb("online");
    await see();
    const rows = await until(({ state }) => state === "confirmed");
    expect(rows).toMatchObject([{ attempts: 2 }]);
    expect(await writes()).toHaveLength(2);
  });

  test.each([true, false])(
    "an answer that does not come is looked for before anything is sent again; it had worked: %s",
    async (resetExecutes) => {
      expectOk(await change("autoLock", true, false));
      await until(({ state }) => state === "syncing");
      const pathPrefix = `/smartlock/${door.nukiId}/advanced`;
      await lab.faults({ reset: 1, resetExecutes, match: { method: "POST", pathPrefix } });
      const [row] = await until(({ reason }) => reason === "no_answer");
      expect(row).toMatchObject({ state: "sending", attempts: 1 });
      const rows = await until(({ state }) => state === "confirmed");
      expect(rows).toMatchObject([{ attempts: resetExecutes ? 1 : 2 }]);
      expect((await atNuki()).advancedConfig.autoLock).toBe(false);
    },
  );

  test("a process that dies while it writes is followed by a reading, not by another write", async () => {
    expectOk(await change("autoLock", true, false));
    await until(({ state }) => state === "accepted");
    await database.db.update(settingChanges).set({ state: "sending", nextTryAt: null });
    await until(({ state }) => state === "confirmed");
    expect(await writes()).toHaveLength(1);
  });

  test("the label is Nuki Web's own: renamed at once, also while the device is away", async () => {
    await verb("offline");
    await see();
    const { name } = await atNuki();
    expectOk(await renameDevice(owner, { deviceId: door.id, before: name, name: "Front door" }));
    await until(({ state }) => state === "confirmed");
    expect((await atNuki()).name).toBe("Front door");
    expect((await lab.writes()).map(({ body }) => body)).toEqual([{ name: "Front door" }]);
    expect((await events())[0]).toEqual(["device.renamed"]);
  });

  test("what was not sent yet can be withdrawn", async () => {
    await verb("offline");
    await see();
    expectOk(await change("autoLock", true, false));
    const [row] = await until(({ reason }) => reason === "offline");
    expectOk(await resolveSetting(owner, { changeId: row?.id ?? "", seen: true, take: "device" }));
    await verb("online");
    await see();
    await run();
    expect(await lab.writes()).toEqual([]);
    expect(await stored()).toMatchObject([{ state: "failed", reason: "withdrawn" }]);
  });

  test("a device can be asked to sync, and is looked at afterwards", async () => {
    await verb("app-config", { config: { ledEnabled: false } });
    expectOk(await requestDeviceSync(owner, door.id));
    expect((await lab.writes()).map(({ path }) => path.split("/").at(-1))).toEqual(["sync"]);
    expect(await events()).toEqual([["device.sync_requested"]]);
    // Not at once: the device needs a moment before there is something to see.
    expect(await queue.take("look", 10)).toEqual([]);
    await expect.poll(() => queue.take("look", 10), { timeout: 10_000 }).toHaveLength(1);
  });

  describe("refused", () => {
    test("what the device does not have, or may not take", async () => {
      expect(await change("rtoTimeout", 20, 30, { part: "opener" })).toMatchObject({
        refusal: { code: "not_possible_here" },
      });
      expect(await change("autoLockTimeout", 1200, 1)).toMatchObject({
        refusal: { code: "invalid_input", field: "autoLockTimeout" },
      });
      expect(await change("autoLockTimeout", 900, 60)).toMatchObject({
        refusal: { code: "setting_outdated" },
      });
      expect(await stored()).toEqual([]);
    });

    test("a second change of the same setting while the first is under way", async () => {
      expectOk(await change("autoLock", true, false));
      expect(await change("autoLock", true, false)).toMatchObject({ refusal: { code: "setting_pending" } });
      const [row] = await until(({ state }) => state === "accepted");
      expect(
        await resolveSetting(owner, { changeId: row?.id ?? "", seen: true, take: "device" }),
      ).toMatchObject({
        refusal: { code: "setting_pending" },
      });
      expect(await stored()).toHaveLength(1);
    });

    test("a device of a site that the actor does not look after, and a role that may not", async () => {
      const [elsewhere] = await database.db
        .insert(sites)
        .values({ name: "London", timeZone: "Europe/London" })
        .returning();
      const stranger = await addActor("admin", elsewhere ? [elsewhere.id] : []);
      expect(await change("autoLock", true, false, { actor: stranger })).toMatchObject({
        refusal: { code: "not_found" },
      });
      expect(await findDeviceSettings(stranger, door.id)).toBeNull();
      const manager = await addActor("manager");
      await expect(change("autoLock", true, false, { actor: manager })).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(requestDeviceSync(manager, door.id)).rejects.toMatchObject({ code: "forbidden" });
      expect(await lab.writes()).toEqual([]);
    });

    test("what Nuki refuses ends there, with its words", async () => {
      await verb("app-config", { config: { name: "" } });
      expectOk(await change("ledEnabled", true, false, { part: "config" }));
      const [row] = await until(closed);
      expect(row).toMatchObject({ state: "failed", reason: "nuki_refused" });
      expect(row?.message).toMatch(/name/);
      expect((await events()).at(-1)).toEqual(["device.setting_settled", "failed"]);
    });
  });
});
