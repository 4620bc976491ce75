import { eq } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import { getDb, transact } from "@/lib/db/connection";
import { accountSync, accounts, auditEvents, changes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { foreignToken } from "@/lib/nuki/simulator/seed-generated";
import { getSyncStatus } from "@/lib/overview/queries";
import { noteProbe } from "@/lib/sync/probe";
import { hire, layGround, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { replaceToken, testConnection } from "./commands";
import { getConnections } from "./queries";

describeDatabases("the connection to Nuki", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let accountId: AccountId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });
  beforeEach(async () => {
    await database.empty();
    for (const job of await queue.take("sync", 100)) await queue.done("sync", [job.id]);
    lab = await startSyncLab(database);
    accountId = lab.context.account.id;
  });
  afterEach(() => lab.stop());

  const actor = (role: Role): Actor =>
    makeActor({ adminId: null, name: "Eva", email: "eva@office.test", role, sites: "all" });
  const owner = actor("owner");
  const connection = async () => {
    const [first] = (await getConnections(owner)).connections;
    if (!first) throw new Error("no connection");
    return first;
  };
  const trail = async () =>
    (await getDb().select().from(auditEvents)).map(({ type, detail }) => ({ type, detail }));
  const everyoneIsLookedAt = async () =>
    (await queue.take("sync", 10)).some((job) => job.data.staffIds === "all");

  test("a test with a good token finds what it opens, says so, and has everything looked at", async () => {
    expect(await testConnection(owner, accountId)).toEqual({ ok: true, value: { outcome: "usable" } });
    expect(await connection()).toMatchObject({
      status: "connected",
      nukiAccountName: expect.stringMatching(/./),
      scopes: { smartlock: "granted", "smartlock.auth": "granted", "smartlock.config": "unknown" },
      lastOkAt: expect.any(Date),
    });
    expect(await trail()).toEqual([
      { type: "connection.tested", detail: { name: "Lab", outcome: "usable" } },
    ]);
    expect(await everyoneIsLookedAt()).toBe(true);
    expect(await lab.writes()).toEqual([]);
  });

  test("a bad token is stored, found out by the test, and told by the pill; a good one recovers", async () => {
    expect(await replaceToken(owner, { accountId, token: "not-a-token" })).toMatchObject({ ok: true });
    expect(await everyoneIsLookedAt()).toBe(true);
    expect(await testConnection(owner, accountId)).toEqual({ ok: true, value: { outcome: "refused" } });
    expect(await connection()).toMatchObject({ status: "unauthorized", scopes: { account: "missing" } });
    expect((await getSyncStatus(owner)).connected).toBe("problem");

    await replaceToken(owner, { accountId, token: lab.simulator.token });
    // What was found with the old token says nothing about the new one.
    expect((await connection()).scopes).toBeNull();
    expect(await testConnection(owner, accountId)).toMatchObject({ value: { outcome: "usable" } });
    expect((await getSyncStatus(owner)).connected).toBe("ok");
  });

  test("a token of another Nuki account is refused with both names, and the connection stays as it was", async () => {
    await testConnection(owner, accountId);
    await lab.turn();
    const [before] = await getDb().select().from(accounts);
    const trailBefore = await trail();
    const refused = await replaceToken(owner, { accountId, token: foreignToken });
    const name = (await connection()).nukiAccountName;
    expect(refused).toEqual({
      ok: false,
      refusal: {
        code: "other_nuki_account",
        field: "token",
        params: { known: name, given: expect.stringMatching(/\(.+@.+\)$/) },
      },
    });
    expect(await getDb().select().from(accounts)).toEqual([before]);
    expect(await trail()).toEqual(trailBefore);
    expect(await lab.writes()).toEqual([]);
    expect(await replaceToken(owner, { accountId, token: lab.simulator.token })).toMatchObject({ ok: true });
  });

  test("a connection without any door takes the token of whatever account", async () => {
    expect(await replaceToken(owner, { accountId, token: foreignToken })).toMatchObject({ ok: true });
  });

  test("the token is stored sealed and stands in no audit event and in nothing that a page reads", async () => {
    const token = "a-token-that-nobody-may-see";
    await replaceToken(owner, { accountId, token });
    const [row] = await getDb().select().from(accounts);
    expect(row?.token.includes(Buffer.from(token))).toBe(false);
    expect(row && getSecrets().unseal(row.token, "account_token")).toBe(token);
    expect(JSON.stringify([await trail(), await getConnections(owner)])).not.toContain(token);
    expect((await connection()).tokenFrom).toBe("settings");
  });

  test("an address where nobody answers is told as unreachable, and takes no token unseen", async () => {
    await lab.turn();
    await getDb().update(accounts).set({ apiUrl: "http://127.0.0.1:9" });
    const replaced = replaceToken(owner, { accountId, token: foreignToken });
    expect(await testConnection(owner, accountId)).toMatchObject({
      ok: true,
      value: { outcome: "unreachable", problem: expect.stringMatching(/./) },
    });
    expect(await replaced).toMatchObject({ ok: false, refusal: { code: "nuki_unreachable" } });
    expect((await connection()).status).toBe("unreachable");
    expect((await connection()).scopes).toBeNull();
  }, 60_000);

  test("only an owner may test or replace; an auditor may look", async () => {
    await expect(testConnection(actor("admin"), accountId)).rejects.toMatchObject({ code: "forbidden" });
    await expect(replaceToken(actor("admin"), { accountId, token: "x" })).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(getConnections(actor("manager"))).rejects.toMatchObject({ code: "forbidden" });
    expect((await getConnections(actor("auditor"))).connections).toHaveLength(1);
  });

  test("what waited for the connection goes out at once when a test succeeds", async () => {
    await lab.turn();
    const ground = await layGround(database);
    const doors = ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
    await hire(database, ground, "Anna Berger", { doors }, lab.now());
    await lab.turn("all");
    await getDb()
      .update(changes)
      .set({
        state: "waiting",
        reason: "signed_out",
        inFlight: false,
        putOff: 5,
        nextTryAt: new Date("2030-01-01"),
      });
    const now = new Date(lab.now());
    const scopes = {
      account: "granted",
      smartlock: "granted",
      "smartlock.auth": "granted",
      "smartlock.log": "missing",
      "smartlock.action": "unknown",
      "smartlock.config": "unknown",
    } as const;
    await transact((tx) =>
      noteProbe(tx, accountId, { outcome: "answered", signedIn: true, scopes, accountName: null }, now),
    );
    const rows = await getDb().select().from(changes);
    expect(rows.length).toBeGreaterThan(0);
    expect(rows.every((row) => row.nextTryAt?.getTime() === now.getTime())).toBe(true);
    const [sync] = await getDb().select().from(accountSync).where(eq(accountSync.accountId, accountId));
    expect(sync).toMatchObject({ status: "connected", devicesSeenAt: null });
  });

  test("a token that lacks a needed right is not called connected, but told apart from a dead one", async () => {
    const scopes = {
      account: "granted",
      smartlock: "granted",
      "smartlock.auth": "missing",
      "smartlock.log": "granted",
      "smartlock.action": "unknown",
      "smartlock.config": "unknown",
    } as const;
    await transact((tx) =>
      noteProbe(tx, accountId, { outcome: "answered", signedIn: true, scopes, accountName: "x" }, new Date()),
    );
    expect(await connection()).toMatchObject({
      status: "unauthorized",
      scopes: { smartlock: "granted", "smartlock.auth": "missing" },
    });
  });
});
