import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { systemActor } from "@/lib/auth/actor";
import {
  accountSync,
  authorizations,
  bindings,
  changes,
  credentials,
  rules,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { retireCodes } from "@/lib/staff/codes";
import type { StandInDoor } from "@/scripts/testing/stand-in-world";
import type { SyncContext } from "./context";
import { reconcile } from "./reconcile";
import { type ChaosLab, createLife, type Life, startChaosLab } from "./sample-lab";
import { type Ground, hire, layGround, statesOf } from "./testing";
import { takeTurn } from "./turn";

const startAt = Date.parse("2026-03-02T08:00:00.000Z");
const doors: StandInDoor[] = [1, 2, 3].map((number) => ({
  id: 17_179_869_184 + number,
  type: 4,
  name: `Door ${number}`,
  keypad: true,
  foreign: [],
}));

describeDatabases("while much is being sent", (open) => {
  let database: TestDatabase;
  let lab: ChaosLab;
  let ground: Ground;
  let life: Life;
  let context: SyncContext;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    lab = await startChaosLab(database, { seed: 1, startAt, doors });
    life = createLife();
    context = lab.newWorker(life);
    await takeTurn(context, []);
    ground = await layGround(database);
  });
  afterEach(() => lab.stop());

  const everyDoor = () => ground.doors.map((door) => door.id);
  const writes = () => lab.standIn.requests.filter((request) => request.method !== "GET");
  const settle = async (wanted: readonly StaffId[] = []) => {
    let scope = wanted;
    for (let turns = 0; turns < 200; turns += 1) {
      await takeTurn(context, scope);
      scope = [];
      if ((await database.db.$count(changes, isNull(changes.closedAt))) === 0) return;
      lab.standIn.world.advance(3_000);
    }
    throw new Error("the sync did not come to rest");
  };
  /** As the command does it, in one transaction with its audit event. */
  const removePerson = (id: StaffId) =>
    database.db.transaction(async (tx) => {
      await tx.update(staff).set({ status: "removed" }).where(eq(staff.id, id));
      await tx.delete(rules).where(eq(rules.staffId, id));
      await retireCodes(tx, [id], new Date(lab.now()));
      await record(tx, systemActor(), [{ type: "staff.removed", subjectId: id }], new Date(lab.now()));
    });
  const hireMany = async (count: number) => {
    const ids: StaffId[] = [];
    for (let index = 0; index < count; index += 1) {
      const letters = String.fromCharCode(97 + Math.floor(index / 26), 97 + (index % 26));
      ids.push(await hire(database, ground, `New ${letters}`, { doors: everyDoor() }, lab.now()));
    }
    return ids;
  };

  test("a leaver goes out with the very next request, however many creates are waiting", async () => {
    const leaver = await hire(database, ground, "Lea Ver", { doors: everyDoor() }, lab.now());
    await settle([leaver]);
    const many = await hireMany(150);
    const before = writes().length;
    // One request a second, as with Nuki's default; she leaves after the fifth.
    let answered = 0;
    let leftAt: number | null = null;
    life.afterRequest = async () => {
      lab.standIn.world.advance(1_000);
      answered += 1;
      if (answered < 5 || leftAt !== null) return;
      await removePerson(leaver);
      leftAt = lab.standIn.requests.length;
    };
    let queued: readonly StaffId[] = many;
    for (let turns = 0; turns < 4; turns += 1) {
      const left = leftAt !== null;
      await takeTurn(context, queued);
      queued = !left && leftAt !== null ? [leaver] : [];
    }
    const since = lab.standIn.requests.slice(leftAt ?? 0).map((request) => request.method);
    expect(writes().length).toBeGreaterThan(before + 5);
    expect(since.indexOf("DELETE")).toBe(0);
  });

  test("a create that waits for its turn is not sent when the person leaves meanwhile", async () => {
    const [first, second] = await hireMany(2);
    if (!first || !second) throw new Error("nobody");
    life.afterRequest = async () => {
      life.afterRequest = async () => {};
      const sent = writes().at(-1)?.body as { name: string };
      await removePerson(sent.name === "New aa" ? second : first);
    };
    await takeTurn(context, [first, second]);
    await settle([first, second]);
    expect(writes().filter((request) => request.method === "PUT")).toHaveLength(1);
    expect(lab.standIn.violations).toEqual([]);
  });

  test("a create that Nuki puts off is not repeated after the person has left", async () => {
    const [person] = await hireMany(1);
    if (!person) throw new Error("nobody");
    lab.standIn.setTrouble({ storm: 1 });
    life.afterRequest = async () => {
      life.afterRequest = async () => {};
      lab.standIn.setTrouble({});
      await removePerson(person);
    };
    await takeTurn(context, [person]);
    await settle([person]);
    expect(writes().map((request) => request.status)).toEqual([429]);
    expect(await statesOf(database, person)).toEqual([]);
  });

  test("an import of many is one request per person, also over several rounds", async () => {
    const many = await hireMany(180);
    // Three doors each: more than one round holds, and nobody's doors may be torn apart between two.
    await settle(many);
    expect(writes()).toHaveLength(180);
    expect(lab.standIn.violations).toEqual([]);
  });

  test("codes that are under way count against the keypad, also when two edits were planned one after the other", async () => {
    const many = await hireMany(205);
    const [door] = everyDoor();
    if (!door) throw new Error("no door");
    for (let start = 0; start < many.length; start += 100)
      await reconcile(context, { staffIds: many.slice(start, start + 100) });
    const creates = and(eq(changes.deviceId, door), isNull(changes.closedAt));
    expect(await database.db.$count(changes, creates)).toBe(200);
    const full = and(eq(credentials.deviceId, door), eq(credentials.reason, "capacity"));
    expect(await database.db.$count(credentials, full)).toBe(5);
  });

  test("a person whose data is broken here fails alone", async () => {
    const [first, second] = await hireMany(2);
    if (!first || !second) throw new Error("nobody");
    await database.db
      .update(staffCodes)
      .set({ code: sql`'\\x00'::bytea` })
      .where(eq(staffCodes.staffId, first));
    await takeTurn(context, [first, second]);
    expect(new Set(await statesOf(database, first))).toEqual(new Set(["failed"]));
    expect(new Set(await statesOf(database, second))).toEqual(new Set(["sending"]));
  });

  test("a worker that lost the account while it slept sends nothing more", async () => {
    const many = await hireMany(3);
    life.afterRequest = async () => {
      life.afterRequest = async () => {};
      await database.db
        .update(accountSync)
        .set({ leaseOwner: "another", leaseUntil: new Date(lab.now() + 60_000) });
    };
    await takeTurn(context, many);
    expect(writes()).toHaveLength(1);
    expect(await takeTurn(context, [])).toBeNull();
  });

  test("an authorization that a lagging list has lost is looked for, not made again", async () => {
    const person = await hire(database, ground, "Anna Berger", { doors: everyDoor() }, lab.now());
    await settle([person]);
    const sent = writes().length;
    await database.db.delete(authorizations);
    await database.db.update(bindings).set({ endedAt: new Date(lab.now()) });
    await takeTurn(context, [person]);
    await settle();
    expect(new Set(await statesOf(database, person))).toEqual(new Set(["active"]));
    expect(
      writes()
        .slice(sent)
        .map((request) => request.method),
    ).not.toContain("PUT");
    expect(lab.standIn.violations).toEqual([]);
  });

  test("a leaver's adopted authorization that shows again is still ours, and removed again", async () => {
    const person = await hire(database, ground, "Anna Berger", { doors: everyDoor() }, lab.now());
    await settle([person]);
    await database.db.update(bindings).set({ origin: "adopted", changeId: null });
    await database.db.delete(changes);
    await removePerson(person);
    await database.db.update(bindings).set({ endedAt: new Date(lab.now()) });
    await settle([person]);
    lab.standIn.world.advance(6 * 60_000);
    await settle();
    await settle();
    for (const door of doors) expect(lab.standIn.world.truth(door.id)).toEqual([]);
    expect(lab.standIn.violations).toEqual([]);
  });
});
