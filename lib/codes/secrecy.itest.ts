import { eq, sql } from "drizzle-orm";
import { symbols } from "pino";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { codeProblem } from "@/lib/access/codes";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/password";
import { stepUp } from "@/lib/auth/step-up";
import { admins, auditEvents, authorizations, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { log } from "@/lib/log";
import { readLatestEntries } from "@/lib/sync/observe-entries";
import { hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { disableCode, newCode, previewNewCode, previewTypedCode, typeCode } from "./commands";
import { listCodesOfDoor } from "./door-codes";
import { findByCode } from "./find";
import { getCodeFacts } from "./queries";
import { copyCode, revealCode } from "./reveal";

vi.mock("next/headers", async () => (await import("@/lib/auth/testing")).browser);

const password = "open-sesame";

describeDatabases("a day with keypad codes", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let owner: Actor;
  let anna: StaffId;
  let ben: StaffId;
  let door: { id: DeviceId; nukiId: number; name: string };
  const lines: string[] = [];
  /** Every code that was anybody's or was typed. */
  const codes = new Set<string>();

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
    lab = await startSyncLab(database);
    log.level = "trace";
    Reflect.set(log, symbols.streamSym, { write: (line: string) => lines.push(line) });
    Object.assign(lab.context, { log: log.child({ part: "sync" }) });
    owner = await addOwner();
    await lab.turn();
    const ground = await layGround(database);
    const keypads = ground.doors.filter((device) => device.keypadModel !== null);
    const [first] = keypads;
    if (!first) throw new Error("no keypad");
    door = first;
    const doors = keypads.slice(0, 3).map(({ id }) => id);
    anna = await hire(database, ground, "Anna Berger", { doors, app: true }, lab.now());
    ben = await hire(database, ground, "Ben Cole", { doors }, lab.now());
    await lab.settle("all");
  });
  afterAll(async () => {
    await lab.stop();
    await queue.close();
    await database.close();
  });

  async function addOwner(): Promise<Actor> {
    const facts = { name: "Eva Linden", email: "eva@example.com", role: "owner" } as const;
    const [row] = await database.db
      .insert(admins)
      .values({ ...facts, allSites: true, passwordHash: await hashPassword(password) })
      .returning();
    if (!row) throw new Error("no owner");
    return makeActor({ ...facts, adminId: row.id, sites: "all" });
  }

  const now = () => new Date(lab.now());

  async function steppedUp(): Promise<void> {
    expectOk(await stepUp(owner, password, "192.0.2.1", now()));
  }

  async function collectCodes(): Promise<void> {
    const secrets = getSecrets();
    for (const row of await database.db.select().from(staffCodes))
      codes.add(secrets.unseal(row.code, `staff_code:${row.id}`));
    for (const { code, nukiId } of await database.db.select().from(authorizations))
      if (code) codes.add(secrets.unseal(code, `authorization_code:${nukiId}`));
  }

  /** Every row of every table, queue included, as text. */
  async function dump(): Promise<Map<string, string>> {
    const { rows: tables } = await database.db.execute<{ name: string }>(sql`
      select quote_ident(table_schema) || '.' || quote_ident(table_name) as name from information_schema.tables
      where table_type = 'BASE TABLE' and table_schema not in ('pg_catalog', 'information_schema')`);
    const texts = new Map<string, string>();
    for (const { name } of tables) {
      const { rows } = await database.db.execute<{ row: string }>(
        sql.raw(`select t::text as row from ${name} t`),
      );
      texts.set(name, rows.map(({ row }) => row).join("\n"));
    }
    return texts;
  }

  /** Which of the texts hold a code, as digits or as their bytes; a fraction of a second is none. */
  function holding(texts: Iterable<readonly [string, string]>): string[] {
    return [...texts].flatMap(([name, text]) => {
      const plain = text.replace(/\.\d+/g, "");
      const found = [...codes].some((code) => {
        const bytes = Buffer.from(code).toString("hex");
        return new RegExp(`(?<![0-9a-f])${code}(?![0-9a-f])|${bytes}`, "i").test(plain);
      });
      return found ? [name] : [];
    });
  }

  /** Free of anything near those that are taken, most likely; the command is the judge. */
  async function typedFor(staffId: StaffId): Promise<string> {
    for (let number = 739416; ; number += 1111) {
      const digits = String(number);
      if (codeProblem(digits) !== null) continue;
      codes.add(digits);
      const preview = await previewTypedCode(owner, { staffId, digits }, now());
      if (!preview.ok) continue;
      expectOk(await typeCode(owner, { staffId, digits }, preview.value.fingerprint, now()));
      return digits;
    }
  }

  test("leaves no code in any row, queue payload, audit line or log line, only in sealed columns", async () => {
    await collectCodes();
    await steppedUp();
    const shown = expectOk(await revealCode(owner, anna, now()));
    expect(expectOk(await copyCode(owner, anna, now()))).toBe(shown);
    await lab.control("POST", `devices/${door.nukiId}/enter-code`, { code: shown });
    expect(expectOk(await findByCode(owner, shown, now()))?.owners).toMatchObject([{ name: "Anna Berger" }]);
    expectOk(await listCodesOfDoor(owner, { deviceId: door.id, reason: "A drill of the tests" }, now()));

    expect(await typeCode(owner, { staffId: ben, digits: shown }, null, now())).toMatchObject({
      refusal: { code: "duplicate_code" },
    });
    const typed = await typedFor(ben);
    await lab.settle([ben]);
    expect(expectOk(await findByCode(owner, typed, now()))?.doors).toHaveLength(3);

    const asked = { staffId: anna, reason: "compromised" } as const;
    const preview = expectOk(await previewNewCode(owner, asked, now()));
    expectOk(await newCode(owner, asked, preview.fingerprint, now()));
    await collectCodes();
    await lab.settle([anna]);
    expect(await getCodeFacts(owner, anna)).toMatchObject({ doors: 3, confirmed: 3, formerAt: [] });
    await steppedUp();
    expect(expectOk(await revealCode(owner, anna, now()))).not.toBe(shown);
    await lab.control("POST", `devices/${door.nukiId}/enter-code`, { code: shown });
    await readLatestEntries(lab.context, [door.nukiId]);
    expect(expectOk(await findByCode(owner, shown, now()))).toMatchObject({
      owners: [{ name: "Anna Berger", until: expect.any(Date) }],
      doors: [],
    });

    // A lock that answers with errors is what gets logged most.
    await lab.faults({ answer5xx: 100 });
    expectOk(await disableCode(owner, ben, null, now()));
    await lab.turn([ben]);
    await lab.faults({ answer5xx: 0 });
    await lab.settle([ben]);
    await collectCodes();

    expect(codes.size).toBeGreaterThanOrEqual(4);
    expect(lines.length).toBeGreaterThan(0);
    const tables = await dump();
    expect([...tables.keys()].some((name) => name.startsWith("boss."))).toBe(true);
    expect(holding(tables)).toEqual([]);
    expect(holding(lines.map((line): [string, string] => [line, line]))).toEqual([]);
    const details = await database.db.select({ detail: auditEvents.detail }).from(auditEvents);
    expect(details.length).toBeGreaterThan(6);
    expect(holding(details.map(({ detail }) => ["detail", JSON.stringify(detail)]))).toEqual([]);
  });

  test("is searched by a search that would have found one", async () => {
    const [code = ""] = codes;
    await database.db
      .update(staff)
      .set({ notes: `types ${code}` })
      .where(eq(staff.id, ben));
    expect(holding(await dump())).toEqual(["public.staff"]);
    log.info({ note: `typed ${code}` }, "a line that should never have been");
    expect(holding(lines.map((line): [string, string] => ["log", line]))).toEqual(["log"]);
    await database.db.update(staff).set({ notes: "" });
  });
});
