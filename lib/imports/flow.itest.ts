import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import {
  areas,
  auditEvents,
  importRows,
  imports,
  rules,
  schedules,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import type { Queue } from "@/lib/jobs/queue";
import { makeStaffFile } from "../../scripts/testing/staff-file";
import { correctCell, decideRow, rereadFile } from "./commands";
import { confirmImport } from "./confirm";
import { getPlan } from "./plan-views";
import { getColumns, getImport, listRowResults } from "./queries";
import { listRows } from "./row-views";
import { runImport } from "./run";
import { csv, expectOk, importSteps, openOffice, openTestQueue } from "./testing";
import { startImport } from "./upload";

const now = new Date("2026-11-23T08:00:00Z");
const germanFile = { name: "Personal.csv", bytes: makeStaffFile({ rows: 300 }) };
const header = "Personalnummer;Vorname;Nachname;E-Mail;Türen;Wochentage;Von;Bis;Zutrittscode;Aktion";
const anna = "1;Anna;Berger;anna@example.com;Main entrance;Mo-Fr;08:00;18:00;;";

describeDatabases("a staff import", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let actor: Actor;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    for (const job of await queue.take("import", 100)) await queue.done("import", [job.id]);
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
    actor = (await openOffice(database)).actor;
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const { upload, mapped, plan, confirmed, run } = importSteps(() => actor, now);
  const people = () => database.db.$count(staff, eq(staff.status, "active"));
  const stateOf = async (importId: string) => (await getImport(actor, importId)).state;

  test("the German file is 298 added and 2 blocked, 540 authorizations in 298 calls, and 61 wait", async () => {
    const importId = await mapped(germanFile);
    const { plan: shown } = await plan(importId);
    expect(shown.counts).toMatchObject({ add: 298, blocked: 2, update: 0, remove: 0 });
    expect(shown.doors).toMatchObject({
      created: 540,
      blocked: 0,
      now: { changes: 479, calls: 298 },
      later: { changes: 61, calls: 61 },
    });
    const side = shown.doors.doors.find(({ name }) => name === "Side entrance");
    expect(side).toMatchObject({ added: 61, waits: { reason: "offline", count: 61 } });
    expect(side?.codes).toEqual({ before: 0, after: 61, capacity: 200 });

    await confirmed(importId);
    await run(importId);
    expect(await people()).toBe(298);
    expect(await database.db.$count(staffCodes, isNull(staffCodes.retiredAt))).toBe(298);
    expect(await getImport(actor, importId)).toMatchObject({
      state: "applied",
      rowsDone: 298,
      rowsTotal: 298,
    });
    expect(
      (await listRowResults(actor, importId, { outcomes: ["blocked"], offset: 0, limit: 9 })).total,
    ).toBe(2);
    const [row] = await database.db.select().from(imports).where(eq(imports.id, importId));
    expect(row?.table).toBeNull();
    const asked = (await queue.take("sync", 100)).flatMap((job) => job.data.staffIds);
    expect(new Set(asked).size).toBe(298);

    // The same file again: nothing to do, and who imported it when.
    const again = await mapped(germanFile);
    const second = await plan(again);
    expect(second.plan.counts).toMatchObject({ add: 0, update: 0, unchanged: 298, blocked: 2 });
    expect(second.plan.doors).toMatchObject({ created: 0, updated: 0, removed: 0 });
    expect((await getImport(actor, again)).before).toMatchObject({ by: "Eva Linden" });
    expect((await getImport(actor, again)).settings.remembered).toBe(true);
    const nothing = { importId: again, seen: second.plan.fingerprint, typed: null };
    expect((await confirmImport(actor, nothing, now)).ok).toBe(false);
  });

  test("a run that dies after any chunk goes on without losing or doubling anybody", async () => {
    const importId = await confirmed(await mapped(germanFile));
    expect(await runImport(importId, now)).toBe(true);
    expect(await people()).toBe(50);
    // A second worker gets the job at the same time.
    await Promise.all([runImport(importId, now), runImport(importId, now)]);
    expect(await people()).toBe(150);
    await run(importId);
    expect(await people()).toBe(298);
    expect(await runImport(importId, now)).toBe(false);
    const lines = await database.db
      .select({ line: importRows.line, count: sql<number>`count(*)::int` })
      .from(importRows)
      .groupBy(importRows.line);
    expect(lines).toHaveLength(300);
    expect(lines.every(({ count }) => count === 1)).toBe(true);
    const created = await database.db.$count(auditEvents, eq(auditEvents.type, "staff.created"));
    expect(created).toBe(298);
    const finished = await database.db.$count(auditEvents, eq(auditEvents.type, "import.finished"));
    expect(finished).toBe(1);
  });

  test("a plan that is no longer the one that was seen is refused", async () => {
    const importId = await mapped(csv(header, anna));
    const { plan: shown } = await plan(importId);
    await database.db.insert(staff).values({ displayName: "Anna Berger", externalId: "1" });
    const refused = await confirmImport(actor, { importId, seen: shown.fingerprint, typed: null }, now);
    expect(refused).toMatchObject({ ok: false, refusal: { code: "plan_changed" } });
    expect(await stateOf(importId)).toBe("draft");
    expect((await plan(importId)).plan.counts).toMatchObject({ add: 0, update: 1 });
  });

  test("removing more than a tenth asks for the number, and leavers of a full list are named", async () => {
    const rows = Array.from({ length: 8 }, (_, i) => `${i};P${i};Q;;Main entrance;Mo-Fr;08:00;18:00;;`);
    await run(await confirmed(await mapped(csv(header, ...rows))));
    const importId = await mapped(csv(header, ...rows.slice(3)), true);
    const shown = await getPlan(actor, importId, { group: "remove", offset: 0, limit: 50 }, now);
    expect(shown.people.map(({ name, line }) => [name, line])).toEqual([
      ["P0 Q", null],
      ["P1 Q", null],
      ["P2 Q", null],
    ]);
    expect(shown.plan.brake).toBe(3);
    const seen = shown.plan.fingerprint;
    const without = await confirmImport(actor, { importId, seen, typed: null }, now);
    expect(without).toMatchObject({ ok: false, refusal: { code: "count_mismatch", field: "typed" } });
    expectOk(await confirmImport(actor, { importId, seen, typed: 3 }, now));
    await run(importId);
    expect(await people()).toBe(5);
  });

  test("a row that somebody else made impossible meanwhile fails alone, and its file has no code", async () => {
    const withCode = "2;Ben;Huber;;Main entrance;Mo-Fr;08:00;18:00;583946;";
    const importId = await confirmed(await mapped(csv(header, anna, withCode)));
    await database.db.insert(staff).values({ displayName: "Other", externalId: "2" });
    await run(importId);
    const failed = await listRowResults(actor, importId, { outcomes: ["failed"], offset: 0, limit: 9 });
    expect(failed.rows).toMatchObject([{ line: 3, problems: [{ code: "taken_meanwhile" }] }]);
    expect(failed.rows[0]?.cells?.join("|")).toContain("Huber");
    expect(failed.rows[0]?.cells?.join("|")).not.toContain("583946");
    expect(await people()).toBe(2);
    expect((await getImport(actor, importId)).counts.failed).toBe(1);
  });

  test("a code of the file becomes the person's, and the browser never gets it", async () => {
    const importId = await mapped(csv(header, `${anna.slice(0, -1)}583946;`.replace(";;583946", ";583946")));
    const page = await listRows(actor, importId, { show: "all", offset: 0, limit: 50 }, now);
    expect(JSON.stringify(page)).not.toContain("583946");
    await run(await confirmed(importId));
    const [code] = await database.db.select().from(staffCodes);
    expect(code?.codeHash).toBe(getSecrets().hashCode("583946"));
    const [stored] = await database.db.select().from(imports);
    expect(JSON.stringify(stored)).not.toContain("583946");
  });

  test("doors and windows become an area and a schedule once", async () => {
    await run(
      await confirmed(
        await mapped(csv(header, anna, anna.replace("1;Anna", "2;Ben").replace("anna@", "ben@"))),
      ),
    );
    expect((await database.db.select().from(areas)).map(({ name }) => name)).toEqual(["Main entrance"]);
    expect((await database.db.select().from(schedules)).map(({ name }) => name)).toEqual([
      "Mon-Fri 08:00-18:00",
    ]);
    expect(await database.db.$count(rules)).toBe(2);
  });

  test("a value that is wrong in many rows is corrected in all of them at once", async () => {
    const wrong = anna.replace("Main entrance", "Haupteingang");
    const importId = await mapped(csv(header, wrong, wrong.replace("1;", "2;").replace("anna@", "ben@")));
    const before = await listRows(actor, importId, { show: "errors", offset: 0, limit: 50 }, now);
    expect(before.total).toBe(2);
    const problem = before.rows[0]?.problems.find(({ code }) => code === "unknown_area");
    expect(problem).toMatchObject({ column: 4, sameIn: 2 });
    const fix = { importId, line: 2, column: 4, text: "Main entrance", everywhere: true, part: null };
    expect(expectOk(await correctCell(actor, fix))).toEqual({ changed: 2 });
    const after = await listRows(actor, importId, { show: "errors", offset: 0, limit: 50 }, now);
    expect(after.counts).toMatchObject({ errors: 0, good: 2 });
  });

  test("somebody with a known name and no key is asked about, and the answer counts", async () => {
    await run(await confirmed(await mapped(csv(header, anna))));
    const importId = await mapped(csv(header, ";Anna;Berger;;Side entrance;Mo-Fr;08:00;18:00;;"));
    const asked = await listRows(actor, importId, { show: "duplicates", offset: 0, limit: 50 }, now);
    const candidate = asked.rows[0]?.question?.candidate;
    expect(asked.rows[0]).toMatchObject({
      outcome: "blocked",
      question: { candidate: { name: "Anna Berger" } },
    });
    expectOk(await decideRow(actor, { importId, line: 2, as: candidate?.staffId ?? "new" }));
    expect((await plan(importId)).plan.counts).toMatchObject({ update: 1, blocked: 0 });
    expectOk(await decideRow(actor, { importId, line: 2, as: "new" }));
    expect((await plan(importId)).plan.counts).toMatchObject({ add: 1, blocked: 0 });
  });

  test("whoever was removed and is in the file again comes back with a code", async () => {
    await run(await confirmed(await mapped(csv(header, anna))));
    await run(await confirmed(await mapped(csv(header, anna.replace(/;$/, ";entfernen")))));
    expect(await people()).toBe(0);
    const importId = await mapped(csv(header, anna));
    expect((await plan(importId)).plan.counts).toMatchObject({ update: 1 });
    await run(await confirmed(importId));
    const current = and(isNull(staffCodes.retiredAt));
    expect([await people(), await database.db.$count(staffCodes, current)]).toEqual([1, 1]);
  });

  test("another delimiter or encoding reads the file anew", async () => {
    const importId = await upload(csv("a,b;Vorname;Nachname", "1,2;Anna;Berger"));
    expect((await getColumns(actor, importId, now)).columns).toHaveLength(3);
    expectOk(await rereadFile(actor, { importId, delimiter: "," }));
    expect((await getColumns(actor, importId, now)).columns).toHaveLength(2);
  });

  test("a file that cannot be read is refused with line and reason, and nothing is kept", async () => {
    const refused = await startImport(actor, { name: "x.csv", bytes: Uint8Array.of(65, 10, 0, 10) }, now);
    expect(refused).toMatchObject({
      ok: false,
      refusal: { code: "file_refused", params: { reason: "binary_file", line: 2 } },
    });
    expect(await database.db.$count(imports)).toBe(0);
  });

  test("a draft that nobody came back to is discarded after a day", async () => {
    const old = expectOk(
      await startImport(actor, csv(header, anna), new Date(now.getTime() - 25 * 3_600_000)),
    );
    await upload(csv(header, anna));
    expect(await stateOf(old.importId)).toBe("discarded");
  });
});
