import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { getDb, isUniqueViolation, transact } from "./connection";
import { accounts, staff, teams } from "./schema";
import { getSecrets } from "./secrets";
import { describeDatabases, type TestDatabase } from "./testing";

describeDatabases("database", (open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  test("a sealed column comes back as it was written", async () => {
    const token = getSecrets().seal("secret", "account_token");
    await getDb().insert(accounts).values({ name: "Office", apiUrl: "https://api.nuki.io", token });
    const [row] = await getDb().select().from(accounts);
    expect(row && getSecrets().unseal(row.token, "account_token")).toBe("secret");
  });

  test("a taken name is told apart from other failures, by its constraint", async () => {
    await getDb().insert(teams).values({ name: "Cleaners" });
    const error = await getDb()
      .insert(teams)
      .values({ name: "Cleaners" })
      .then(
        () => null,
        (reason: unknown) => reason,
      );
    expect(isUniqueViolation(error)).toBe(true);
    expect(isUniqueViolation(error, "teams_name_unique")).toBe(true);
    expect(isUniqueViolation(error, "staff_email")).toBe(false);
    expect(isUniqueViolation(new Error("other"))).toBe(false);
  });

  test("a leaver's e-mail may be used again", async () => {
    const anna = { displayName: "Anna", email: "anna@example.com" };
    await getDb()
      .insert(staff)
      .values({ ...anna, status: "removed" });
    await getDb().insert(staff).values(anna);
    await expect(
      getDb()
        .insert(staff)
        .values({ ...anna, email: "ANNA@example.com" }),
    ).rejects.toSatisfy((error) => isUniqueViolation(error, "staff_email"));
  });

  test("a transaction that throws leaves nothing", async () => {
    const failing = transact(async (tx) => {
      await tx.insert(teams).values({ name: "Ghosts" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(await getDb().select().from(teams)).toEqual([]);
  });

  test("using the outer database inside a transaction is refused instead of hanging", async () => {
    await expect(transact(async () => getDb().select().from(teams))).rejects.toThrow(/use the tx/);
    await expect(transact(() => transact(async () => 1))).rejects.toThrow(/use the tx/);
    expect(await getDb().select().from(teams)).toEqual([]);
  });
});
