import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { Actor } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { areas, staff } from "@/lib/db/schema";
import { describeDatabases, openTestDatabase, type TestDatabase } from "@/lib/db/testing";
import type { Queue } from "@/lib/jobs/queue";
import { getImport, listRowResults } from "./queries";
import { isFaultOfRow } from "./row-fault";
import { csv, importSteps, openOffice, openTestQueue } from "./testing";

const now = new Date("2026-11-23T08:00:00Z");
const header = "Personalnummer;Vorname;Nachname;Türen;Wochentage;Von;Bis";
const everybody = ["1;Anna;Berger", "2;Bernd;Unheil", "3;Clara;Cordes"];
const file = csv(header, ...everybody.map((who) => `${who};Main entrance;Mo-Fr;08:00;18:00`));

describeDatabases("a row that cannot be written", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let actor: Actor;
  const { mapped, confirmed, run } = importSteps(() => actor, now);

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
    await database.db.execute("create sequence stumbles");
  });
  beforeEach(async () => {
    await database.empty();
    await database.db.execute("alter sequence stumbles restart");
    actor = (await openOffice(database)).actor;
  });
  afterEach(() => database.db.execute("drop function stumble cascade"));
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  /** Whoever writes Bernd gets this SQLSTATE, so many times. A sequence counts on when the row is taken back. */
  async function stumble(sqlState: string, times: number): Promise<void> {
    await database.db.execute(`
      create function stumble() returns trigger language plpgsql as $$ begin
        if new.first_name = 'Bernd' and nextval('stumbles') <= ${times} then
          raise exception 'bad luck' using errcode = '${sqlState}';
        end if;
        return new;
      end $$;`);
    await database.db.execute(
      "create trigger stumble before insert on staff for each row execute function stumble()",
    );
  }
  const names = async () => (await database.db.select().from(staff)).map((row) => row.displayName).sort();
  const failed = (importId: string) =>
    listRowResults(actor, importId, { outcomes: ["failed"], offset: 0, limit: 9 });

  test("fails alone with a reference, and the others are written", async () => {
    await stumble("P0001", 1_000);
    const importId = await confirmed(await mapped(file));
    await run(importId);
    expect(await getImport(actor, importId)).toMatchObject({ state: "applied", counts: { failed: 1 } });
    expect(await names()).toEqual(["Anna Berger", "Clara Cordes"]);
    const { rows } = await failed(importId);
    const problem = { code: "not_written", params: { reference: expect.stringMatching(/^[0-9a-f]{8}$/) } };
    expect(rows).toMatchObject([{ line: 3, problems: [problem] }]);
    expect(rows[0]?.cells?.join("|")).toContain("Unheil");
    // What the failed tries had made went with them; the others' area is there once.
    expect(await database.db.$count(areas)).toBe(1);
  });

  test("is tried three times by itself before it counts as failed", async () => {
    // Once together with the others, then twice alone: the third time alone goes well.
    await stumble("P0001", 3);
    const importId = await confirmed(await mapped(file));
    await run(importId);
    expect((await failed(importId)).total).toBe(0);
    expect(await names()).toEqual(["Anna Berger", "Bernd Unheil", "Clara Cordes"]);
  });

  test.each([
    ["08006", "the connection broke"],
    ["53100", "the disk is full"],
    ["57P01", "the server is stopping"],
    ["40P01", "of a deadlock"],
  ])("is no failed row (%s) because %s: all of it waits", async (sqlState) => {
    await stumble(sqlState, 4);
    const importId = await confirmed(await mapped(file));
    for (let tries = 0; tries < 4; tries++) await expect(run(importId)).rejects.toThrow();
    expect(await names()).toEqual([]);
    await run(importId);
    expect((await failed(importId)).total).toBe(0);
    expect(await names()).toEqual(["Anna Berger", "Bernd Unheil", "Clara Cordes"]);
  });
});

test("an error without a code is no row's fault when the database does not answer any more", async () => {
  const database = await openTestDatabase();
  let ended: Tx | null = null;
  await transact(async (tx) => {
    expect(await isFaultOfRow(tx, new TypeError("no such property"))).toBe(true);
    ended = tx;
  });
  await database.close();
  expect(ended && (await isFaultOfRow(ended, new Error("Connection terminated unexpectedly")))).toBe(false);
});
