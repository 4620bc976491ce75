import { and, asc, count, countDistinct, eq, isNotNull } from "drizzle-orm";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId } from "@/lib/access/types";
import {
  authorizations,
  devices,
  entries,
  installation,
  liveEvents,
  logHoles,
  placements,
  sites,
  staff,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type LogState, logStateKey, logStateSchema } from "@/lib/entries/log-state";
import type { LogPage } from "@/lib/nuki/reader";
import type { NukiLogRow } from "@/lib/nuki/schemas";
import { borderOf } from "@/lib/retention/borders";
import type { SyncContext } from "./context";
import { followLog, hasLogToRead } from "./follow-log";
import { observeAll } from "./observe-authorizations";
import { observeDevices } from "./observe-devices";
import { storeEntries } from "./observe-entries";
import { hire, layGround, type SyncLab, startSyncLab } from "./testing";

const minute = 60_000;
const day = 24 * 60 * minute;

describeDatabases("the log of the doors", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let door: { id: DeviceId; nukiId: number };

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    lab = await startSyncLab(database);
    await observeDevices(lab.context);
    const [first] = await database.db
      .select({ id: devices.id, nukiId: devices.nukiId })
      .from(devices)
      .where(and(eq(devices.type, 4), isNotNull(devices.keypadModel)))
      .orderBy(devices.nukiId);
    if (!first) throw new Error("no door");
    door = first;
  });
  afterEach(() => lab.stop());

  const verb = (name: string, body: object = {}) =>
    lab.control("POST", `devices/${door.nukiId}/${name}`, body);
  const run = async (context: SyncContext = lab.context, most = 200) => {
    let runs = 1;
    while ((await followLog(context)) !== null && runs < most) runs += 1;
    return runs;
  };
  const later = async (ms: number) => {
    await lab.advance(ms);
    await observeDevices(lab.context);
    await run();
  };
  const stored = () => database.db.select().from(entries).orderBy(entries.occurredAt, entries.id);
  const state = async (): Promise<LogState> => {
    const [row] = await database.db
      .select({ value: installation.value })
      .from(installation)
      .where(eq(installation.key, logStateKey(lab.context.account.id)));
    return logStateSchema.parse(row?.value);
  };
  const seenTo = async () => {
    const [row] = await database.db.select().from(devices).where(eq(devices.id, door.id));
    return row?.entriesSeenTo?.getTime() ?? null;
  };
  const rowsAt = (ages: readonly number[], more: Partial<NukiLogRow> = {}): NukiLogRow[] =>
    ages.map((age, index) => ({
      id: (1_000_000 - index).toString(16).padStart(24, "0"),
      deviceId: door.nukiId,
      deviceType: 4,
      authId: null,
      accountUserId: null,
      name: "",
      action: 1,
      trigger: 1,
      state: 0,
      autoUnlock: false,
      source: 0,
      at: lab.now() - age,
      ajarMinutes: null,
      opener: null,
      error: null,
      raw: {},
      ...more,
    }));
  /** Nuki as the official file has it, over these rows; tells what it was asked. */
  const withLog = (rows: readonly NukiLogRow[], onPage: (page: LogPage) => void = () => {}): SyncContext => {
    const listLog = async (page: LogPage) => {
      onPage(page);
      const { deviceId, beforeId, fromDate = 0, toDate = Number.POSITIVE_INFINITY } = page;
      const start = beforeId === undefined ? 0 : rows.findIndex((row) => row.id === beforeId) + 1;
      const isAsked = (row: NukiLogRow) =>
        (deviceId === undefined || row.deviceId === deviceId) && row.at >= fromDate && row.at <= toDate;
      return rows.slice(start).filter(isAsked).slice(0, 50);
    };
    const { nuki } = lab.context;
    return { ...lab.context, nuki: { ...nuki, reader: { ...nuki.reader, listLog } } };
  };

  test("what happens is here with the next run, once", async () => {
    await run();
    const before = (await stored()).length;
    await verb("wrong-code", { times: 3 });
    await later(30_000);
    await later(30_000);
    expect((await stored()).length).toBe(before + 3);
    expect((await stored()).at(-1)).toMatchObject({ deviceId: door.id, trigger: 255, state: 224, source: 1 });
    expect(await seenTo()).toBe(lab.now());
    const heard = await database.db.select().from(liveEvents).where(eq(liveEvents.topic, "entries"));
    expect(heard.filter((item) => item.deviceId === door.id)).toHaveLength(1);
  });

  test("120 days of log: as many as are kept are read in bounded steps, the newest first, and rows of one second are all there", async () => {
    // Three of each second, all over 120 days.
    const ages = Array.from({ length: 3_000 }, (_, index) => Math.floor(index / 3) * ((120 * day) / 1_000));
    const rows = rowsAt(ages);
    const asked: LogPage[] = [];
    const context = withLog(rows, (page) => void asked.push(page));
    expect((await followLog(context))?.why).toBe("history");
    expect(asked.length).toBeLessThanOrEqual(50);
    expect((await stored()).at(-1)?.occurredAt.getTime()).toBe(lab.now());
    await run(context);
    const border = borderOf(lab.now(), 90, "UTC") ?? 0;
    const wanted = rows.filter((row) => row.at >= border);
    const [found] = await database.db
      .select({ rows: count(), ids: countDistinct(entries.nukiId) })
      .from(entries);
    expect(found).toEqual({ rows: wanted.length, ids: wanted.length });
    expect(asked.every((page) => page.limit === undefined || page.limit <= 50)).toBe(true);
    expect(await state()).toMatchObject({
      walks: [],
      history: { entries: wanted.length - 3, oldest: wanted.at(-1)?.at, doneAt: lab.now() },
    });
  });

  test("reading old times goes on after a stop where it was", async () => {
    const rows = rowsAt(Array.from({ length: 1_200 }, (_, index) => index * 5 * minute));
    let pages = 0;
    const dies = withLog(rows, () => {
      pages += 1;
      if (pages === 9) throw new Error("killed");
    });
    await expect(followLog(dies)).rejects.toThrow("killed");
    const [walk] = (await state()).walks;
    expect(walk?.beforeId).not.toBeNull();
    const asked: (string | undefined)[] = [];
    await run(withLog(rows, (page) => void asked.push(page.beforeId)));
    // The newest, which are read again, and then the row at which it had stopped.
    expect(asked).toContain(walk?.beforeId);
    expect(asked.length).toBeLessThan(1_200 / 50 + 4);
    expect(await database.db.$count(entries)).toBe(1_200);
  });

  test("what a door brings when it is back was longer ago than anybody looks, and is here all the same", async () => {
    await run();
    await verb("offline");
    await later(30_000);
    const wentAt = await seenTo();
    await lab.advance(10 * minute);
    await verb("wrong-code", { times: 2 });
    await later(3 * 60 * minute);
    const before = (await stored()).length;
    expect(await seenTo()).toBe(wentAt);
    await verb("online");
    await later(30_000);
    expect((await stored()).length).toBe(before + 2);
    expect(await seenTo()).toBe(wentAt);
    await later(6 * minute);
    await later(30_000);
    expect(await seenTo()).toBe(lab.now());
  });

  test("rows that Nuki gets a day late are found by the daily reading", async () => {
    await run(withLog([]));
    const rows = rowsAt([day / 2]);
    await lab.advance(30_000);
    await run(withLog(rows));
    expect(await stored()).toEqual([]);
    await lab.advance(day);
    await run(withLog(rows));
    expect(await stored()).toHaveLength(1);
  });

  test("a time in which nobody read is read afterwards, and the newest come first", async () => {
    await run(withLog([]));
    await lab.advance(3 * day);
    const rows = rowsAt(Array.from({ length: 700 }, (_, index) => index * 5 * minute));
    const asked: number[] = [];
    await run(withLog(rows, (page) => void asked.push(page.fromDate ?? 0)));
    expect(await database.db.$count(entries)).toBe(700);
    expect(asked[0]).toBe(lab.now() - 2 * minute);
    expect(asked).toContain(lab.now() - 3 * day - 2 * minute);
  });

  test("a log that answers the same page for ever is a hole that is remembered, not an endless loop", async () => {
    const rows = rowsAt([1_000, 2_000]);
    const { nuki } = lab.context;
    const stuck = { ...nuki, reader: { ...nuki.reader, listLog: async () => rows } };
    const runs = await run({ ...lab.context, nuki: stuck });
    expect(runs).toBeLessThan(3);
    // Of the newest and of old times: one cause, one hole.
    expect(await database.db.select().from(logHoles)).toMatchObject([
      { deviceNukiId: null, why: "repeated_cursor", to: new Date(lab.now()), filledAt: null },
    ]);
    expect(await stored()).toHaveLength(2);
  });

  test("a log that cannot be read is told as such, and read when it can be", async () => {
    await lab.faults({ answer5xx: 100 });
    await run();
    expect((await state()).problem).not.toBeNull();
    expect(await hasLogToRead(database.db, lab.now() + 29_999)).toBe(false);
    await lab.faults({ answer5xx: 0 });
    await verb("wrong-code");
    await later(30_000);
    expect((await state()).problem).toBeNull();
    expect((await stored()).at(-1)?.state).toBe(224);
  });

  test("an entry knows who it was, by what was known when it came in", async () => {
    const ground = await layGround(database);
    const anna = await hire(database, ground, "Anna Berger", { doors: [door.id] }, lab.now());
    await lab.settle([anna]);
    const [own] = await database.db
      .select()
      .from(authorizations)
      .where(and(eq(authorizations.deviceId, door.id), eq(authorizations.type, 13)));
    if (!own) throw new Error("no code");
    await verb("use", { who: own.nukiId });
    await later(30_000);
    const used = and(eq(entries.deviceId, door.id), eq(entries.authId, own.nukiId));
    const [entry] = await database.db.select().from(entries).where(used).orderBy(asc(entries.id));
    expect(entry).toMatchObject({ staffId: anna, name: "Anna Berger", trigger: 255, state: 0 });

    await database.db.delete(authorizations);
    await database.db.update(staff).set({ displayName: "Anna Huber" });
    await observeAll(lab.context);
    expect(await database.db.select().from(entries).where(used)).toEqual([entry]);
  });

  test("a row without a name has that of the authorization, and one of an unknown device is left out", async () => {
    await database.db.insert(authorizations).values({
      deviceId: door.id,
      nukiId: "aaaaaaaaaaaaaaaaaaaaaaaa" as never,
      type: 2,
      name: "Fob of the cleaner",
      enabled: true,
      remoteAllowed: false,
      busy: false,
      seenAt: new Date(lab.now()),
    });
    const rows = [
      ...rowsAt([0], { authId: "aaaaaaaaaaaaaaaaaaaaaaaa", id: "b1" }),
      ...rowsAt([0], { deviceId: 17_179_999_999, id: "b2" }),
    ];
    expect(await storeEntries(lab.context, rows)).toEqual([door.id]);
    expect(await storeEntries(lab.context, rows)).toEqual([]);
    expect(await stored()).toMatchObject([{ nukiId: "b1", name: "Fob of the cleaner", staffId: null }]);
  });

  test("when a site keeps its entries for longer, the older part is read then, and for ever means everything", async () => {
    const [site] = await database.db
      .insert(sites)
      .values({ name: "Vienna", timeZone: "Europe/Vienna", entriesDays: 20 })
      .returning();
    if (!site) throw new Error("no site");
    await database.db.insert(placements).values({ deviceId: door.id, siteId: site.id });
    const rows = rowsAt(Array.from({ length: 300 }, (_, index) => (index + 0.5) * day));
    const asked: LogPage[] = [];
    const context = withLog(rows, (page) => void asked.push(page));
    await run(context);
    expect(await stored()).toHaveLength(20);
    const keep = async (entriesDays: number | null) => {
      asked.length = 0;
      await database.db.update(sites).set({ entriesDays });
      await lab.advance(31_000);
      await run(context);
      return (await stored()).length;
    };
    expect(await keep(20)).toBe(20);
    expect(asked).toHaveLength(1);
    expect(await keep(120)).toBe(120);
    const back = asked.filter((page) => page.deviceId === door.nukiId);
    // Not what is here already, but for the days around the border.
    expect(back[0]?.toDate).toBeLessThan(lab.now() - 17 * day);
    expect(await keep(null)).toBe(300);
    expect(
      asked.filter((page) => page.deviceId === door.nukiId).every((page) => page.fromDate === undefined),
    ).toBe(true);
    expect(await state()).toMatchObject({
      history: { entries: 180, oldest: rows.at(-1)?.at, doneAt: lab.now() },
    });
  });

  test("what was dropped while a site kept its entries for a shorter time is read once it keeps them again", async () => {
    const [site] = await database.db
      .insert(sites)
      .values({ name: "Vienna", timeZone: "Europe/Vienna", entriesDays: 90 })
      .returning();
    if (!site) throw new Error("no site");
    await database.db.insert(placements).values({ deviceId: door.id, siteId: site.id });
    // More than one run of old times reads.
    const rows = rowsAt(Array.from({ length: 2_500 }, (_, index) => index * 50 * minute));
    const context = withLog(rows);
    await followLog(context);
    const before = (await stored()).length;
    await database.db.update(sites).set({ entriesDays: 1 });
    // No half minute has passed: this run reads old times and nothing else.
    await followLog(context);
    expect((await stored()).length).toBe(before);
    await database.db.update(sites).set({ entriesDays: 90 });
    await run(context);
    const border = borderOf(lab.now(), 90, "Europe/Vienna") ?? 0;
    expect(await stored()).toHaveLength(rows.filter((row) => row.at >= border).length);
  });

  test("a device that joins the account later has its history, too", async () => {
    await run(withLog([]));
    await lab.advance(30_000);
    const added = 17_179_999_998;
    const rows = [...rowsAt([80 * day], { deviceId: added }), ...rowsAt([81 * day])];
    await database.db.insert(devices).values({
      ...{ accountId: lab.context.account.id, nukiId: added, type: 4, name: "New", serverState: 0 },
      ...{ adminPinState: 0, batteryCritical: false, firmware: "1", seenAt: new Date(lab.now()) },
      reachableSince: new Date(lab.now()),
    });
    await run(withLog(rows));
    expect(await stored()).toMatchObject([{ nukiId: rows[0]?.id }]);
  });
});
