import { and, eq, isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, changes, devices, sites } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { retryChanges as carryOutRetry } from "@/lib/sync/retry";
import { type Ground, hire, layGround, type SyncLab, startSyncLab, statesOf } from "@/lib/sync/testing";
import { retryChanges } from "./commands";
import { countTabs, listBlocked, listChanges, listWaitingDoors } from "./queries";

const everything = { q: "", sort: { id: "since", desc: true }, pageSize: 50, offset: 0, filters: {} };
const day = { today: "2026-03-02", midnights: [] };

describeDatabases("retry and the views of the changes", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let office: Actor;

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
    office = await actorOf("manager");
  });
  afterEach(() => lab.stop());

  async function actorOf(role: Role, siteIds: "all" | SiteId[] = "all"): Promise<Actor> {
    const [row] = await getDb()
      .insert(admins)
      .values({ email: `${role}${Math.random()}@office.test`, name: "Eva", role })
      .returning();
    if (!row) throw new Error("not stored");
    return makeActor({ adminId: row.id, name: row.name, email: row.email, role, sites: siteIds });
  }

  const keypads = () => ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
  const firstKeypad = (): DeviceId => {
    const [door] = keypads();
    if (!door) throw new Error("no keypad");
    return door;
  };
  const doorName = (id: DeviceId) => ground.doors.find((door) => door.id === id)?.name ?? "";
  const openOf = async (staffId: StaffId) =>
    getDb()
      .select()
      .from(changes)
      .where(and(eq(changes.staffId, staffId), isNull(changes.closedAt)));

  /** A create that Nuki took three times and the door never showed. */
  async function loseCreate(name: string): Promise<{ staffId: StaffId; changeId: string }> {
    await lab.faults({ loseCreates: 99 });
    const staffId = await hire(database, ground, name, { doors: [firstKeypad()] }, lab.now());
    await lab.settle([staffId]);
    await lab.faults({ loseCreates: 0 });
    const [change] = await openOf(staffId);
    if (change?.state !== "needs_review") throw new Error(`expected a review, not ${change?.state}`);
    return { staffId, changeId: change.id };
  }

  /** What the worker does with the queued jobs. */
  async function work(): Promise<void> {
    const jobs = await queue.take("retry", 50);
    const staffIds = await carryOutRetry(
      lab.context,
      jobs.flatMap((job) => job.data.changeIds),
    );
    await queue.done(
      "retry",
      jobs.map((job) => job.id),
    );
    await lab.settle(staffIds);
  }

  test("a lost create that needs review arrives after a person asks to try it again", async () => {
    const { staffId, changeId } = await loseCreate("Anna Berger");
    expect(await retryChanges(office, [changeId])).toEqual({ ok: true, value: { count: 1 } });
    await work();
    expect(await statesOf(database, staffId)).toEqual(["active"]);
    const [event] = await getDb().select().from(auditEvents).where(eq(auditEvents.type, "change.retried"));
    expect(event).toMatchObject({
      adminId: office.adminId,
      subjectId: staffId,
      detail: { doors: [doorName(firstKeypad())], count: 1 },
    });
  });

  test("what is finished cannot be tried again, and nothing is written about it", async () => {
    const staffId = await hire(database, ground, "Ben Maier", { doors: [firstKeypad()] }, lab.now());
    await lab.settle([staffId]);
    const [done] = await getDb().select().from(changes);
    expect(done?.state).toBe("confirmed");
    expect(await retryChanges(office, [done?.id ?? ""])).toEqual({
      ok: false,
      refusal: { code: "not_retryable" },
    });
    expect(await getDb().$count(auditEvents, eq(auditEvents.type, "change.retried"))).toBe(0);
    expect(await queue.take("retry", 10)).toEqual([]);
  });

  test("a request that is on its way is not doubled by hand", async () => {
    const staffId = await hire(database, ground, "Cara Wolf", { doors: [firstKeypad()] }, lab.now());
    await lab.turn([staffId]);
    const [sending] = await openOf(staffId);
    expect(sending?.inFlight).toBe(true);
    expect(await retryChanges(office, [sending?.id ?? ""])).toMatchObject({ ok: false });
  });

  test("who is limited to other sites can neither see nor retry a change", async () => {
    const { changeId } = await loseCreate("Dora Huber");
    const [elsewhere] = await getDb()
      .insert(sites)
      .values({ name: "Elsewhere", timeZone: "Europe/Berlin" })
      .returning();
    const stranger = await actorOf("manager", [elsewhere?.id as SiteId]);
    expect(await retryChanges(stranger, [changeId])).toMatchObject({ ok: false });
    expect(await listChanges(stranger, "open", everything, day)).toEqual({ rows: [], total: 0 });
    expect(await countTabs(stranger, [])).toMatchObject({ open: 0, needs_review: 0 });
    expect(await countTabs(await actorOf("manager", []), [])).toMatchObject({ open: 0 });
  });

  test("a role that may only read is refused by the command, whatever its page shows", async () => {
    const auditor = await actorOf("auditor");
    await expect(retryChanges(auditor, [])).rejects.toMatchObject({ code: "forbidden" });
    await expect(listChanges(await actorOf("reception"), "open", everything, day)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("the views show a change by what it needs, with its reason and its times", async () => {
    const { changeId } = await loseCreate("Eva Lang");
    const { rows, total } = await listChanges(office, "needs_review", everything, day);
    expect(total).toBe(1);
    expect(rows[0]).toMatchObject({
      id: changeId,
      staffName: "Eva Lang",
      doorName: doorName(firstKeypad()),
      op: "create",
      kind: "keypad",
      state: "needs_review",
      reason: "not_seen",
      attempts: 3,
      retryable: true,
      before: null,
    });
    expect(JSON.stringify(rows[0])).not.toContain("codeHash");
    expect(await listChanges(office, "failed", everything, day)).toEqual({ rows: [], total: 0 });
    expect(await countTabs(office, [])).toMatchObject({ open: 1, needs_review: 1, waiting: 0, blocked: 0 });
  });

  test("an offline door is told with its queue and since when, and search finds person or door", async () => {
    const door = firstKeypad();
    await lab.control("POST", `devices/${encodeURIComponent(doorName(door))}/offline`);
    await lab.advance(31_000);
    await lab.turn();
    for (const name of ["Finn Ott", "Gina Ott"]) {
      const staffId = await hire(database, ground, name, { doors: [door] }, lab.now());
      await lab.turn([staffId]);
    }
    expect(await listWaitingDoors(office, [])).toMatchObject([
      {
        deviceId: door,
        doorName: doorName(door),
        count: 2,
        reach: "offline",
        offlineSince: expect.any(Date),
      },
    ]);
    const names = async (query: Partial<typeof everything>) =>
      (
        await listChanges(
          office,
          "waiting",
          { ...everything, sort: { id: "person", desc: false }, ...query },
          day,
        )
      ).rows.map((row) => row.staffName);
    expect(await names({})).toEqual(["Finn Ott", "Gina Ott"]);
    expect(await names({ q: "gina" })).toEqual(["Gina Ott"]);
    expect(await names({ q: doorName(door).toLowerCase() })).toHaveLength(2);
    expect(await names({ q: "100%" })).toEqual([]);
    expect(await names({ filters: { door: [door] } })).toHaveLength(2);
    expect(await names({ filters: { door: ["no id"], state: ["nonsense"] } })).toHaveLength(2);
    expect(await names({ filters: { who: ["leavers"] } })).toEqual([]);
  });

  test("what cannot be made is listed as blocked with its reason, and not as a change", async () => {
    const [door] = await getDb().select().from(devices).where(isNull(devices.keypadModel)).limit(1);
    if (!door) throw new Error("every door has a keypad");
    const staffId = await hire(database, ground, "Hans Egger", { doors: [door.id] }, lab.now());
    await lab.settle([staffId]);
    const { rows, total } = await listBlocked(office, { ...everything, sort: { id: "person", desc: false } });
    expect(total).toBe(1);
    expect(rows).toMatchObject([{ staffName: "Hans Egger", doorName: door.name, reason: "no_keypad" }]);
    expect(await countTabs(office, [])).toMatchObject({ open: 0, blocked: 1 });
    const others = await listBlocked(office, { ...everything, filters: { reason: ["no_email"] } });
    expect(others.total).toBe(0);
  });
});
