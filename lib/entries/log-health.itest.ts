import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { AccountId, DeviceId, SiteId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { accounts, devices, installation, logHoles, placements, sites } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { listLogHealth, listLogHoles } from "./log-health";
import { logStateKey, newLogState } from "./log-state";

const day = 24 * 3_600_000;
const now = Date.parse("2026-03-02T08:00:00.000Z");
const ago = (days: number) => new Date(now - days * day);

describeDatabases("how complete the door log is", (open) => {
  let database: TestDatabase;
  let account: AccountId;
  let doors: Record<"front" | "gate", { id: DeviceId; siteId: SiteId }>;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const addDoor = async (name: string, nukiId: number) => {
    const { db } = database;
    const facts = { type: 4, serverState: 0, adminPinState: 0, batteryCritical: false, firmware: "1" };
    const { id } = one(
      await db
        .insert(devices)
        .values({ accountId: account, nukiId, name, ...facts, seenAt: new Date(now) })
        .returning(),
    );
    const { id: siteId } = one(
      await db
        .insert(sites)
        .values({ name: `Site of ${name}`, timeZone: "Europe/Vienna" })
        .returning(),
    );
    await db.insert(placements).values({ deviceId: id, siteId });
    return { id, siteId };
  };

  beforeAll(async () => {
    database = await open();
  });
  beforeEach(async () => {
    await database.empty();
    const token = getSecrets().seal("t", "account_token");
    account = one(
      await database.db.insert(accounts).values({ name: "A", apiUrl: "http://a", token }).returning(),
    ).id;
    doors = { front: await addDoor("Front", 1), gate: await addDoor("Gate", 2) };
    const hole = { accountId: account, why: "refused" as const, foundAt: new Date(now) };
    await database.db.insert(logHoles).values([
      { ...hole, from: new Date(0), to: ago(90) },
      { ...hole, deviceNukiId: 1, from: ago(10), to: ago(9) },
      { ...hole, deviceNukiId: 2, from: ago(5), to: ago(4), why: "repeated_cursor" },
      { ...hole, from: ago(3), to: ago(2), filledAt: new Date(now) },
    ]);
  });
  afterAll(() => database.close());

  const doorsOf = async (...asked: Parameters<typeof listLogHoles>) =>
    (await listLogHoles(...asked)).map((hole) => hole.door ?? "all");

  test("can be asked for, before anything was read and while old times are", async () => {
    const nothing = {
      accountId: account,
      readTo: null,
      isReadingHistory: false,
      history: null,
      problem: null,
    };
    expect(await listLogHealth(systemActor())).toEqual([nothing]);
    const walk = {
      ...{ why: "history", device: null, completes: [], from: null, to: now, notBefore: 0, beforeId: "a" },
      ...{ pages: 3, found: 150, restarted: false },
    };
    const history = { entries: 150, oldest: now - day, doneAt: null };
    await database.db
      .insert(installation)
      .values({ key: logStateKey(account), value: { ...newLogState, seenTo: now, walks: [walk], history } });
    expect(await listLogHealth(systemActor())).toEqual([
      {
        ...nothing,
        readTo: new Date(now),
        isReadingHistory: true,
        history: { entries: 150, oldest: ago(1), doneAt: null },
      },
    ]);
  });

  test("a state that an earlier version kept is read", async () => {
    const { history: _history, triedAt: _triedAt, ...old } = newLogState;
    const hole = { device: 1, from: 1, to: 2, why: "too_long", at: 3 };
    await database.db
      .insert(installation)
      .values({ key: logStateKey(account), value: { ...old, seenTo: 5, holes: [hole] } });
    expect(await listLogHealth(systemActor())).toMatchObject([{ readTo: new Date(5), history: null }]);
  });

  test("holes are told that are not filled, of the time and the doors that are looked at", async () => {
    expect(await listLogHoles(systemActor())).toMatchObject([
      { door: null, from: null, to: ago(90), why: "refused" },
      { door: "Front", from: ago(10), to: ago(9) },
      { door: "Gate", from: ago(5), to: ago(4), why: "repeated_cursor" },
    ]);
    const range = (from: number | null, until: number | null) => ({
      range: { from: from && now - from * day, until: until && now - until * day },
    });
    expect(await doorsOf(systemActor(), range(9.5, null))).toEqual(["Front", "Gate"]);
    expect(await doorsOf(systemActor(), range(null, 50))).toEqual(["all"]);
    expect(await doorsOf(systemActor(), range(9, 5))).toEqual([]);
    expect(await doorsOf(systemActor(), { deviceIds: [doors.gate.id] })).toEqual(["all", "Gate"]);
  });

  test("who looks after one site learns of its doors and of what concerns all", async () => {
    const actor = makeActor({ ...systemActor(), role: "reception", sites: [doors.gate.siteId] });
    expect(await doorsOf(actor)).toEqual(["all", "Gate"]);
    expect(await doorsOf(actor, { deviceIds: [doors.front.id] })).toEqual(["all"]);
  });
});
