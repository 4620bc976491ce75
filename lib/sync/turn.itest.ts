import { and, eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import { authorizations, bindings, changes, devices, rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { TryLater } from "@/lib/nuki/errors";
import { type Ground, hire, layGround, type SyncLab, startSyncLab, statesOf } from "./testing";
import { takeTurn } from "./turn";

describeDatabases("one turn of the loop", (open) => {
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

  const keypads = () => ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
  const nameOf = (id: DeviceId) => ground.doors.find((door) => door.id === id)?.name ?? "";
  const codesOn = async (deviceId: DeviceId) =>
    database.db
      .select()
      .from(authorizations)
      .where(and(eq(authorizations.deviceId, deviceId), eq(authorizations.type, 13)));

  test("one create call gives a person her code on all doors, and it is active only when it was read back", async () => {
    const doors = keypads();
    expect(doors.length).toBeGreaterThan(1);
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.turn([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["sending"]));
    await lab.settle();
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
    const writes = await lab.writes();
    expect(writes.map((write) => `${write.method} ${write.path}`)).toEqual(["PUT /smartlock/auth"]);
  });

  test("planning again after all is done sends nothing", async () => {
    const anna = await hire(database, ground, "Anna Berger", { doors: keypads() }, lab.now());
    await lab.settle([anna]);
    const before = (await lab.writes()).length;
    await lab.turn("all");
    await lab.settle("all");
    expect((await lab.writes()).length).toBe(before);
    expect(await database.db.$count(changes, isNull(changes.closedAt))).toBe(0);
  });

  test("a lost create is looked for, the door is asked to sync, and only then it is sent again", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    await lab.faults({ loseCreates: 1 });
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["active"]);
    const paths = (await lab.writes()).map(
      (write) => `${write.method} ${write.path.replace(/\d{6,}/, ":id")}`,
    );
    expect(paths).toEqual(["PUT /smartlock/auth", "POST /smartlock/:id/sync", "PUT /smartlock/auth"]);
    expect(await codesOn(door)).toHaveLength(1);
  });

  test("a create that never arrives ends in a review after three requests, not in an endless loop", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    await lab.faults({ loseCreates: 99 });
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["needs_review"]);
    expect((await lab.writes()).filter((write) => write.method === "PUT")).toHaveLength(3);
  });

  test("a create whose answer never came but took effect is found and not repeated", async () => {
    const doors = keypads();
    await lab.faults({
      reset: 1,
      resetExecutes: true,
      match: { method: "PUT", pathPrefix: "/smartlock/auth" },
    });
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.settle([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
    expect((await lab.writes()).filter((write) => write.method === "PUT")).toHaveLength(1);
    for (const door of doors) expect(await codesOn(door)).toHaveLength(1);
  });

  test("a create whose answer never came and had no effect is sent again after it was looked for", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    await lab.faults({
      reset: 1,
      resetExecutes: false,
      match: { method: "PUT", pathPrefix: "/smartlock/auth" },
    });
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["active"]);
    expect(await codesOn(door)).toHaveLength(1);
  });

  test("an offline door waits, the others go on, and on its return it gets what waited", async () => {
    const doors = keypads();
    const [offline] = doors;
    if (!offline) throw new Error("no keypad");
    await lab.control("POST", `devices/${encodeURIComponent(nameOf(offline))}/offline`);
    await lab.advance(31_000);
    await lab.turn();
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.settle([anna]);
    const states = await statesOf(database, anna);
    expect(states.filter((state) => state === "waiting")).toHaveLength(1);
    expect(states.filter((state) => state === "active")).toHaveLength(doors.length - 1);
    await lab.control("POST", `devices/${encodeURIComponent(nameOf(offline))}/online`);
    await lab.advance(31_000);
    await lab.settle();
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
  });

  test("a door that goes offline after it accepted, and loses the write, gets it when it is back", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.turn([anna]);
    await lab.control("POST", `devices/${encodeURIComponent(nameOf(door))}/offline`);
    await lab.advance(31_000);
    await lab.turn();
    expect(await statesOf(database, anna)).toEqual(["waiting"]);
    await lab.control("POST", `devices/${encodeURIComponent(nameOf(door))}/online`);
    await lab.advance(31_000);
    await lab.settle();
    expect(await statesOf(database, anna)).toEqual(["active"]);
    expect(await codesOn(door)).toHaveLength(1);
  });

  test("a suspended person is switched off with the whole content, and on again without a new authorization", async () => {
    const doors = keypads();
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.settle([anna]);
    await database.db.update(staff).set({ status: "suspended" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["removed"]));
    const off = (await lab.writes()).at(-1);
    expect(off?.method).toBe("POST");
    expect(off?.body).toEqual(
      expect.arrayContaining([
        expect.objectContaining({
          name: "Anna Berger",
          enabled: false,
          remoteAllowed: false,
          allowedWeekDays: 124,
          allowedFromTime: 420,
          allowedUntilTime: 1140,
          code: expect.any(Number),
        }),
      ]),
    );
    await database.db.update(staff).set({ status: "active" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
  });

  test("a leaver's authorizations are removed everywhere in one call, and nothing that is not ours", async () => {
    const doors = keypads();
    const foreign = await database.db.$count(authorizations);
    const anna = await hire(database, ground, "Anna Berger", { doors, app: true }, lab.now());
    await lab.settle([anna]);
    await database.db.delete(rules).where(eq(rules.staffId, anna));
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    const before = (await lab.writes()).length;
    await lab.settle([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["removed"]));
    const writes = (await lab.writes()).slice(before);
    expect(writes.map((write) => `${write.method} ${write.path}`)).toEqual(["DELETE /smartlock/auth"]);
    expect(await database.db.$count(authorizations)).toBe(foreign);
    expect(await database.db.$count(bindings, isNull(bindings.endedAt))).toBe(0);
  });

  test("a leaver whose create is still on its way loses it as soon as it shows", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.turn([anna]);
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(await codesOn(door)).toHaveLength(0);
    expect((await statesOf(database, anna)).filter((state) => state !== "removed")).toEqual([]);
  });

  test("a removal that got lost is noticed and repeated", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.settle([anna]);
    await lab.faults({ loseDeletes: 1 });
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(await codesOn(door)).toHaveLength(0);
    expect((await lab.writes()).filter((write) => write.method === "DELETE")).toHaveLength(2);
  });

  test("a removal that Nuki keeps putting off is tried again within a minute each time", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.settle([anna]);
    await lab.faults({ answer429: 99, retryAfter: false, match: { method: "DELETE" } });
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    const pauses: number[] = [];
    for (let round = 0; round < 10; round += 1) {
      await lab.turn([anna]);
      const [waiting] = await database.db.select().from(changes).where(isNull(changes.closedAt));
      pauses.push((waiting?.nextTryAt?.getTime() ?? Number.NaN) - lab.now());
      await lab.advance(60_000);
    }
    expect(Math.max(...pauses)).toBeGreaterThan(20_000);
    expect(Math.max(...pauses)).toBeLessThanOrEqual(60_000);
  });

  test("429 puts off without counting as a refusal, and everything arrives in the end", async () => {
    const doors = keypads();
    await lab.faults({
      answer429: 12,
      retryAfter: false,
      match: { method: "PUT", pathPrefix: "/smartlock/auth" },
    });
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.settle([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
    expect(await database.db.$count(changes, eq(changes.state, "failed"))).toBe(0);
  });

  test("HTML instead of a list is an error and takes nobody's access away", async () => {
    const doors = keypads();
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.settle([anna]);
    await lab.faults({ html: 20, match: { method: "GET" } });
    await lab.advance(6 * 60_000);
    await lab.turn();
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
    expect(await database.db.$count(bindings, isNull(bindings.endedAt))).toBe(doors.length);
    await lab.faults({ html: 0 });
  });

  test("what was read before Nuki stopped answering is planned all the same", async () => {
    const doors = keypads().slice(0, 2);
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.settle([anna]);
    for (const [index, door] of doors.entries())
      await database.db
        .update(devices)
        .set({ observeAt: new Date(lab.now() - 10_000 + index) })
        .where(eq(devices.id, door));
    let lists = 0;
    const { nuki } = lab.context;
    const reader: typeof nuki.reader = {
      ...nuki.reader,
      // Her code is gone from the first door; then Nuki has had enough of questions.
      listDeviceAuths: async () => {
        lists += 1;
        if (lists === 1) return [];
        const ref = { method: "GET", path: "/smartlock/{smartlockId}/auth", requestId: "test" };
        throw new TryLater({ ...ref, status: 429, outcome: "refused" });
      },
    };
    await takeTurn({ ...lab.context, nuki: { ...nuki, reader } }, []);
    expect(lists).toBe(2);
    const [first, second] = await statesOf(database, anna);
    expect(first).not.toBe("active");
    expect(second).toBe("active");
  });

  test("somebody who changes hours in the app is corrected at the next reading", async () => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    const anna = await hire(database, ground, "Anna Berger", { doors: [door] }, lab.now());
    await lab.settle([anna]);
    const [code] = await codesOn(door);
    await lab.control("POST", `devices/${encodeURIComponent(nameOf(door))}/app-change`, {
      authId: code?.nukiId,
      allowedFromTime: 0,
      allowedUntilTime: 0,
    });
    const [device] = await database.db.select().from(devices).where(eq(devices.id, door));
    await lab.context.nuki.writer.requestSync(device?.nukiId ?? 0);
    await lab.advance(6 * 60_000);
    await lab.settle();
    const [now] = await codesOn(door);
    expect([now?.fromMinute, now?.untilMinute]).toEqual([420, 1140]);
  });

  test("an app invitation finds or makes the account user and goes out once", async () => {
    const doors = ground.doors.slice(0, 3).map((door) => door.id);
    const anna = await hire(database, ground, "Anna Berger", { doors, app: true, keypad: false }, lab.now());
    await lab.settle([anna]);
    expect(new Set(await statesOf(database, anna))).toEqual(new Set(["active"]));
    const writes = (await lab.writes()).map((write) => `${write.method} ${write.path}`);
    expect(writes).toEqual(["PUT /account/user", "PUT /smartlock/auth"]);
  });
});
