import { isNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { admins, areaDevices, areas, authorizations, bindings, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { type Ground, layGround, type SyncLab, startSyncLab, statesOf } from "@/lib/sync/testing";
import { endVisit } from "./commands";
import { findVisit, listVisits } from "./queries";
import { doorsWord } from "./stay";
import { addVisit, visitInput } from "./testing";

const hour = 60 * 60_000;
const list = { q: "", sort: { id: "lastDay", desc: false }, pageSize: 50, offset: 0, filters: {} };

/** The lab's clock begins on Monday, 2 March 2026, 09:00 in Vienna. */
describeDatabases("the end of a visit", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let owner: Actor;
  let visitor: StaffId;
  let doors: DeviceId[];

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
    const { db } = database;
    const [admin] = await db
      .insert(admins)
      .values({ email: "eva@example.com", name: "Eva", role: "owner", allSites: true })
      .returning();
    const [host] = await db.insert(staff).values({ displayName: "Anna Berger" }).returning();
    const [area] = await db.insert(areas).values({ name: "Guests" }).returning();
    if (!admin || !host || !area) throw new Error("no office");
    owner = makeActor({ adminId: admin.id, name: "Eva", email: admin.email, role: "owner", sites: "all" });
    doors = ground.doors
      .filter((door) => door.keypadModel !== null)
      .slice(0, 2)
      .map((door) => door.id);
    await db.insert(areaDevices).values(doors.map((deviceId) => ({ areaId: area.id, deviceId })));
    const input = visitInput({ hostId: host.id, areaId: area.id, scheduleId: ground.scheduleId });
    visitor = await addVisit(owner, input, new Date(lab.now()));
    await lab.settle([visitor]);
  });
  afterEach(() => lab.stop());

  const row = async () => {
    const { rows } = await listVisits(owner, list, new Date(lab.now()));
    const [first] = rows;
    if (!first) throw new Error("no visit");
    return { state: first.state, word: doorsWord(first.state, first.doors, first.elsewhere) };
  };
  const codesOnDoors = () => database.db.$count(authorizations);
  const ourCodes = () => database.db.$count(bindings, isNull(bindings.endedAt));
  const nameOf = (deviceId: DeviceId | undefined) =>
    ground.doors.find((door) => door.id === deviceId)?.name ?? "";

  test("after its last day the code is removed from each door and read back, and the visit says so", async () => {
    const before = await codesOnDoors();
    expect(await row()).toEqual({ state: "here", word: { kind: "ready", doors: 2 } });
    // Wednesday, 4 March, 23:00: the last day, still valid.
    await lab.advance(62 * hour);
    await lab.settle("all");
    expect(await row()).toEqual({ state: "ending", word: { kind: "ready", doors: 2 } });
    await lab.advance(hour + 60_000);
    // The calendar says that it is over, and no door does yet.
    expect(await row()).toMatchObject({ state: "over", word: { kind: "still" } });
    await lab.settle("all");
    expect(await statesOf(database, visitor)).toEqual(["removed", "removed"]);
    expect(await row()).toEqual({ state: "over", word: { kind: "gone", doors: 2 } });
    expect(await codesOnDoors()).toBe(before - 2);
    expect(await ourCodes()).toBe(0);
    const removals = (await lab.writes()).filter(({ method }) => method === "DELETE");
    expect(removals.length).toBeGreaterThan(0);
  });

  test("a door that is offline at the end keeps it open until it was read", async () => {
    const [, dark] = doors;
    await lab.control("POST", `devices/${nameOf(dark)}/offline`);
    await lab.advance(64 * hour);
    await lab.turn();
    await lab.settle("all");
    const { word } = await row();
    expect(word).toMatchObject({ kind: "still", doors: [{ doorName: nameOf(dark), state: "waiting" }] });
    await lab.control("POST", `devices/${nameOf(dark)}/online`);
    await lab.advance(60_000);
    await lab.settle("all");
    expect((await row()).word).toEqual({ kind: "gone", doors: 2 });
  });

  test("ended by hand, it is gone as soon as the doors were read", async () => {
    expectOk(await endVisit(owner, visitor, null, new Date(lab.now())));
    expect(await row()).toMatchObject({ state: "over", word: { kind: "still" } });
    await lab.settle([visitor]);
    expect(await row()).toEqual({ state: "over", word: { kind: "gone", doors: 2 } });
    expect((await findVisit(owner, visitor))?.endedAt).not.toBeNull();
  });
});
