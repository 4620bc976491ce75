import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { codeProblem, differsEnough } from "@/lib/access/codes";
import type { NukiAuthId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { authorizations, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { ensureCodes, giveCode, openCodes, retireCodes } from "./codes";
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
});
