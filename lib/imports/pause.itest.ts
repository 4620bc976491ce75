import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import {
  areaDevices,
  areas,
  auditEvents,
  importRows,
  imports,
  rules,
  schedules,
  staff,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import type { Queue } from "@/lib/jobs/queue";
import { makeStaffFile } from "../../scripts/testing/staff-file";
import { pauseImport, resumeImport } from "./pause";
import { getImport } from "./queries";
import { runImport } from "./run";
import { csv, expectOk, importSteps, openOffice, openTestQueue } from "./testing";

const now = new Date("2026-11-23T08:00:00Z");
const muchLater = new Date("2026-11-23T18:00:00Z");
const germanFile = { name: "Personal.csv", bytes: makeStaffFile({ rows: 300 }) };
const header = "Personalnummer;Vorname;Nachname;Türen;Wochentage;Von;Bis";
const hours = "Mo-Fr;08:00;18:00";
const row = (number: number, door = "Main entrance") => `${number};P${number};Q;${door};${hours}`;
const rows = (from: number, to: number) => Array.from({ length: to - from + 1 }, (_, i) => row(from + i));

describeDatabases("a paused import", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let actor: Actor;
  let doorOf: Map<string, DeviceId>;
  const { mapped, plan, confirmed, run } = importSteps(() => actor, now);

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    for (const job of await queue.take("import", 100)) await queue.done("import", [job.id]);
    ({ actor, doorOf } = await openOffice(database));
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  /** Confirmed, and paused after so many chunks of fifty rows. */
  async function paused(importId: string, chunks: number): Promise<string> {
    await confirmed(importId);
    for (let done = 0; done < chunks; done++) await runImport(importId, now);
    expectOk(await pauseImport(actor, importId, now));
    return importId;
  }

  const resume = (importId: string, seen: string | null = null, typed: number | null = null) =>
    resumeImport(actor, { importId, seen, typed }, muchLater);
  const changed = { ok: false, refusal: { code: "plan_changed" } };
  const active = () => database.db.$count(staff, eq(staff.status, "active"));
  const isQueued = async (importId: string) =>
    (await queue.take("import", 10)).some((job) => job.data.importId === importId);

  /** The plan that the person is shown now is accepted, and the import comes to its end with it. */
  async function acceptNewPlan(importId: string) {
    const { plan: shown, leavers } = await plan(importId);
    expectOk(await resume(importId, shown.fingerprint, shown.brake));
    expect(await isQueued(importId)).toBe(true);
    await run(importId);
    expect((await getImport(actor, importId)).state).toBe("applied");
    return { counts: shown.counts, leavers: leavers.map(({ name }) => name) };
  }

  test("writes nothing until it is resumed, and goes on by itself while nothing has moved", async () => {
    const importId = await paused(await mapped(germanFile), 1);
    expect(await isQueued(importId)).toBe(true);
    expect(await runImport(importId, now)).toBe(false);
    expect(await active()).toBe(50);
    expectOk(await resume(importId));
    expect(await isQueued(importId)).toBe(true);
    // Asked for twice: it goes on already.
    expectOk(await resume(importId));
    await run(importId);
    expect(await active()).toBe(298);
    expect(await getImport(actor, importId)).toMatchObject({
      state: "applied",
      rowsDone: 298,
      rowsTotal: 298,
    });
  });

  test("shows the rows that are left, and not those that were written", async () => {
    const importId = await paused(await mapped(germanFile), 2);
    expect((await plan(importId)).plan.counts).toMatchObject({
      add: 198,
      update: 0,
      unchanged: 0,
      blocked: 0,
    });
  });

  test("takes nobody whom it has added itself for a leaver, even without any number", async () => {
    const nameless = Array.from({ length: 60 }, (_, i) => `;N${i};Q;Main entrance;${hours}`);
    const importId = await paused(await mapped(csv(header, ...nameless), true), 1);
    expect((await plan(importId)).leavers).toEqual([]);
    expectOk(await resume(importId));
    await run(importId);
    expect(await active()).toBe(60);
  });

  test("asks again when somebody of the rest was added by hand, and then updates them", async () => {
    const importId = await paused(await mapped(csv(header, ...rows(1, 60))), 1);
    await database.db.insert(staff).values({ displayName: "P60 Q", externalId: "60" });
    expect(await resume(importId)).toMatchObject(changed);
    expect((await getImport(actor, importId)).state).toBe("paused");
    expect(await isQueued(importId)).toBe(true); // the job of the confirmation
    expect((await acceptNewPlan(importId)).counts).toMatchObject({ add: 9, update: 1 });
    expect(await active()).toBe(60);
    expect(await getImport(actor, importId)).toMatchObject({
      rowsDone: 60,
      rowsTotal: 60,
      counts: { add: 59, update: 1, failed: 0, created: 60 },
    });
    const events = await database.db.$count(auditEvents, eq(auditEvents.type, "import.confirmed"));
    expect(events).toBe(2);
  });

  test("asks again before somebody leaves who is here since the confirmation, by number", async () => {
    await run(await confirmed(await mapped(csv(header, ...rows(1, 4)))));
    const importId = await paused(await mapped(csv(header, ...rows(2, 4), row(5)), true), 0);
    await database.db.insert(staff).values({ displayName: "Newly Here", externalId: "99" });
    expect(await resume(importId)).toMatchObject(changed);
    const { plan: shown } = await plan(importId);
    expect(await resume(importId, shown.fingerprint, null)).toMatchObject({
      ok: false,
      refusal: { code: "count_mismatch", params: { count: 2 } },
    });
    expect(await acceptNewPlan(importId)).toMatchObject({ leavers: ["Newly Here", "P1 Q"] });
    expect(await active()).toBe(4);
    const lines = await database.db.select().from(importRows).where(eq(importRows.importId, importId));
    expect(lines.filter(({ line }) => line < 0)).toHaveLength(2);
  });

  test("asks again when a leaver of it was removed by hand, who is then no leaver any more", async () => {
    await run(await confirmed(await mapped(csv(header, ...rows(1, 4)))));
    const importId = await paused(await mapped(csv(header, ...rows(3, 5)), true), 0);
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.externalId, "1"));
    expect(await resume(importId)).toMatchObject(changed);
    expect(await acceptNewPlan(importId)).toMatchObject({ leavers: ["P2 Q"] });
  });

  test("asks again when somebody of the rest got a rule of their own", async () => {
    await run(await confirmed(await mapped(csv(header, ...rows(1, 2)))));
    const renamed = row(1).replace("P1;Q", "P1;Neu");
    const importId = await paused(await mapped(csv(header, renamed)), 0);
    const [person] = await database.db.select().from(staff).where(eq(staff.externalId, "1"));
    const [area] = await database.db.insert(areas).values({ name: "Archive" }).returning();
    const [schedule] = await database.db.select().from(schedules);
    const door = [...doorOf.values()][1];
    if (!person || !area || !schedule || !door) throw new Error("no office");
    await database.db.insert(areaDevices).values({ areaId: area.id, deviceId: door });
    await database.db
      .insert(rules)
      .values({ staffId: person.id, areaId: area.id, scheduleId: schedule.id, app: false, keypad: true });
    expect(await resume(importId)).toMatchObject(changed);
  });

  test("asks again when an area of the rest leads to another door", async () => {
    const [area] = await database.db.insert(areas).values({ name: "Public" }).returning();
    const [first, second, third] = doorOf.values();
    if (!area || !first || !second || !third) throw new Error("no office");
    const leadsTo = (deviceId: DeviceId) =>
      database.db.insert(areaDevices).values({ areaId: area.id, deviceId });
    await leadsTo(first);
    await leadsTo(second);
    const importId = await paused(await mapped(csv(header, row(1, "Public"))), 0);
    await leadsTo(third);
    expect(await resume(importId)).toMatchObject(changed);
  });

  test("comes to its end when nothing of the rest is left to do", async () => {
    const importId = await paused(await mapped(csv(header, row(1))), 0);
    await run(await confirmed(await mapped(csv(header, row(1)))));
    expect(await resume(importId)).toMatchObject(changed);
    expect((await acceptNewPlan(importId)).counts).toMatchObject({ add: 0, unchanged: 1 });
    expect(await active()).toBe(1);
  });

  test("is refused with a plan that was seen before the world moved once more", async () => {
    const importId = await paused(await mapped(csv(header, ...rows(1, 3))), 0);
    await database.db.insert(staff).values({ displayName: "P1 Q", externalId: "1" });
    const { plan: shown } = await plan(importId);
    await database.db.insert(staff).values({ displayName: "P2 Q", externalId: "2" });
    expect(await resume(importId, shown.fingerprint)).toMatchObject(changed);
  });

  test("cannot be paused or resumed after its end", async () => {
    const importId = await confirmed(await mapped(csv(header, row(1))));
    await run(importId);
    const finished = { ok: false, refusal: { code: "import_finished" } };
    expect(await pauseImport(actor, importId, now)).toMatchObject(finished);
    expect(await resume(importId)).toMatchObject(finished);
    expect(await database.db.$count(imports)).toBe(1);
  });
});
