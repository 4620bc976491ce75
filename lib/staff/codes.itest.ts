import { eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { codeProblem, createCodePool, differsEnough } from "@/lib/access/codes";
import type { NukiAuthId, StaffId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { authorizations, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { ensureCodes, giveCode, openCodes, type Replacement, replaceCodes, retireCodes } from "./codes";
import { addPerson, openPeopleOffice, type TestOffice } from "./testing";

const now = new Date("2026-11-23T08:00:00Z");
const days = (count: number) => new Date(now.getTime() + count * 86_400_000);

describeDatabases("personal codes", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const plainCodes = async () =>
    (await database.db.select().from(staffCodes)).map((row) =>
      getSecrets().unseal(row.code, `staff_code:${row.id}`),
    );

  const give = (staffId: Awaited<ReturnType<typeof addPerson>>, code: string, at = now) =>
    transact(async (tx) => giveCode(tx, await openCodes(tx, at), staffId, code, at));

  test("three hundred people get codes that Nuki takes and nobody mixes up", async () => {
    const rows = Array.from({ length: 300 }, (_, index) => ({ displayName: `Person ${index}` }));
    const people = await database.db.insert(staff).values(rows).returning({ id: staff.id });
    const ids = people.map((row) => row.id);
    expect(expectOk(await transact((tx) => ensureCodes(tx, ids, now)))).toHaveLength(300);
    expect(expectOk(await transact((tx) => ensureCodes(tx, ids, now)))).toEqual([]);
    const codes = await plainCodes();
    expect(codes.filter((code) => codeProblem(code) !== null)).toEqual([]);
    const close = codes.filter((code, index) =>
      codes.slice(index + 1).some((other) => !differsEnough(code, other)),
    );
    expect(close).toEqual([]);
  });

  test("a code that somebody else has, or nearly has, is refused", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    expect(expectOk(await give(anna, "739416"))).toBe(true);
    expect(await give(ben, "739416")).toMatchObject({ ok: false, refusal: { code: "duplicate_code" } });
    expect(await give(ben, "739417")).toMatchObject({ ok: false, refusal: { code: "duplicate_code" } });
    expect(await give(ben, "111222")).toMatchObject({ ok: false, refusal: { code: "code_not_allowed" } });
    expect(expectOk(await give(anna, "739416"))).toBe(false);
  });

  test("a code on a keypad that is not ours is taken too", async () => {
    const anna = await addPerson(office.owner);
    const deviceId = office.doorOf.get("v-main");
    if (!deviceId) throw new Error("no door");
    const nukiId = "0123456789abcdef01234567" as NukiAuthId;
    await database.db.insert(authorizations).values({
      deviceId,
      nukiId,
      type: 13,
      name: "Postbote",
      enabled: true,
      remoteAllowed: false,
      code: getSecrets().seal("739416", `authorization_code:${nukiId}`),
      codeHash: getSecrets().hashCode("739416"),
      busy: false,
      seenAt: now,
    });
    expect(await give(anna, "739415")).toMatchObject({ ok: false, refusal: { code: "duplicate_code" } });
  });

  test("a leaver's code rests for 90 days", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    expectOk(await give(anna, "739416"));
    await transact((tx) => retireCodes(tx, [anna], now));
    expect(await give(ben, "739416", days(89))).toMatchObject({ ok: false });
    expect(expectOk(await give(ben, "739416", days(91)))).toBe(true);
  });

  test("another code for a person retires the old one", async () => {
    const anna = await addPerson(office.owner);
    expectOk(await give(anna, "739416"));
    const rows = await database.db.select().from(staffCodes).where(eq(staffCodes.staffId, anna));
    expect(rows.filter((row) => row.retiredAt === null)).toHaveLength(1);
    expect(rows).toHaveLength(2);
  });

  const replace = (staffIds: readonly StaffId[], how: Partial<Replacement> = {}) =>
    transact((tx) => replaceCodes(tx, staffIds, now, { mode: "at_once", keepOldUntil: null, ...how }));
  const rowsOf = (staffId: StaffId) =>
    database.db
      .select()
      .from(staffCodes)
      .where(eq(staffCodes.staffId, staffId))
      .orderBy(staffCodes.retiredAt);

  test("another code is generated for each person and tells the old one from the new one", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    const before = new Map((await database.db.select().from(staffCodes)).map((row) => [row.staffId, row.id]));
    const replaced = expectOk(await replace([anna, ben, anna]));
    expect(replaced.map((row) => row.staffId)).toEqual([anna, ben].toSorted());
    for (const { staffId, oldCodeId, newCodeId } of replaced) {
      expect(oldCodeId).toBe(before.get(staffId));
      const [old, fresh] = await rowsOf(staffId);
      expect(old).toMatchObject({ id: oldCodeId, retiredAt: now, keepUntil: null });
      expect(fresh).toMatchObject({ id: newCodeId, retiredAt: null, keepUntil: null });
    }
    const codes = await plainCodes();
    expect(codes).toHaveLength(4);
    for (const [index, code] of codes.entries())
      expect(codes.slice(index + 1).every((other) => differsEnough(code, other))).toBe(true);
  });

  test("only a seamless replacement leaves the old code a time until which it may stay", async () => {
    const anna = await addPerson(office.owner);
    expectOk(await replace([anna], { mode: "seamless", keepOldUntil: days(1) }));
    expectOk(await replace([anna], { mode: "seamless" }));
    expectOk(await replace([anna], { mode: "at_once", keepOldUntil: days(1) }));
    const rows = await database.db.select().from(staffCodes).orderBy(staffCodes.createdAt);
    expect(new Set(rows.map((row) => row.keepUntil?.getTime() ?? null))).toEqual(
      new Set([days(1).getTime(), now.getTime(), null]),
    );
  });

  test("a leaver gets no other code, and who had none gets one", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    await transact((tx) => retireCodes(tx, [anna, ben], now));
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    const replaced = expectOk(await replace([anna, ben]));
    expect(replaced).toEqual([{ staffId: ben, oldCodeId: null, newCodeId: expect.any(String) }]);
  });

  test("when the codes run out nobody gets another one", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    const before = await plainCodes();
    const left = ["739416"];
    const pool = { ...createCodePool([]), take: () => left.pop() ?? null };
    const refused = await database.db
      .transaction(async (tx) => {
        const result = await replaceCodes(tx, [anna, ben], now, {
          mode: "at_once",
          keepOldUntil: null,
          pool,
        });
        if (!result.ok) throw new Error(result.refusal.code);
      })
      .catch((error: Error) => error.message);
    expect(refused).toBe("no_code_left");
    expect((await plainCodes()).toSorted()).toEqual(before.toSorted());
  });

  test("two admins who give codes at once never give equal or near ones", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    const give = (staffId: StaffId, code: string) =>
      transact(async (tx) => {
        const result = await giveCode(tx, await openCodes(tx, now), staffId, code, now);
        // Long enough for the other one to look, if it could.
        for (let turns = 0; turns < 5; turns += 1) await tx.execute(sql`select 1`);
        return result;
      });
    const results = await Promise.all([give(anna, "739416"), give(ben, "739415")]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ refusal: { code: "duplicate_code" } });
  });

  test("many who replace, give and generate at once leave everybody one code, two digits from all others", async () => {
    const rows = Array.from({ length: 40 }, (_, index) => ({ displayName: `Person ${index}` }));
    const people = (await database.db.insert(staff).values(rows).returning({ id: staff.id })).map(
      (row) => row.id,
    );
    await transact((tx) => ensureCodes(tx, people.slice(0, 20), now));
    await Promise.all([
      replace(people.slice(0, 30)),
      transact((tx) => ensureCodes(tx, people, now)),
      replace(people.slice(10), { mode: "seamless" }),
      replace(people.slice(5, 25)),
    ]);
    const current = await database.db.select().from(staffCodes).where(isNull(staffCodes.retiredAt));
    expect(new Set(current.map((row) => row.staffId)).size).toBe(40);
    expect(current).toHaveLength(40);
    const codes = await plainCodes();
    const close = codes.filter((code, index) =>
      codes.slice(index + 1).some((other) => !differsEnough(code, other)),
    );
    expect(close).toEqual([]);
  });
});
