import { sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { installation } from "@/lib/db/schema";
import { openTestDatabase, type TestDatabase } from "@/lib/db/testing";
import { countGrownTables } from "./statistics";

// A server has statistics made by itself, at times of its own.
describe("statistics of the embedded database's tables", () => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await openTestDatabase();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  const counted = async () => {
    const { rows } = await database.db.execute<{ rows: number }>(
      sql`select reltuples::float8 as rows from pg_class where oid = 'installation'::regclass`,
    );
    return rows[0]?.rows;
  };
  const fill = (count: number) =>
    database.db
      .insert(installation)
      .values(Array.from({ length: count }, () => ({ key: crypto.randomUUID(), value: "x".repeat(100) })));

  test("are gathered when a table has grown by a fifth, and not again before", async () => {
    await fill(2000);
    await countGrownTables(database);
    expect(await counted()).toBe(2000);
    await fill(100);
    await countGrownTables(database);
    expect(await counted()).toBe(2000);
    await fill(900);
    await countGrownTables(database);
    expect(await counted()).toBe(3000);
  });

  test("a table of a few rows needs none", async () => {
    await database.db.execute(sql`analyze installation`);
    const before = await counted();
    await fill(20);
    await countGrownTables(database);
    expect(await counted()).toBe(before);
  });
});
