import { and, eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { transact } from "@/lib/db/connection";
import {
  adminSites,
  admins,
  auditEvents,
  authorizations,
  bindings,
  codeSheets,
  credentials,
  placements,
  rotationPeople,
  rotations,
  rules,
  schedules,
  sites,
  staff,
  staffCodes,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { BatchId, RotationId } from "@/lib/db/tables/codes";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { markRemoved } from "@/lib/staff/write";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { weekdays } from "@/lib/time/weekdays";
import { beginDueRotations, finishRotations } from "./chores";
import { cancelRotation, planRotation, previewRotation } from "./commands";
import { countMeant, findRotation, listRotations } from "./queries";
import type { RotationInput } from "./schema";
import { listDoors, listPeople } from "./standing";

const page = { q: "", sort: { id: "created", desc: true }, pageSize: 50, offset: 0, filters: {} };
const people = { ...page, sort: { id: "name", desc: false } };

describeDatabases("a rotation", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let owner: Actor;
  let front: DeviceId;
  let side: DeviceId;
  let anna: StaffId;
  let ben: StaffId;

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
    for (const job of await queue.take("sync", 100)) await queue.done("sync", [job.id]);
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    const doors = ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
    const [first, second] = doors;
    if (!first || !second) throw new Error("the lab has too few keypads");
    [front, side] = [first, second];
    owner = await admin("owner");
    anna = await hire(database, ground, "Anna Berger", { doors: [front, side] }, lab.now());
    ben = await hire(database, ground, "Ben Ott", { doors: [front] }, lab.now());
    await lab.settle("all");
  });
  afterEach(() => lab.stop());

  async function admin(role: Role, siteIds: Actor["sites"] = "all"): Promise<Actor> {
    const email = `${role}.${Math.random()}@office.test`;
    const [row] = await database.db
      .insert(admins)
      .values({ name: role, email, role, allSites: siteIds === "all" })
      .returning();
    if (!row) throw new Error("no admin");
    if (siteIds !== "all" && siteIds.length > 0) {
      await database.db.insert(adminSites).values(siteIds.map((siteId) => ({ adminId: row.id, siteId })));
    }
    return makeActor({ adminId: row.id, name: row.name, email, role, sites: siteIds });
  }

  const at = () => new Date(lab.now());
  const input = (values: Partial<RotationInput>): RotationInput => ({
    ...{ kind: "staff", staffIds: [anna], teamId: "", deviceId: "", reason: "routine", mode: "seamless" },
    ...{ keep: false, keepDay: "", keepTime: "", when: "now", day: "", time: "", note: "" },
    timeZone: "Europe/Vienna",
    ...values,
  });
  /** 2 March 2026 is the lab's day; the night after it. */
  const tonight = { when: "later", day: "2026-03-03", time: "02:00" } as const;

  async function begin(values: Partial<RotationInput>, typed: number | null = null): Promise<RotationId> {
    const plan = await planRotation(owner, input(values), null, typed, at());
    return expectOk(plan).rotationId;
  }

  const tell = (id: RotationId) => findRotation(owner, id);
  const audited = async () =>
    (await database.db.select().from(auditEvents).orderBy(auditEvents.id))
      .map(({ type }) => type)
      .filter((type) => type.startsWith("rotation.") || type === "code.replaced");

  async function currentHash(staffId: StaffId): Promise<string> {
    const [code] = await database.db
      .select({ hash: staffCodes.codeHash })
      .from(staffCodes)
      .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));
    if (!code) throw new Error("no code");
    return code.hash;
  }

  /** The hashes of the codes that a door has for somebody. */
  async function codesAt(staffId: StaffId, deviceId: DeviceId): Promise<(string | null)[]> {
    const rows = await database.db
      .select({ hash: authorizations.codeHash })
      .from(bindings)
      .innerJoin(
        authorizations,
        and(eq(authorizations.deviceId, bindings.deviceId), eq(authorizations.nukiId, bindings.authId)),
      )
      .where(and(eq(bindings.staffId, staffId), eq(bindings.deviceId, deviceId), isNull(bindings.endedAt)));
    return rows.map((row) => row.hash);
  }

  const offline = (door: DeviceId) => lab.control("POST", `devices/${nukiIdOf(door)}/offline`);
  const online = (door: DeviceId) => lab.control("POST", `devices/${nukiIdOf(door)}/online`);
  const nukiIdOf = (door: DeviceId) => ground.doors.find((one) => one.id === door)?.nukiId;

  test("leads from the old code through both to the new one alone, and then says that it is over", async () => {
    const before = await currentHash(anna);
    const id = await begin({});
    const after = await currentHash(anna);
    expect(after).not.toBe(before);
    expect(await finishRotations(at())).toBe(0);
    expect(await tell(id)).toMatchObject({ state: "running", people: 1, done: 0, name: "Anna Berger" });
    const [job] = await queue.take("sync", 10);
    expect(job?.data.staffIds).toEqual([anna]);

    await lab.settle([anna]);
    await lab.settle([anna]);
    expect(await codesAt(anna, front)).toEqual([after]);
    expect(await codesAt(anna, side)).toEqual([after]);
    expect(await finishRotations(at())).toBe(1);
    expect(await finishRotations(at())).toBe(0);
    expect(await tell(id)).toMatchObject({ state: "finished", people: 1, done: 1 });
    expect(await audited()).toEqual(["rotation.started", "code.replaced", "rotation.finished"]);
  });

  test("shows before anything happens what it will do, whom it leaves out, and which sheets it makes worthless", async () => {
    const old = await currentCode(anna);
    await database.db.insert(codeSheets).values({
      ...{ serial: "TEST-1", batchId: crypto.randomUUID() as BatchId, staffId: anna, codeId: old },
      ...{ language: "en", format: "a4_1", reason: "starter", deviceIds: [front], issuedAt: at() },
      ...{ issuedBy: adminIdOf(owner), collectBy: "2026-03-16" },
    });
    const [app] = await database.db.insert(staff).values({ displayName: "Zoe Appleton" }).returning();
    if (!app) throw new Error("nobody");
    await offline(side);
    await lab.advance(31_000);
    await lab.turn();

    const kind = { kind: "staff", staffIds: [anna, ben, app.id] } as const;
    const preview = expectOk(
      await previewRotation(owner, input({ ...kind, staffIds: [...kind.staffIds] }), at()),
    );
    expect(preview.outlook).toMatchObject({
      people: 2,
      sheets: 1,
      skipped: [{ problem: "no_code", count: 1, names: ["Zoe Appleton"] }],
    });
    expect(preview.outlook.doors.map(({ id, twoPhase, inPlace }) => ({ id, twoPhase, inPlace }))).toEqual(
      expect.arrayContaining([
        { id: front, twoPhase: 2, inPlace: 0 },
        { id: side, twoPhase: 1, inPlace: 0 },
      ]),
    );
    expect(preview.consequences.create.keypad).toBe(3);
    expect(preview.consequences.doors.find((door) => door.id === side)?.waits).toMatchObject({
      reason: "offline",
    });
    expect(await database.db.$count(rotations)).toBe(0);
    expect(await currentCode(anna)).toBe(old);
  });

  test("of a compromised code is at once and now, whatever else was chosen", async () => {
    const id = await begin({
      reason: "compromised",
      keep: true,
      keepDay: "2026-04-01",
      keepTime: "08:00",
      ...tonight,
    });
    expect(await tell(id)).toMatchObject({ state: "running", mode: "at_once", keepOldUntil: null });
    expect(await database.db.$count(bindings, eq(bindings.kind, "keypad_old"))).toBe(0);
    await lab.settle([anna]);
    expect(await codesAt(anna, front)).toEqual([await currentHash(anna)]);
    expect(await finishRotations(at())).toBe(1);
  });

  test("is refused when what was shown no longer holds", async () => {
    const { fingerprint } = expectOk(await previewRotation(owner, input({}), at()));
    const areaId = ground.areaOf.get(side);
    await database.db
      .delete(rules)
      .where(areaId ? and(eq(rules.staffId, anna), eq(rules.areaId, areaId)) : undefined);
    const result = await planRotation(owner, input({}), fingerprint, null, at());
    expect(result).toMatchObject({ ok: false, refusal: { code: "plan_changed" } });
    const again = expectOk(await previewRotation(owner, input({}), at()));
    expectOk(await planRotation(owner, input({}), again.fingerprint, null, at()));
  });

  test("waits for a door that is offline, names it, and ends when it is back", async () => {
    await offline(side);
    await lab.advance(31_000);
    await lab.turn();
    const old = await currentHash(anna);
    const id = await begin({});
    await lab.settle([anna]);
    await lab.settle([anna]);
    expect(await finishRotations(at())).toBe(0);
    const doors = await listDoors(owner, id);
    expect(
      doors.map(({ deviceId, confirmed, waits, oldOn, unreachable }) => ({
        deviceId,
        confirmed,
        waits,
        oldOn,
        unreachable,
      })),
    ).toEqual(
      expect.arrayContaining([
        { deviceId: front, confirmed: 1, waits: 0, oldOn: 0, unreachable: false },
        { deviceId: side, confirmed: 0, waits: 1, oldOn: 1, unreachable: true },
      ]),
    );
    const { rows } = await listPeople(owner, id, people);
    expect(rows).toMatchObject([{ name: "Anna Berger", state: "open" }]);
    expect(rows[0]?.cells.find((cell) => cell.deviceId === side)).toMatchObject({
      newIs: "waits",
      newReason: { key: "offline" },
      oldOn: true,
    });
    expect(await codesAt(anna, side)).toEqual([old]);

    await online(side);
    await lab.advance(31_000);
    await lab.settle([anna]);
    await lab.settle([anna]);
    expect(await codesAt(anna, side)).toEqual([await currentHash(anna)]);
    expect(await finishRotations(at())).toBe(1);
  });

  test("keeps the old codes until the time that was said, also where the new ones work", async () => {
    const old = await currentHash(ben);
    const id = await begin({ staffIds: [ben], keep: true, keepDay: "2026-03-02", keepTime: "18:00" });
    await lab.settle([ben]);
    await lab.settle([ben]);
    expect((await codesAt(ben, front)).sort()).toEqual([old, await currentHash(ben)].sort());
    expect(await finishRotations(at())).toBe(0);
    expect((await tell(id))?.keepOldUntil).toEqual(new Date("2026-03-02T17:00:00Z"));
    await lab.advance(Date.parse("2026-03-02T17:00:01Z") - lab.now());
    await lab.settle([ben]);
    expect(await codesAt(ben, front)).toEqual([await currentHash(ben)]);
    expect(await finishRotations(at())).toBe(1);
  });

  test("that is planned begins once, with two workers at it, and not before its time", async () => {
    const old = await currentCode(anna);
    const id = await begin(tonight);
    expect(await tell(id)).toMatchObject({ state: "planned", startsAt: new Date("2026-03-03T01:00:00Z") });
    expect(await countMeant(owner, id, at())).toBe(1);
    expect(await beginDueRotations(at())).toBe(0);
    expect(await currentCode(anna)).toBe(old);

    const night = new Date("2026-03-03T01:00:00Z");
    const begun = await Promise.all([beginDueRotations(night), beginDueRotations(night)]);
    expect(begun.sort()).toEqual([0, 1]);
    expect(await database.db.$count(staffCodes, eq(staffCodes.staffId, anna))).toBe(2);
    expect(await beginDueRotations(night)).toBe(0);
    expect(await audited()).toEqual(["rotation.planned", "rotation.started", "code.replaced"]);
    const events = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.type, "rotation.started"));
    expect(events).toMatchObject([{ adminId: null, subjectId: id }]);
  });

  test("that cannot begin keeps no later one from beginning", async () => {
    const first = await begin({ ...tonight, time: "01:30" });
    const second = await begin({ staffIds: [ben], ...tonight });
    const old = await currentCode(anna);
    const { enqueue } = queue;
    queue.enqueue = async (...job) => {
      if (JSON.stringify(job.slice(1)).includes(anna)) throw new Error("not this one");
      return enqueue.call(queue, ...job);
    };
    expect(await beginDueRotations(new Date("2026-03-03T01:00:00Z"))).toBe(1);
    queue.enqueue = enqueue;
    expect(await currentCode(anna)).toBe(old);
    expect(await tell(first)).toMatchObject({ state: "planned" });
    expect(await tell(second)).toMatchObject({ state: "running" });
  });

  test.each([
    ["whose account was disabled", { disabledAt: new Date("2026-03-02T12:00:00Z") }],
    ["who may only look by now", { role: "auditor" as const }],
  ])("of a planner %s never begins, and says so", async (_title, change) => {
    const planner = await admin("manager");
    const { rotationId: id } = expectOk(
      await planRotation(planner, input({ kind: "all", staffIds: [], ...tonight }), null, 2, at()),
    );
    await database.db
      .update(admins)
      .set(change)
      .where(eq(admins.id, adminIdOf(planner)));
    const old = await currentCode(anna);
    expect(await beginDueRotations(new Date("2026-03-03T01:00:00Z"))).toBe(0);
    expect(await beginDueRotations(new Date("2026-03-03T01:00:03Z"))).toBe(0);
    expect(await currentCode(anna)).toBe(old);
    expect(await tell(id)).toMatchObject({ state: "cancelled", isLapsed: true });
    expect(await audited()).toEqual(["rotation.planned", "rotation.cancelled"]);
  });

  test("whose worker dies while it begins is as if it had not begun, and begins at the next try", async () => {
    const id = await begin(tonight);
    const old = await currentCode(anna);
    const night = new Date("2026-03-03T01:00:00Z");
    // The queue is the last thing in its transaction: what fails there takes everything back.
    const { enqueue } = queue;
    queue.enqueue = async () => {
      throw new Error("the process died");
    };
    expect(await beginDueRotations(night)).toBe(0);
    queue.enqueue = enqueue;
    expect(await currentCode(anna)).toBe(old);
    expect(await tell(id)).toMatchObject({ state: "planned" });
    expect(await database.db.$count(rotationPeople)).toBe(0);
    expect(await beginDueRotations(night)).toBe(1);
    expect(await currentCode(anna)).not.toBe(old);
  });

  test("that was called off never begins, and one that has begun cannot be called off", async () => {
    const id = await begin(tonight);
    expectOk(await cancelRotation(owner, id, at()));
    expectOk(await cancelRotation(owner, id, at()));
    expect(await beginDueRotations(new Date("2026-03-03T01:00:00Z"))).toBe(0);
    expect(await tell(id)).toMatchObject({ state: "cancelled", isLapsed: false });
    const running = await begin({ staffIds: [ben] });
    expect(await cancelRotation(owner, running, at())).toMatchObject({
      refusal: { code: "rotation_started" },
    });
    expect(await audited()).toEqual([
      ...["rotation.planned", "rotation.cancelled", "rotation.started", "code.replaced"],
    ]);
  });

  test("of a team means who is in it when it begins: joiners are in, leavers are out", async () => {
    const [team] = await database.db.insert(teams).values({ name: "Engineering" }).returning();
    if (!team) throw new Error("no team");
    await database.db.insert(staffTeams).values([
      { staffId: anna, teamId: team.id },
      { staffId: ben, teamId: team.id },
    ]);
    const id = await begin({ kind: "team", staffIds: [], teamId: team.id, ...tonight });
    const eva = await hire(database, ground, "Eva Novak", { doors: [side] }, lab.now());
    await database.db.insert(staffTeams).values({ staffId: eva, teamId: team.id });
    await transact((tx) => markRemoved(tx, [ben], at()));
    expect(await beginDueRotations(new Date("2026-03-03T01:00:00Z"))).toBe(1);
    const { rows } = await listPeople(owner, id, people);
    expect(rows.map((row) => row.name).sort()).toEqual(["Anna Berger", "Eva Novak"]);
  });

  test("of people named one by one says who has left before it began", async () => {
    const id = await begin({ staffIds: [anna, ben], ...tonight });
    await transact((tx) => markRemoved(tx, [ben], at()));
    await beginDueRotations(new Date("2026-03-03T01:00:00Z"));
    const { rows, total } = await listPeople(owner, id, people);
    expect(total).toBe(2);
    expect(rows.map(({ name, state, problem }) => ({ name, state, problem }))).toEqual([
      { name: "Anna Berger", state: "open", problem: null },
      { name: "Ben Ott", state: "skipped", problem: "left" },
    ]);
  });

  test("of a door or of everybody asks for the number of people", async () => {
    const door = input({ kind: "door", staffIds: [], deviceId: side });
    expect(await planRotation(owner, door, null, 2, at())).toMatchObject({
      refusal: { code: "count_mismatch", params: { count: 1 } },
    });
    expectOk(await planRotation(owner, door, null, 1, at()));
    const all = input({ kind: "all", staffIds: [], reason: "compromised" });
    expect(await planRotation(owner, all, null, null, at())).toMatchObject({ ok: false });
    expectOk(await planRotation(owner, all, null, 2, at()));
    expect((await listRotations(owner, page)).rows.map(({ kind, people }) => [kind, people]).sort()).toEqual([
      ["all", 2],
      ["door", 1],
    ]);
  });

  test("by a manager of one site leaves alone who has a door at another", async () => {
    const [london] = await database.db
      .insert(sites)
      .values({ name: "London", timeZone: "Europe/London" })
      .returning();
    if (!london) throw new Error("no site");
    await database.db.update(placements).set({ siteId: london.id }).where(eq(placements.deviceId, side));
    const manager = await admin("manager", [ground.siteId]);
    expect(await previewRotation(manager, input({}), at())).toMatchObject({ refusal: { code: "forbidden" } });
    const both = input({ staffIds: [anna, ben] });
    const preview = expectOk(await previewRotation(manager, both, at()));
    expect(preview.outlook).toMatchObject({
      people: 1,
      skipped: [{ problem: "elsewhere", names: ["Anna Berger"] }],
    });
    expect(await previewRotation(manager, input({ kind: "door", deviceId: side }), at())).toMatchObject({
      refusal: { code: "forbidden" },
    });

    // Also at night, when nobody is there to be asked.
    const old = await currentCode(anna);
    const planned = expectOk(await planRotation(manager, { ...both, ...tonight }, null, null, at()));
    await beginDueRotations(new Date("2026-03-03T01:00:00Z"));
    expect(await currentCode(anna)).toBe(old);
    expect((await findRotation(manager, planned.rotationId))?.people).toBe(1);

    const other = await admin("manager", [london.id]);
    expect(await findRotation(other, planned.rotationId)).toMatchObject({ mine: false });
    expect(await listDoors(other, planned.rotationId)).toEqual([]);
    expect(await cancelRotation(other, planned.rotationId, at())).toMatchObject({
      refusal: { code: "forbidden" },
    });
  });

  test("goes on while the old code stands on a door that nobody adopted, and names it", async () => {
    const back = ground.doors.find(
      ({ id, keypadModel }) => keypadModel !== null && id !== front && id !== side,
    );
    const [made] = await database.db
      .select({ wish: credentials.wish })
      .from(credentials)
      .where(eq(credentials.staffId, ben));
    const [sealed] = await database.db.select().from(staffCodes).where(eq(staffCodes.staffId, ben));
    if (!back || !made?.wish || !sealed) throw new Error("the lab has too little");
    const code = getSecrets().unseal(sealed.code, `staff_code:${sealed.id}`);
    await lab.context.nuki.writer.createAuths({
      deviceIds: [back.nukiId],
      content: { ...made.wish, name: "Key box" },
      holder: { kind: "keypad", code },
    });
    await lab.advance(6 * 60_000);
    await lab.settle("all");
    const old = await currentHash(ben);
    const byHand = and(eq(authorizations.deviceId, back.id), eq(authorizations.codeHash, old));
    expect(await database.db.$count(authorizations, byHand)).toBe(1);

    const id = await begin({ staffIds: [ben], reason: "compromised" });
    await lab.settle([ben]);
    expect(await codesAt(ben, front)).toEqual([await currentHash(ben)]);
    expect(await finishRotations(at())).toBe(0);
    const [row] = (await listPeople(owner, id, people)).rows;
    expect(row).toMatchObject({ state: "open" });
    expect(row?.cells.find((cell) => cell.deviceId === back.id)).toMatchObject({
      ...{ newIs: "unwanted", oldOn: true, oldIsForeign: true },
    });
    expect((await listDoors(owner, id)).find(({ deviceId }) => deviceId === back.id)).toMatchObject({
      ...{ people: 1, wanted: 0, waits: 0, oldOn: 1, foreign: 1 },
    });

    await database.db.delete(authorizations).where(byHand);
    expect(await finishRotations(at())).toBe(1);
    expect(await tell(id)).toMatchObject({ state: "finished", done: 1 });
    // Somebody puts it back: what was over is told as it is, not as it was.
    await database.db.insert(authorizations).values({
      ...{ deviceId: front, nukiId: "put-back" as NukiAuthId, type: 13, name: "Ben", codeHash: old },
      ...{ enabled: true, remoteAllowed: false, busy: false, seenAt: at() },
    });
    expect(await listDoors(owner, id)).toMatchObject([{ deviceId: front, confirmed: 1, oldOn: 1 }]);
  });

  test("that is over still says where the new code could not be made", async () => {
    const [short] = await database.db
      .insert(schedules)
      .values({ name: "Short Friday", windows: [{ days: weekdays(16), fromMinute: 480, untilMinute: 1260 }] })
      .returning();
    const areaId = ground.areaOf.get(side);
    if (!short || !areaId) throw new Error("no second rule");
    const eva = await hire(database, ground, "Eva Novak", { doors: [front, side] }, lab.now());
    await database.db
      .insert(rules)
      .values({ staffId: eva, areaId, scheduleId: short.id, app: false, keypad: true });
    await lab.settle([eva]);
    const id = await begin({ staffIds: [eva] });
    await lab.settle([eva]);
    await lab.settle([eva]);
    expect(await finishRotations(at())).toBe(1);
    const [row] = (await listPeople(owner, id, people)).rows;
    expect(row?.cells.find((cell) => cell.deviceId === front)?.newIs).toBe("confirmed");
    expect(row?.cells.find((cell) => cell.deviceId === side)).toMatchObject({
      newIs: "blocked",
      newReason: { key: "windows_differ" },
    });
  });

  test("promises an overlap only where this rotation makes one", async () => {
    await begin({ staffIds: [ben], keep: true, keepDay: "2026-03-06", keepTime: "18:00" });
    await lab.settle([ben]);
    await lab.settle([ben]);
    const doorsOf = async (values: Partial<RotationInput>) =>
      expectOk(await previewRotation(owner, input({ staffIds: [ben], ...values }), at())).outlook.doors.map(
        ({ id, twoPhase, inPlace }) => ({ id, twoPhase, inPlace }),
      );
    expect(await doorsOf({ reason: "compromised" })).toEqual([{ id: front, twoPhase: 0, inPlace: 1 }]);
    expect(await doorsOf({})).toEqual([{ id: front, twoPhase: 0, inPlace: 1 }]);
  });

  test("tells the trail's readers whom it is about, everybody by an empty name", async () => {
    await planRotation(owner, input({ kind: "all", staffIds: [], ...tonight }), null, 2, at());
    const [team] = await database.db.insert(teams).values({ name: "Engineering" }).returning();
    if (!team) throw new Error("no team");
    const gone = await begin({ kind: "team", staffIds: [], teamId: team.id, ...tonight });
    await database.db.delete(teams).where(eq(teams.id, team.id));
    expectOk(await cancelRotation(owner, gone, at()));
    const events = await database.db.select().from(auditEvents).orderBy(auditEvents.id);
    expect(events.map(({ detail }) => detail.name)).toEqual(["", "Engineering", "…"]);
  });

  test("of somebody who gets yet another code meanwhile is over once its own old code is gone", async () => {
    const first = await begin({ staffIds: [ben] });
    await lab.turn([ben]);
    const second = await begin({ staffIds: [ben], mode: "at_once" });
    await lab.settle([ben]);
    await lab.settle([ben]);
    expect(await codesAt(ben, front)).toEqual([await currentHash(ben)]);
    expect(await finishRotations(at())).toBe(2);
    expect(await tell(first)).toMatchObject({ state: "finished" });
    expect(await tell(second)).toMatchObject({ state: "finished" });
  });

  test("says no word about the codes, in the trail or anywhere", async () => {
    await begin({});
    const events = JSON.stringify(await database.db.select().from(auditEvents));
    expect(events).not.toContain(await currentHash(anna));
    const told = JSON.stringify(await listPeople(owner, await begin({ staffIds: [ben] }), people));
    expect(told).not.toContain(await currentHash(ben));
  });

  async function currentCode(staffId: StaffId): Promise<string> {
    const [code] = await database.db
      .select({ id: staffCodes.id })
      .from(staffCodes)
      .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));
    if (!code) throw new Error("no code");
    return code.id;
  }

  function adminIdOf(actor: Actor) {
    if (!actor.adminId) throw new Error("no admin");
    return actor.adminId;
  }
});
