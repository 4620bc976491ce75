import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { bindings, credentials, type devices, rules, schedules, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type Replacement, replaceCodes } from "@/lib/staff/codes";
import { weekdays } from "@/lib/time/weekdays";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "./testing";

type DeviceRow = typeof devices.$inferSelect;

describeDatabases("the rotation of a code", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let ground: Ground;
  let doors: DeviceRow[];
  let hired = 0;

  beforeAll(async () => {
    database = await open();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    doors = ground.doors.filter((door) => door.keypadModel !== null);
  });
  afterAll(async () => {
    await lab.stop();
    await database.close();
  });

  /** Somebody with a code that is on these doors. */
  async function settled(at: readonly DeviceRow[] = doors): Promise<StaffId> {
    hired += 1;
    const ids = at.map((door) => door.id);
    const staffId = await hire(
      database,
      ground,
      `Anna ${String.fromCharCode(64 + hired)}. Berger`,
      { doors: ids },
      lab.now(),
    );
    await lab.settle([staffId]);
    return staffId;
  }

  async function rotate(staffId: StaffId, how: Partial<Replacement> = {}) {
    const before = await codesOf(staffId);
    const options: Replacement = { mode: "seamless", keepOldUntil: null, ...how };
    const done = await transact((tx) => replaceCodes(tx, [staffId], new Date(lab.now()), options));
    expect(done).toMatchObject({ ok: true });
    return { old: before.current, fresh: (await codesOf(staffId)).current };
  }

  async function codesOf(staffId: StaffId): Promise<{ current: string; all: Set<string> }> {
    const rows = await database.db.select().from(staffCodes).where(eq(staffCodes.staffId, staffId));
    const plain = rows.map((row) => ({
      code: getSecrets().unseal(row.code, `staff_code:${row.id}`),
      isCurrent: row.retiredAt === null,
    }));
    const current = plain.find((row) => row.isCurrent)?.code;
    if (!current) throw new Error("no code");
    return { current, all: new Set(plain.map((row) => row.code)) };
  }

  /** The person's codes that Nuki really has on each door, switched-off ones marked. */
  async function onDoors(staffId: StaffId, at: readonly DeviceRow[] = doors): Promise<string[][]> {
    const { all } = await codesOf(staffId);
    return Promise.all(
      at.map(async (door) => {
        const auths = await lab.context.nuki.reader.listDeviceAuths(door.nukiId);
        return auths
          .flatMap(({ code, enabled }) => (code && all.has(code) ? [enabled ? code : `off ${code}`] : []))
          .toSorted();
      }),
    );
  }

  /** Turn by turn until all is done; tells what was on the doors at each moment. */
  async function follow(staffId: StaffId, at: readonly DeviceRow[] = doors): Promise<string[][][]> {
    const moments: string[][][] = [];
    for (let turns = 0; turns < 60; turns += 1) {
      await lab.turn(turns === 0 ? [staffId] : []);
      moments.push(await onDoors(staffId, at));
      const former = await database.db.$count(
        bindings,
        and(eq(bindings.staffId, staffId), eq(bindings.kind, "keypad_old"), isNull(bindings.endedAt)),
      );
      if (former === 0 && turns > 3) break;
      await lab.advance(2_000);
    }
    await lab.settle([staffId]);
    moments.push(await onDoors(staffId, at));
    return moments;
  }

  const statesOf = async (staffId: StaffId, deviceId: DeviceId): Promise<string[]> => {
    const rows = await database.db
      .select()
      .from(credentials)
      .where(and(eq(credentials.staffId, staffId), eq(credentials.deviceId, deviceId)))
      .orderBy(credentials.kind);
    return rows.map((row) => `${row.kind} ${row.state}`);
  };
  const gate = async (door: DeviceRow, verb: "online" | "offline") => {
    await lab.control("POST", `devices/${encodeURIComponent(door.name)}/${verb}`);
    await lab.advance(31_000);
    await lab.turn();
  };
  const door = (index: number): DeviceRow => {
    const found = doors[index];
    if (!found) throw new Error("no such door");
    return found;
  };
  const writesSince = async (count: number) =>
    (await lab.writes())
      .slice(count)
      .map((write) => `${write.method} ${write.path.replace(/\d{6,}/, ":id")}`);

  test("seamless: the old code opens each door until the new one is on it, and then it is gone", async () => {
    const anna = await settled();
    const before = (await lab.writes()).length;
    const { old, fresh } = await rotate(anna);
    const moments = await follow(anna);
    for (const moment of moments)
      for (const codes of moment) {
        expect(codes.length).toBeGreaterThan(0);
        expect(codes.filter((code) => code !== old && code !== fresh)).toEqual([]);
      }
    expect(moments.some((moment) => moment.some((codes) => codes.length === 2))).toBe(true);
    expect(moments.at(-1)).toEqual(doors.map(() => [fresh]));
    for (const { id } of doors)
      expect(await statesOf(anna, id)).toEqual(["keypad active", "keypad_old removed"]);
    const writes = await writesSince(before);
    expect(writes.filter((write) => write.startsWith("PUT"))).toHaveLength(1);
    expect(writes.filter((write) => write.startsWith("POST /smartlock/auth"))).toEqual([]);
    // And nothing is left to do.
    const after = (await lab.writes()).length;
    await lab.settle("all");
    expect(await writesSince(after)).toEqual([]);
  });

  test("at once: the code is changed where it is, and at no moment there are two", async () => {
    const anna = await settled();
    const before = (await lab.writes()).length;
    const { fresh } = await rotate(anna, { mode: "at_once" });
    const moments = await follow(anna);
    for (const moment of moments) for (const codes of moment) expect(codes).toHaveLength(1);
    expect(moments.at(-1)).toEqual(doors.map(() => [fresh]));
    expect(await writesSince(before)).toEqual(["POST /smartlock/auth"]);
  });

  test("whose times cannot be one authorization keeps what they had, with the new code", async () => {
    const staffId = await settled();
    const areaId = ground.areaOf.get(door(0).id);
    if (!areaId) throw new Error("no area");
    const windows = [{ days: weekdays(0b0100000), fromMinute: 480, untilMinute: 540 }];
    const [saturdays] = await database.db
      .insert(schedules)
      .values({ name: "Saturdays", windows })
      .returning();
    if (!saturdays) throw new Error("no schedule");
    await database.db
      .insert(rules)
      .values({ staffId, areaId, scheduleId: saturdays.id, app: false, keypad: true, remote: false });
    await lab.settle([staffId]);
    expect(await statesOf(staffId, door(0).id)).toEqual(["keypad needs_review"]);
    const { fresh } = await rotate(staffId);
    await follow(staffId);
    expect((await onDoors(staffId))[0]).toEqual([fresh]);
  });

  test("a door that is offline in the middle keeps the old code until it is back, the others do not wait", async () => {
    const anna = await settled();
    await gate(door(0), "offline");
    const { old, fresh } = await rotate(anna);
    await lab.settle([anna]);
    const [first, ...others] = await onDoors(anna);
    expect(first).toEqual([old]);
    expect(others).toEqual(others.map(() => [fresh]));
    expect(await statesOf(anna, door(0).id)).toEqual(["keypad waiting", "keypad_old active"]);
    await gate(door(0), "online");
    await lab.settle([anna]);
    expect(await onDoors(anna)).toEqual(doors.map(() => [fresh]));
  });

  test("rotated twice while a door is offline: in the end it has the newest code and neither of the others", async () => {
    const anna = await settled();
    await gate(door(0), "offline");
    await rotate(anna);
    await lab.settle([anna]);
    const { fresh } = await rotate(anna);
    await lab.settle([anna]);
    await gate(door(0), "online");
    await lab.settle([anna]);
    expect(await onDoors(anna)).toEqual(doors.map(() => [fresh]));
    expect(await statesOf(anna, door(0).id)).toEqual(["keypad active", "keypad_old removed"]);
  });

  test("replaced at once in the middle of a seamless rotation: what was set aside does not stay a moment longer", async () => {
    const anna = await settled([door(0)]);
    const { old } = await rotate(anna, { keepOldUntil: new Date(lab.now() + 86_400_000) });
    await lab.settle([anna]);
    const { old: second, fresh } = await rotate(anna, { mode: "at_once" });
    expect((await onDoors(anna, [door(0)]))[0]).toEqual([old, second].toSorted());
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
  });

  test("an old code that is promised for a while stays so long beside the new one, and goes then", async () => {
    const anna = await settled([door(0)]);
    const { old, fresh } = await rotate(anna, { keepOldUntil: new Date(lab.now() + 3_600_000) });
    await lab.settle([anna]);
    await lab.advance(1_800_000);
    await lab.settle("all");
    expect(await onDoors(anna, [door(0)])).toEqual([[old, fresh].toSorted()]);
    expect(await statesOf(anna, door(0).id)).toEqual(["keypad active", "keypad_old active"]);
    await lab.advance(1_800_000);
    // Nobody asks for anything: what is due by time is planned by itself.
    await lab.settle();
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
  });

  test("a former code follows the rules with its own digits as long as it stays", async () => {
    const anna = await settled([door(0)]);
    const { old, fresh } = await rotate(anna, { keepOldUntil: new Date(lab.now() + 86_400_000) });
    await lab.settle([anna]);
    await database.db.update(rules).set({ lastDay: "2026-03-31" }).where(eq(rules.staffId, anna));
    await lab.settle([anna]);
    const auths = await lab.context.nuki.reader.listDeviceAuths(door(0).nukiId);
    const hers = auths.filter(({ code }) => code === old || code === fresh);
    expect(hers).toHaveLength(2);
    for (const auth of hers) expect(auth).toMatchObject({ validUntil: Date.parse("2026-03-31T21:59:59Z") });
  });

  test("a new code that gets lost on its way leaves the old one until it is really there", async () => {
    const anna = await settled([door(0)]);
    const { old, fresh } = await rotate(anna);
    await lab.faults({ loseCreates: 1 });
    await lab.turn([anna]);
    await lab.advance(50_000);
    await lab.turn();
    expect(await onDoors(anna, [door(0)])).toEqual([[old]]);
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
  });

  test("a removal of the old code that gets lost is noticed and repeated", async () => {
    const anna = await settled([door(0)]);
    const { fresh } = await rotate(anna);
    await lab.faults({ loseDeletes: 1 });
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
    expect(await statesOf(anna, door(0).id)).toEqual(["keypad active", "keypad_old removed"]);
  });

  test("who leaves in the middle loses both codes", async () => {
    const anna = await settled();
    await rotate(anna);
    await lab.turn([anna]);
    await database.db.delete(rules).where(eq(rules.staffId, anna));
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    await lab.advance(60_000);
    await lab.settle([anna]);
    expect(await onDoors(anna)).toEqual(doors.map(() => []));
  });

  test("who is suspended in the middle keeps nothing that opens, and comes back with the new code alone", async () => {
    const anna = await settled([door(0)]);
    const { fresh } = await rotate(anna, { keepOldUntil: new Date(lab.now() + 86_400_000) });
    await lab.settle([anna]);
    await database.db.update(staff).set({ status: "suspended" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[`off ${fresh}`]]);
    await database.db.update(staff).set({ status: "active" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
  });

  test("the code of a suspended person is changed where it is, and stays switched off", async () => {
    const anna = await settled([door(0)]);
    await database.db.update(staff).set({ status: "suspended" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    const { fresh } = await rotate(anna);
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[`off ${fresh}`]]);
  });

  test("a door that comes later gets the same new code as the others, and never the old one", async () => {
    const anna = await settled([door(0)]);
    const { fresh } = await rotate(anna, { keepOldUntil: new Date(lab.now() + 86_400_000) });
    await lab.turn([anna]);
    const areaId = ground.areaOf.get(door(1).id);
    if (!areaId) throw new Error("no area");
    const rule = { staffId: anna, areaId, scheduleId: ground.scheduleId, app: false, keypad: true };
    await database.db.insert(rules).values(rule);
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(1)])).toEqual([[fresh]]);
    expect(await statesOf(anna, door(1).id)).toEqual(["keypad active"]);
  });

  test("a door that is no longer hers loses both codes", async () => {
    const anna = await settled([door(0), door(1)]);
    await rotate(anna, { keepOldUntil: new Date(lab.now() + 86_400_000) });
    await lab.settle([anna]);
    const areaId = ground.areaOf.get(door(1).id);
    if (!areaId) throw new Error("no area");
    await database.db.delete(rules).where(and(eq(rules.staffId, anna), eq(rules.areaId, areaId)));
    await lab.settle([anna]);
    const [first, second] = await onDoors(anna, [door(0), door(1)]);
    expect(first).toHaveLength(2);
    expect(second).toEqual([]);
  });

  test("a create of a retired code that arrives long after is ours, and goes again", async () => {
    const anna = await settled([door(0)]);
    const { old, fresh } = await rotate(anna, { mode: "at_once" });
    await lab.settle([anna]);
    const [row] = await database.db.select().from(credentials).where(eq(credentials.staffId, anna));
    if (!row?.wish) throw new Error("no credential");
    // The cloud delivers what it was told before the code was replaced.
    const late = {
      deviceIds: [door(0).nukiId],
      content: row.wish,
      holder: { kind: "keypad", code: old },
    } as const;
    await lab.context.nuki.writer.createAuths(late);
    await lab.advance(16_000);
    expect((await onDoors(anna, [door(0)]))[0]).toHaveLength(2);
    await lab.advance(6 * 60_000);
    await lab.turn();
    await lab.settle([anna]);
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
  });

  test("a former code that somebody deletes in the app is not put back", async () => {
    const anna = await settled([door(0)]);
    const { old, fresh } = await rotate(anna, { keepOldUntil: new Date(lab.now() + 86_400_000) });
    await lab.settle([anna]);
    const auths = await lab.context.nuki.reader.listDeviceAuths(door(0).nukiId);
    const former = auths.find(({ code }) => code === old);
    if (!former) throw new Error("no former code");
    await lab.context.nuki.writer.deleteAuths([former.id]);
    await lab.advance(6 * 60_000);
    await lab.turn();
    await lab.settle("all");
    expect(await onDoors(anna, [door(0)])).toEqual([[fresh]]);
    expect(await statesOf(anna, door(0).id)).toEqual(["keypad active", "keypad_old removed"]);
  });
});
