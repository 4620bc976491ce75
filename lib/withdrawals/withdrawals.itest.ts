import { and, eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { CredentialKind, DeviceId, SiteId, StaffId, TeamId, WithdrawnPart } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { commitEdit } from "@/lib/changes/edit";
import {
  admins,
  auditEvents,
  authorizations,
  bindings,
  changes,
  credentials,
  devices,
  placements,
  rules,
  sites,
  staffTeams,
  teams,
  withdrawals,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { previewCreateRule } from "@/lib/rules/commands";
import { removeStaff } from "@/lib/staff/commands";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { giveBack, previewGiveBack, previewWithdraw, withdraw, withdrawalsEdit } from "./commands";
import { listWithdrawalsAt, listWithdrawalsOf, listWithdrawalsUnder } from "./queries";

describeDatabases("withdrawals", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let ada: Actor;
  let anna: StaffId;
  let door: DeviceId;
  let other: DeviceId;

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
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    const [first, second] = ground.doors.filter((one) => one.keypadModel !== null).map((one) => one.id);
    if (!first || !second) throw new Error("no doors");
    [door, other] = [first, second];
    ada = await actorOf("admin");
    anna = await hire(database, ground, "Anna Berger", { doors: [door, other], app: true }, lab.now());
    await lab.settle([anna]);
    await emptyQueue();
  });
  afterEach(() => lab.stop());

  async function actorOf(role: Role, siteIds: "all" | SiteId[] = "all"): Promise<Actor> {
    const [row] = await database.db
      .insert(admins)
      .values({ email: `${role}.${Math.random()}@office.test`, name: "Ada", role })
      .returning();
    if (!row) throw new Error("not stored");
    return makeActor({ adminId: row.id, name: row.name, email: row.email, role, sites: siteIds });
  }

  const emptyQueue = async () => {
    const jobs = await queue.take("sync", 1000);
    await queue.done(
      "sync",
      jobs.map((job) => job.id),
    );
    return jobs.map((job) => job.data.staffIds);
  };
  const input = (part: WithdrawnPart = "all", reason = "not needed any more") => ({
    ...{ staffId: anna, deviceId: door, part, reason },
  });
  const now = () => new Date(lab.now());

  /** What stands on a door and is Anna's, as the simulator shows it. */
  async function onDoor(deviceId = door): Promise<CredentialKind[]> {
    const rows = await database.db
      .select({ kind: bindings.kind })
      .from(bindings)
      .innerJoin(
        authorizations,
        and(eq(authorizations.deviceId, bindings.deviceId), eq(authorizations.nukiId, bindings.authId)),
      )
      .where(and(eq(bindings.staffId, anna), eq(bindings.deviceId, deviceId), isNull(bindings.endedAt)))
      .orderBy(bindings.kind);
    return rows.map((row) => row.kind);
  }

  async function take(part: WithdrawnPart): Promise<void> {
    expectOk(await withdraw(ada, input(part), null));
    await lab.settle([anna]);
  }

  test("the preview is what is done: the door loses it, and it is confirmed by reading back", async () => {
    expect(await onDoor()).toEqual(["app", "keypad"]);
    const { consequences, fingerprint } = expectOk(await previewWithdraw(ada, input()));
    expect(consequences).toMatchObject({
      create: { app: 0, keypad: 0 },
      remove: { app: 1, keypad: 1 },
      staff: 1,
      withheld: [],
    });
    expect(await database.db.$count(withdrawals)).toBe(0);
    expect(expectOk(await withdraw(ada, input(), fingerprint))).toBe(1);
    expect(await emptyQueue()).toEqual([[anna]]);

    await lab.settle([anna]);
    expect(await onDoor()).toEqual([]);
    expect(await onDoor(other)).toEqual(["app", "keypad"]);
    const rows = await database.db.select().from(credentials).where(eq(credentials.deviceId, door));
    expect(rows.map((row) => [row.kind, row.state, row.wish])).toEqual([
      ["app", "removed", null],
      ["keypad", "removed", null],
    ]);
    const sent = await database.db.select().from(changes).where(eq(changes.op, "remove"));
    expect(sent.map((change) => change.state)).toEqual(["confirmed", "confirmed"]);
    // Planning again over the same rules puts nothing back.
    await lab.settle("all");
    expect(await onDoor()).toEqual([]);
  });

  test("given back, the same access is put on the door again", async () => {
    await take("all");
    const [row] = await listWithdrawalsOf(ada, anna);
    const preview = expectOk(await previewGiveBack(ada, [row?.id ?? ""]));
    expect(preview.consequences.create).toEqual({ app: 1, keypad: 1 });
    expectOk(await giveBack(ada, [row?.id ?? ""], preview.fingerprint));
    await lab.settle([anna]);
    expect(await onDoor()).toEqual(["app", "keypad"]);
    expect(await listWithdrawalsOf(ada, anna)).toEqual([]);
    expect((await giveBack(ada, [row?.id ?? ""], null)).ok).toBe(false);
  });

  test.each<[WithdrawnPart, CredentialKind[]]>([
    ["app", ["keypad"]],
    ["keypad", ["app"]],
  ])("of %s only leaves the other kind where it is", async (part, left) => {
    await take(part);
    expect(await onDoor()).toEqual(left);
    expect(await onDoor(other)).toEqual(["app", "keypad"]);
  });

  test("of opening from afar leaves the way in at the door itself", async () => {
    await database.db.update(rules).set({ remote: true }).where(eq(rules.staffId, anna));
    await lab.settle([anna]);
    const remoteAt = async (deviceId: DeviceId) => {
      const rows = await database.db
        .select({ remote: authorizations.remoteAllowed })
        .from(authorizations)
        .innerJoin(bindings, eq(bindings.authId, authorizations.nukiId))
        .where(and(eq(bindings.kind, "app"), eq(authorizations.deviceId, deviceId)));
      return rows.map((row) => row.remote);
    };
    expect(await remoteAt(door)).toEqual([true]);
    const { consequences } = expectOk(await previewWithdraw(ada, input("remote")));
    expect(consequences).toMatchObject({ update: { app: 1 }, effects: { narrows: 1 } });
    await take("remote");
    expect([await remoteAt(door), await remoteAt(other)]).toEqual([[false], [true]]);
  });

  test("what was withdrawn already is not withdrawn again: no event, no work, the first reason stays", async () => {
    await take("keypad");
    await emptyQueue();
    const { consequences } = expectOk(await previewWithdraw(ada, input("keypad")));
    expect(consequences.remove).toEqual({ app: 0, keypad: 0, keypad_old: 0 });
    expect(expectOk(await withdraw(ada, input("keypad", "another reason"), null))).toBe(0);
    expect(await emptyQueue()).toEqual([]);
    expect((await listWithdrawalsAt(ada, door)).map((row) => row.told?.reason)).toEqual([
      "not needed any more",
    ]);
    const events = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.type, "access.withdrawn"));
    expect(events.map((event) => event.detail)).toMatchObject([
      { name: "Anna Berger", deviceId: door, part: "keypad", reason: "not needed any more" },
    ]);
  });

  test("a member of a team loses a door that the others keep, and a new rule for it says what stays away", async () => {
    const [team] = await database.db.insert(teams).values({ name: "Engineering" }).returning();
    const areaId = ground.areaOf.get(door);
    if (!team || !areaId) throw new Error("no team");
    const tom = await hire(database, ground, "Tom Haas", { doors: [] }, lab.now());
    await database.db.delete(rules).where(eq(rules.staffId, anna));
    for (const staffId of [anna, tom])
      await database.db.insert(staffTeams).values({ staffId, teamId: team.id });
    const forTeam = { teamId: team.id, areaId, scheduleId: ground.scheduleId, app: false, keypad: true };
    await database.db.insert(rules).values(forTeam);
    await lab.settle([anna, tom]);
    await take("all");
    expect(await onDoor()).toEqual([]);
    const [rule] = await database.db.select().from(rules).where(eq(rules.teamId, team.id));
    const under = rule ? await listWithdrawalsUnder(ada, rule.id) : [];
    expect(under.map((row) => row.name)).toEqual(["Anna Berger"]);
    const rows = await database.db.select().from(credentials).where(eq(credentials.staffId, tom));
    expect(rows.map((row) => row.state)).toEqual(["active"]);

    const own = { subject: "staff", teamId: "" as TeamId, staffId: anna, areaId } as const;
    const terms = { scheduleId: ground.scheduleId, app: true, keypad: true, remote: false };
    const asked = await previewCreateRule(ada, { ...own, ...terms, firstDay: "", lastDay: "" });
    const { consequences } = expectOk(asked);
    expect(consequences.create).toEqual({ app: 0, keypad: 0 });
    expect(consequences.withheld).toEqual([
      { id: door, doorName: expect.any(String), people: 1, examples: ["Anna Berger"] },
    ]);
  });

  test("whoever left keeps what was withdrawn, and a review may withdraw from them too", async () => {
    await take("app");
    expectOk(await removeStaff(ada, [anna], null, 1));
    await lab.settle([anna]);
    expect(await onDoor()).toEqual([]);
    expect((await listWithdrawalsAt(ada, door)).map((row) => [row.part, row.status])).toEqual([
      ["app", "removed"],
    ]);
    const both = [input("keypad"), { ...input("all"), deviceId: other }];
    expect(expectOk(await commitEdit(ada, withdrawalsEdit(ada, both), null, now()))).toBe(2);
    await lab.settle([anna]);
    expect(await listWithdrawalsOf(ada, anna)).toHaveLength(3);
  });

  test("a door that is gone takes its withdrawals along, and one without a site opens to nobody", async () => {
    await take("all");
    await database.db.delete(placements).where(eq(placements.deviceId, door));
    await lab.settle([anna]);
    expect((await listWithdrawalsOf(ada, anna)).map((row) => row.siteName)).toEqual([""]);
    await database.db.delete(changes).where(eq(changes.deviceId, door));
    await database.db.delete(devices).where(eq(devices.id, door));
    expect(await listWithdrawalsOf(ada, anna)).toEqual([]);
  });

  test("who is limited to some sites decides at their doors only, and sees no others", async () => {
    const [elsewhere] = await database.db
      .insert(sites)
      .values({ name: "London", timeZone: "Europe/London" })
      .returning();
    if (!elsewhere) throw new Error("no site");
    await database.db.update(placements).set({ siteId: elsewhere.id }).where(eq(placements.deviceId, other));
    const manager = await actorOf("manager", [ground.siteId]);
    const at = (deviceId: DeviceId) => ({ ...input(), deviceId });
    const refused = await withdraw(manager, at(other), null);
    expect(!refused.ok && refused.refusal).toEqual({ code: "forbidden", field: "deviceId" });
    expectOk(await withdraw(manager, at(door), null));
    expectOk(await withdraw(ada, at(other), null));
    expect((await listWithdrawalsOf(manager, anna)).map((row) => row.deviceId)).toEqual([door]);
    expect(await listWithdrawalsAt(manager, other)).toEqual([]);
    const [hidden] = await listWithdrawalsAt(ada, other);
    const kept = await giveBack(manager, [hidden?.id ?? ""], null);
    expect(!kept.ok && kept.refusal.code).toBe("forbidden");
    await expect(async () => withdraw(await actorOf("auditor"), input("app"), null)).rejects.toThrow(
      "may not",
    );
  });

  test("what looks like a keypad code in a reason is blotted out wherever it is kept", async () => {
    const items = [input("all", " shared 456 789 with a friend ")];
    expectOk(await commitEdit(ada, withdrawalsEdit(ada, items), null, now()));
    expect((await listWithdrawalsAt(ada, door)).map((row) => row.told?.reason)).toEqual([
      "shared *** *** with a friend",
    ]);
    const [event] = await database.db
      .select()
      .from(auditEvents)
      .where(eq(auditEvents.type, "access.withdrawn"));
    expect(JSON.stringify(event?.detail)).not.toContain("456");
  });
});
