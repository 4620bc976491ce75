import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { listen } from "@/lib/live/listen";
import { type Chore, createChores } from "./chores";

const hour = 3_600_000;

describeDatabases("chores", (open) => {
  let database: TestDatabase;

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  const call = () => database.db.execute("select pg_notify('postern_test', '')");
  const chore = (run: Chore["run"], more: Partial<Chore> = {}): Chore => ({
    ...{ name: "test", everyMs: hour, atMostMs: hour, channel: "postern_test", run },
    ...more,
  });
  const settled = (condition: () => boolean) => vi.waitUntil(condition, { timeout: 20_000 });

  test("a notification ends the pause, also when it comes while the chore runs", async () => {
    let runs = 0;
    let finish = () => {};
    const chores = createChores(database.db, [
      chore(async () => {
        runs += 1;
        if (runs !== 2) return false;
        await new Promise<void>((resolve) => {
          finish = resolve;
        });
        return false;
      }),
    ]);
    chores.start();
    await settled(() => runs === 1);
    await call();
    await settled(() => runs === 2);
    await call();
    // Until the notification has arrived for sure, since another listener on the same database has heard it.
    await heard(database, call);
    finish();
    await settled(() => runs === 3);
    await chores.stop();
  });

  test("a chore with more to do goes on at once, and ends its pause when the process does", async () => {
    let runs = 0;
    const more = async () => {
      runs += 1;
      return runs < 4;
    };
    const chores = createChores(database.db, [chore(more, { channel: undefined })]);
    chores.start();
    await settled(() => runs === 4);
    await chores.stop();
    expect(runs).toBe(4);
  });

  test("of two processes one runs it at a time", async () => {
    let [running, most, runs] = [0, 0, 0];
    const run = async () => {
      running += 1;
      runs += 1;
      most = Math.max(most, running);
      await call();
      running -= 1;
      return runs < 20;
    };
    const both = [createChores(database.db, [chore(run)]), createChores(database.db, [chore(run)])];
    for (const chores of both) chores.start();
    await settled(() => runs >= 20);
    await Promise.all(both.map((chores) => chores.stop()));
    expect(most).toBe(1);
  });
});

async function heard(database: TestDatabase, call: () => Promise<unknown>): Promise<void> {
  let count = 0;
  const stop = await listen(database, "postern_test", () => {
    count += 1;
  });
  const before = count;
  await call();
  await vi.waitUntil(() => count > before, { timeout: 20_000 });
  await stop();
}
