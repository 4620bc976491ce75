import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import { systemActor } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { liveEvents } from "@/lib/db/schema";
import { describeDatabases, openTestDatabase, type TestDatabase } from "@/lib/db/testing";
import { createHub, type Hub } from "./hub";
import { pruneNews } from "./prune";
import { type LiveNews, publish } from "./publish";
import { openLiveStream } from "./stream";
import { layDoors, openTabs, readFrom, receptionOf } from "./testing";

const say = (...news: LiveNews[]) => transact((tx) => publish(tx, news));

describeDatabases("live news", (open) => {
  let database: TestDatabase;
  let here: Hub;
  let there: Hub;
  const tabs = openTabs();

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    // As two instances have: each listens for itself and shares nothing but the database.
    [here, there] = await Promise.all([createHub(database), createHub(database)]);
  });
  afterEach(async () => {
    await tabs.leave();
    await Promise.all([here.close(), there.close()]);
  });
  afterAll(() => database.close());

  test("what one instance publishes is heard at both, once", async () => {
    const [a, b] = await Promise.all([tabs.join({ hub: here }), tabs.join({ hub: there })]);
    await say({ topic: "changes" });
    await say({ topic: "alerts" });
    expect(await a.topics(2)).toEqual(["changes", "alerts"]);
    expect(await b.topics(2)).toEqual(["changes", "alerts"]);
  });

  test("nobody hears of what was rolled back", async () => {
    const reader = await tabs.join({ hub: here });
    const failing = transact(async (tx) => {
      await publish(tx, [{ topic: "bridges" }]);
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    await say({ topic: "alerts" });
    expect(await reader.topics(1)).toEqual(["alerts"]);
  });

  test("only who looks after a door's site hears of it", async () => {
    const { doors, siteIds } = await layDoors(database);
    const reader = await tabs.join({ hub: here, actor: receptionOf(siteIds.linz) });
    await say({ topic: "device", deviceId: doors.vienna });
    await say({ topic: "device", deviceId: doors.nowhere });
    await say({ topic: "device", deviceId: doors.linz });
    await say({ topic: "changes" });
    expect(await reader.take(2)).toMatchObject([
      { topic: "device", deviceId: doors.linz },
      { topic: "changes" },
    ]);
  });

  describe("coming back", () => {
    test("with the last id, what was missed is told by any instance, and nothing else", async () => {
      const reader = await tabs.join({ hub: here });
      await say({ topic: "changes" });
      const [heard] = await reader.take(1);
      await reader.leave();
      await say({ topic: "alerts" });
      await say({ topic: "operations" });
      const again = await tabs.join({ hub: there, after: heard?.id ?? 0 });
      expect(await again.topics(2)).toEqual(["alerts", "operations"]);
      await say({ topic: "bridges" });
      expect(await again.topics(1)).toEqual(["bridges"]);
    });

    test("after news were thrown away, everything counts as changed", async () => {
      await say({ topic: "changes" }, { topic: "alerts" });
      await database.db.update(liveEvents).set({ at: new Date("2026-03-02T08:00:00Z") });
      await say({ topic: "alerts" });
      expect(await pruneNews(database.db)).toBe(2);
      expect(await (await tabs.join({ hub: here, after: 1 })).topics(1)).toEqual(["all"]);
    });

    test("with an id that this database never gave out, everything counts as changed", async () => {
      await say({ topic: "changes" });
      expect(await (await tabs.join({ hub: here, after: 9_000 })).topics(1)).toEqual(["all"]);
    });

    test("a first visit hears what happened while its page was on the way", async () => {
      await say({ topic: "operations" });
      expect(await (await tabs.join({ hub: here })).topics(1)).toEqual(["operations"]);
    });
  });

  test("a stream ends when the session does", async () => {
    let signedIn = true;
    const recheck = async () => (signedIn ? systemActor() : null);
    const reader = await tabs.join({ hub: here, recheck, recheckMs: 5 });
    signedIn = false;
    await expect(reader.ended).resolves.toBe("closed");
  });

  test("a failing check of the session ends no stream", async () => {
    let asked = 0;
    const recheck = async () => {
      asked += 1;
      if (asked < 3) throw new Error("the database is away");
      return null;
    };
    const reader = await tabs.join({ hub: here, recheck, recheckMs: 5 });
    await expect(reader.ended).resolves.toBe("closed");
    expect(asked).toBe(3);
  });

  test("a site that is taken away is no longer heard of", async () => {
    const { doors, siteIds } = await layDoors(database);
    let checks = 0;
    const recheck = async () => {
      checks += 1;
      return receptionOf(siteIds.vienna);
    };
    const reader = await tabs.join({ hub: here, actor: receptionOf(siteIds.linz), recheck, recheckMs: 5 });
    await vi.waitUntil(() => checks > 0);
    await say({ topic: "device", deviceId: doors.linz });
    await say({ topic: "device", deviceId: doors.vienna });
    expect(await reader.take(1)).toMatchObject([{ deviceId: doors.vienna }]);
  });

  test("a reader who takes nothing is cut off, the others are not", async () => {
    const slow = openLiveStream({ hub: here, actor: systemActor(), after: null, recheck: async () => null });
    const reader = await tabs.join({ hub: here });
    const { doors } = await layDoors(database);
    for (let round = 0; round < 3; round += 1) {
      const rows = Array.from({ length: 400 }, () => ({ topic: "device" as const, deviceId: doors.linz }));
      await database.db.insert(liveEvents).values(rows);
      await say({ topic: "device", deviceId: doors.vienna });
      await reader.take(401);
    }
    await expect(readFrom(slow).ended).rejects.toThrow("too slow");
  });
});

describe.skipIf(!process.env.TEST_DATABASE_URL)("live news of several connections", () => {
  let database: TestDatabase;
  let here: Hub;
  let there: Hub;
  const tabs = openTabs();

  beforeAll(async () => {
    database = await openTestDatabase("pg");
  });
  beforeEach(async () => {
    await database.empty();
    [here, there] = await Promise.all([createHub(database), createHub(database)]);
  });
  afterEach(async () => {
    await tabs.leave();
    await Promise.all([here.close(), there.close()]);
  });
  afterAll(() => database.close());

  test("a number whose transaction ends after a later one is told all the same", async () => {
    const reader = await tabs.join({ hub: here });
    let finish = () => {};
    const held = new Promise<void>((resolve) => {
      finish = resolve;
    });
    const written = new Promise<void>((resolve) => {
      void transact(async (tx) => {
        await publish(tx, [{ topic: "bridges" }]);
        resolve();
        await held;
      }).then(() => {});
    });
    await written;
    await say({ topic: "changes" });
    const [first] = await reader.take(1);
    expect(first).toMatchObject({ topic: "changes" });
    finish();
    const [late] = await reader.take(1);
    expect(late).toMatchObject({ topic: "bridges" });
    // Whoever left in between would not have missed it.
    expect(await (await tabs.join({ hub: there, after: first?.id ?? 0 })).topics(2)).toEqual([
      "bridges",
      "changes",
    ]);
  });

  test("a listener whose connection is cut connects again and has missed nothing", async () => {
    const reader = await tabs.join({ hub: here });
    await database.db.execute(
      `select pg_terminate_backend(pid) from pg_stat_activity
       where datname = current_database() and query like 'listen %'`,
    );
    await say({ topic: "changes" });
    expect(await reader.topics(1)).toEqual(["changes"]);
  });
});
