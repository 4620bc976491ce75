import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId, Wish } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { accounts, changes, credentials, importRows, imports, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { weekdays } from "@/lib/time/weekdays";
import { getImport, getVerification } from "./queries";
import { openOffice } from "./testing";

const startedAt = new Date("2026-11-23T08:00:00Z");
const finishedAt = new Date("2026-11-23T08:00:05Z");
const now = new Date("2026-11-23T08:00:06Z");
const wish: Wish = {
  name: "Anna Berger",
  enabled: true,
  remoteAllowed: false,
  window: { days: weekdays(31), fromMinute: 480, untilMinute: 1080 },
  validFrom: null,
  validUntil: null,
  codeHash: "hash",
};

describeDatabases("what an import shows as confirmed", (open) => {
  let database: TestDatabase;
  let actor: Actor;
  let anna: StaffId;
  let deviceId: (typeof credentials.$inferInsert)["deviceId"];
  const key = () => ({ staffId: anna, deviceId, kind: "keypad" as const });

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    const office = await openOffice(database);
    actor = office.actor;
    deviceId = [...office.doorOf.values()].slice(0, 1).join("") as typeof deviceId;
    const [person] = await database.db.insert(staff).values({ displayName: "Anna Berger" }).returning();
    if (!person) throw new Error("nobody");
    anna = person.id;
    await database.db
      .insert(credentials)
      .values({ ...key(), state: "active", wish, since: startedAt, confirmedAt: startedAt });
  });
  afterAll(() => database.close());

  async function importOf(outcome: string, counts: Record<string, number>) {
    const { db } = database;
    const [row] = await db
      .insert(imports)
      .values({
        fileName: "staff.csv",
        fileHash: "hash",
        state: "applied",
        uploadedBy: actor.adminId ?? ("" as never),
        settings: {
          encoding: "utf-8",
          encodingGuessed: false,
          delimiter: ";",
          delimiterFrom: "detected",
          headers: [],
          mapping: [],
          remembered: false,
          mapped: true,
          language: null,
          languageAsked: false,
          dateOrder: null,
          fullList: false,
          access: "keypad",
          hoursScheduleId: null,
          decisions: {},
          confirmedBy: null,
        },
        counts,
        startedAt,
        finishedAt,
      })
      .returning();
    if (!row) throw new Error("no import");
    await db.insert(importRows).values({ importId: row.id, line: 2, outcome, staffId: anna, problems: [] });
    return getImport(actor, row.id);
  }

  test("what was active before the import is not confirmed until the worker has taken the change up", async () => {
    const held = await importOf("update", { expected: 1, updated: 1 });
    expect(await getVerification(actor, held, now)).toMatchObject({ confirmed: 0, working: 1, total: 1 });

    const [account] = await database.db.select().from(accounts);
    if (!account) throw new Error("no account");
    const change = { ...key(), accountId: account.id, op: "update" as const, wish };
    await database.db
      .insert(changes)
      .values({ ...change, state: "confirmed", createdAt: now, closedAt: now });
    expect(await getVerification(actor, held, now)).toMatchObject({ confirmed: 1, working: 0, total: 1 });
  });

  test("an active entry of somebody whom the import removed is never confirmed", async () => {
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    const held = await importOf("remove", {});
    expect(await getVerification(actor, held, now)).toMatchObject({ confirmed: 0, working: 1 });
  });
});
