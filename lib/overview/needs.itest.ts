import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { SiteId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { countTabs, listBlocked, listChanges } from "@/lib/changes/queries";
import { getDb, transact } from "@/lib/db/connection";
import {
  accountSync,
  admins,
  devices,
  placements,
  rules,
  settingChanges,
  sites,
  staff,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type Ground, hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { getDay } from "./day";
import { listRecentEvents } from "./events";
import { countNeeds } from "./need-counts";
import { getNeeds } from "./needs";
import { getSyncStatus } from "./queries";
import { getToday } from "./today";

const today = "2026-03-02";
const scope = { siteId: null, day: { today, midnights: [] } };
const everything = { q: "", sort: { id: "person", desc: false }, pageSize: 50, offset: 0, filters: {} };

describeDatabases("the overview", (open) => {
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
    await getDb().update(devices).set({
      batteryCritical: false,
      keypadBatteryCritical: false,
      doorsensorBatteryCritical: false,
      serverState: 0,
      adminPinState: 0,
      offlineSince: null,
    });
  });
  afterEach(() => lab.stop());

  const actor = (role: Role, siteIds: "all" | SiteId[] = "all"): Actor =>
    makeActor({ adminId: null, name: "Eva", email: "eva@office.test", role, sites: siteIds });
  const office = actor("owner");
  const at = async (who: Actor, now: number) => ({ siteId: null, day: await getDay(who, now) });
  const keypads = () => ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
  const door = () => {
    const [first] = ground.doors;
    if (!first) throw new Error("no doors");
    return first;
  };

  test("an office where every door shows what the rules say needs nobody", async () => {
    const anna = await hire(database, ground, "Anna Berger", { doors: keypads() }, lab.now());
    await lab.settle([anna]);
    const needs = await getNeeds(office, scope);
    expect(countNeeds(needs)).toBe(0);
    const now = await at(office, lab.now());
    const finished = { ...everything, filters: { state: ["confirmed"], when: ["today"] } };
    expect((await listChanges(office, "history", finished, now.day)).total).toBe(keypads().length);
    expect(await getToday(office, now)).toMatchObject({
      activePeople: 1,
      confirmed: keypads().length,
      doors: { online: ground.doors.length, total: ground.doors.length },
    });
  });

  test("yesterday's confirmations do not count as today's, by the site's own midnight", async () => {
    const anna = await hire(database, ground, "Anna Berger", { doors: keypads() }, lab.now());
    await lab.settle([anna]);
    // 23:30 in Vienna is the same day there, and the next day in Kathmandu.
    expect(await getToday(office, await at(office, Date.parse("2026-03-02T22:30:00Z")))).toMatchObject({
      confirmed: keypads().length,
    });
    expect(await getToday(office, await at(office, Date.parse("2026-03-02T23:30:00Z")))).toMatchObject({
      confirmed: 0,
    });
  });

  test("each number is the number of rows that its link shows", async () => {
    const [first] = keypads();
    if (!first) throw new Error("no keypad");
    const noKeypad = ground.doors.find((one) => one.keypadModel === null);
    if (!noKeypad) throw new Error("every door has a keypad");
    await lab.faults({ loseCreates: 99 });
    await hire(database, ground, "Anna Berger", { doors: [first] }, lab.now());
    await hire(database, ground, "Ben Maier", { doors: [noKeypad.id] }, lab.now());
    await lab.settle("all");
    const needs = await getNeeds(office, scope);
    expect(needs.needsReview).toBe(1);
    expect((await listChanges(office, "needs_review", everything, scope.day)).total).toBe(needs.needsReview);
    expect(needs.blocked).toEqual([{ reason: "no_keypad", count: 1 }]);
    const blocked = await listBlocked(office, { ...everything, filters: { reason: ["no_keypad"] } });
    expect(blocked.total).toBe(1);
    expect((await countTabs(office, [])).failed).toBe(needs.failed);
  });

  test("a leaver counts until each door was read without the entry", async () => {
    const [first, second] = keypads();
    if (!first || !second) throw new Error("too few keypads");
    const anna = await hire(database, ground, "Anna Berger", { doors: [first, second] }, lab.now());
    await lab.settle([anna]);
    await getDb().update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    await getDb().delete(rules).where(eq(rules.staffId, anna));
    await lab.turn([anna]);
    expect((await getNeeds(office, scope)).leavers).toEqual({ people: 1, entries: 2 });
    const filters = { who: ["leavers"] };
    expect((await listChanges(office, "open", { ...everything, filters }, scope.day)).total).toBe(2);
    await lab.settle();
    expect((await getNeeds(office, scope)).leavers).toEqual({ people: 0, entries: 0 });
  });

  test("a setting on its way is pending, waits for a door that is away, and needs somebody where it was changed elsewhere", async () => {
    const [admin] = await getDb()
      .insert(admins)
      .values({ email: "eva@office.test", name: "Eva", role: "owner" })
      .returning();
    if (!admin) throw new Error("no admin");
    const shared = {
      deviceId: door().id,
      adminId: admin.id,
      part: "advanced" as const,
      before: 20,
      after: 30,
    };
    await getDb()
      .insert(settingChanges)
      .values([
        { ...shared, member: "a", state: "planned" },
        { ...shared, member: "b", state: "accepted", reason: "no_answer" },
        { ...shared, member: "c", state: "planned", reason: "offline" },
        { ...shared, member: "d", state: "needs_review", reason: "changed" },
        { ...shared, member: "e", state: "failed", reason: "kept", closedAt: new Date() },
        { ...shared, member: "f", state: "confirmed", closedAt: new Date() },
      ]);
    const needs = await getNeeds(office, scope);
    expect(needs.settings).toMatchObject([{ id: door().id, name: door().name, toDecide: 1 }]);
    expect(countNeeds(needs)).toBe(1);
    const counted = { pending: 2, waiting: 1, needsYou: 1, failed: 0 };
    expect(await getSyncStatus(office)).toMatchObject(counted);

    const stranger = actor("manager", []);
    expect((await getNeeds(stranger, scope)).settings).toEqual([]);
    expect(await getSyncStatus(stranger)).toMatchObject({ pending: 0, waiting: 0, needsYou: 0 });
    await getDb().delete(placements).where(eq(placements.deviceId, door().id));
    expect(await getSyncStatus(office)).toMatchObject(counted);
  });

  test("doors out of reach, batteries and devices without a site are told; a lost connection comes first", async () => {
    const since = new Date("2026-03-02T07:12:00Z");
    await getDb()
      .update(devices)
      .set({ serverState: 4, offlineSince: since, keypadBatteryCritical: true })
      .where(eq(devices.id, door().id));
    const [, second] = ground.doors;
    if (second) await getDb().delete(placements).where(eq(placements.deviceId, second.id));
    await getDb().update(accountSync).set({ status: "unauthorized", problem: "not authorized" });
    const needs = await getNeeds(office, scope);
    expect(needs.doors).toMatchObject([{ id: door().id, reach: "offline", since, waiting: 0 }]);
    expect(needs.batteries).toMatchObject([{ id: door().id }]);
    expect(needs.newDevices).toBe(1);
    expect(needs.connections).toMatchObject([{ status: "unauthorized", problem: "not authorized" }]);
  });

  test("who starts or leaves within a week is named, nobody else", async () => {
    const day = (name: string, values: Partial<typeof staff.$inferInsert>) =>
      getDb()
        .insert(staff)
        .values({ displayName: name, ...values });
    await day("Ends today", { lastDay: today });
    await day("Ends in a week", { lastDay: "2026-03-09" });
    await day("Ends later", { lastDay: "2026-03-10" });
    await day("Ended", { lastDay: "2026-03-01" });
    await day("Gone", { lastDay: today, status: "removed" });
    await day("Starts", { firstDay: "2026-03-04" });
    const needs = await getNeeds(office, scope);
    expect(needs.ending).toMatchObject({
      count: 2,
      first: [{ name: "Ends today", day: today }, { name: "Ends in a week" }],
    });
    expect(needs.starting).toMatchObject({ count: 1, first: [{ name: "Starts", day: "2026-03-04" }] });
  });

  test("who is limited to a site counts only its doors", async () => {
    const [elsewhere] = await getDb()
      .insert(sites)
      .values({ name: "Elsewhere", timeZone: "Europe/Berlin" })
      .returning();
    await getDb().update(devices).set({ batteryCritical: true }).where(eq(devices.id, door().id));
    const stranger = actor("manager", [elsewhere?.id as SiteId]);
    expect((await getNeeds(stranger, scope)).batteries).toEqual([]);
    expect((await getNeeds(office, { ...scope, siteId: elsewhere?.id ?? null })).batteries).toEqual([]);
    expect((await getToday(stranger, await at(stranger, lab.now()))).doors).toEqual({ online: 0, total: 0 });
    expect((await getToday(actor("manager", []), await at(actor("manager", []), lab.now()))).confirmed).toBe(
      0,
    );
  });

  test("what one act did to many is one line, told to who may read it", async () => {
    const anna = await hire(database, ground, "Anna Berger", { doors: [] }, lab.now());
    const ben = await hire(database, ground, "Ben Maier", { doors: [] }, lab.now());
    await transact((tx) =>
      record(tx, office, [
        { type: "staff.created", subjectId: anna },
        { type: "code.created", subjectId: anna },
      ]),
    );
    await transact((tx) => record(tx, office, [{ type: "staff.suspended", subjectId: anna }]));
    const settled = ["device.setting_settled", "door.operation_settled"] as const;
    await transact((tx) =>
      record(
        tx,
        office,
        settled.map((type) => ({ type, subjectId: door().id })),
      ),
    );
    const both = [anna, ben].map((subjectId) => ({ type: "staff.resumed" as const, subjectId }));
    await transact((tx) => record(tx, office, both));
    await transact((tx) =>
      record(tx, office, [{ type: "connection.tested", subjectId: "x", detail: { name: "Lab" } }]),
    );
    expect(await listRecentEvents(office)).toMatchObject([
      { type: "connection.tested", name: "Lab", count: 1 },
      { type: "staff.resumed", count: 2 },
      { type: "staff.suspended", name: "Anna Berger", count: 1, staffId: anna },
      { type: "staff.created", name: "Anna Berger", count: 1 },
    ]);
    expect((await listRecentEvents(actor("manager"))).map((event) => event.type)).not.toContain(
      "connection.tested",
    );
    expect(await listRecentEvents(actor("reception"))).toEqual([]);
  });
});
