import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { assertModeFits } from "./mode-check";
import { describeDatabases, type TestDatabase } from "./testing";

describeDatabases("the demo's data and a real account's", (open) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  test("what began as one goes on as that one", async () => {
    await assertModeFits(database.db, "demo");
    await assertModeFits(database.db, "demo");
  });

  test("the demo, with its public password, is never opened for real doors", async () => {
    await assertModeFits(database.db, "demo");
    await expect(assertModeFits(database.db, "nuki")).rejects.toThrow("demo office");
  });

  test("real data is not filled with the demo office because a token is missing", async () => {
    await assertModeFits(database.db, "nuki");
    await expect(assertModeFits(database.db, "demo")).rejects.toThrow("NUKI_API_TOKEN");
  });
});
