import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import { accounts, devices, entries, placements, sites, staff } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { anyEntry, type EntryFilter } from "./list";
import { countForPictures, mostDays } from "./pictures";
import { countEntries, searchEntries } from "./search";
import { findUnusual } from "./unusual-queries";

describeDatabases("entries by the clock", (open) => {
  let database: TestDatabase;
  let [side, main]: DeviceId[] = [];
  let graz: SiteId;
  let nextId = 0;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  beforeEach(async () => {
    await database.empty();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    const account = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    const addDoor = async (nukiId: number, name: string, siteName: string) => {
      const site = one(
        await db.insert(sites).values({ name: siteName, timeZone: "Europe/Vienna" }).returning(),
      );
      const facts = { type: 4, serverState: 0, adminPinState: 0, batteryCritical: false, firmware: "" };
      const row = { accountId: account, nukiId, name, seenAt: new Date(0), ...facts };
      const { id } = one(await db.insert(devices).values(row).returning({ id: devices.id }));
      await db.insert(placements).values({ deviceId: id, siteId: site.id });
      return { id, siteId: site.id };
    };
    side = (await addDoor(1, "Side entrance", "Vienna")).id;
    const second = await addDoor(2, "Main entrance", "Graz");
    main = second.id;
    graz = second.siteId;
  });

  const add = async (times: readonly string[], more: Partial<typeof entries.$inferInsert> = {}) => {
    const rows = times.map((time) => {
      nextId += 1;
      const facts = { deviceType: 4, action: 1, trigger: 5, state: 0, source: 0, autoUnlock: false };
      const at = { occurredAt: new Date(time), receivedAt: new Date(time) };
      return {
        ...facts,
        ...at,
        nukiId: `row-${nextId}`,
        deviceId: side as DeviceId,
        name: "",
        outcome: "opened" as const,
        ...more,
      };
    });
    for (let start = 0; start < rows.length; start += 1000)
      await database.db.insert(entries).values(rows.slice(start, start + 1000));
  };
  const asked = (more: Partial<EntryFilter>, timeZone = "Europe/Vienna"): EntryFilter => ({
    ...anyEntry,
    timeZone,
    ...more,
  });
  const timesOf = async (filter: EntryFilter, limit = 50) =>
    (await searchEntries(systemActor(), filter, null, limit)).rows.map((row) =>
      row.occurredAt.toISOString().slice(0, 16),
    );
  const draw = (timeZone: string, more: Partial<EntryFilter> = {}) =>
    countForPictures(systemActor(), asked(more, timeZone), timeZone);

  test("a picture knows how far back it counts", async () => {
    expect((await draw("Europe/Vienna")).oldest).toBeNull();
    await add(["2026-03-02T08:00:30.500Z", "2026-03-01T23:30:15.250Z"]);
    expect((await draw("Europe/Vienna")).oldest).toBe(Date.parse("2026-03-01T23:30:15.250Z"));
  });

  describe("on nights on which clocks change", () => {
    const vienna = ["2026-10-24T23:30Z", "2026-10-25T00:30Z", "2026-10-25T01:30Z", "2026-10-25T02:30Z"];
    const newYork = ["2026-11-01T04:30Z", "2026-11-01T05:30Z", "2026-11-01T06:30Z", "2026-11-01T07:30Z"];

    test.each([
      ["Europe/Vienna", vienna, 2],
      ["America/New_York", newYork, 1],
    ])("the hour that comes twice in %s has the entries of both", async (timeZone, times, hour) => {
      await add(times);
      const { byHour, total } = await draw(timeZone);
      expect(total).toBe(4);
      expect(byHour[6]?.slice(hour - 1, hour + 2)).toEqual([1, 2, 1]);
      expect(await timesOf(asked({ weekdays: [6], hours: [hour] }, timeZone))).toEqual(
        [times[2], times[1]].map((time) => time?.slice(0, 16)),
      );
    });

    test.each([
      ["Europe/Vienna", ["2026-03-29T00:30Z", "2026-03-29T01:30Z"], 1],
      ["America/New_York", ["2026-03-08T06:30Z", "2026-03-08T07:30Z"], 1],
    ])("the hour that never comes in %s has none", async (timeZone, times, before) => {
      await add(times);
      const { byHour } = await draw(timeZone);
      expect(byHour[6]?.slice(before, before + 3)).toEqual([1, 0, 1]);
      expect(await timesOf(asked({ hours: [before + 1] }, timeZone))).toEqual([]);
    });

    test("days end at midnight of the zone, and each has its own count", async () => {
      await add(["2026-10-24T21:59Z", "2026-10-24T22:00Z", "2026-10-25T22:59Z", "2026-10-25T23:00Z"]);
      const { byDay } = await draw("Europe/Vienna");
      expect(byDay.map(({ day, count }) => [day, count])).toEqual([
        ["2026-10-24", 1],
        ["2026-10-25", 2],
        ["2026-10-26", 1],
      ]);
    });
  });

  test("days without entries are between those with some, as far as there is room", async () => {
    await add(["2026-03-02T12:00Z", "2026-03-05T12:00Z"]);
    expect((await draw("UTC")).byDay.map(({ count }) => count)).toEqual([1, 0, 0, 1]);
    await add(["1970-01-01T00:00Z"]);
    const { byDay, hasOlderDays } = await draw("UTC");
    expect([byDay.length, byDay.at(-1)?.day, hasOlderDays]).toEqual([mostDays, "2026-03-05", true]);
  });

  test("doors and refusals are counted as they are filtered", async () => {
    await add(["2026-03-02T12:00Z", "2026-03-02T13:00Z"], { deviceId: main });
    await add(["2026-03-02T12:00Z"], { outcome: "refused" });
    const { byDoor, byDay } = await draw("UTC");
    expect(byDoor.map(({ name, siteName, count, refused }) => [name, siteName, count, refused])).toEqual([
      ["Main entrance", "Graz", 2, 0],
      ["Side entrance", "Vienna", 1, 1],
    ]);
    expect(byDay[0]).toMatchObject({ count: 3, refused: 1 });
    expect((await draw("UTC", { outcomes: ["refused"] })).byDoor.map(({ name }) => name)).toEqual([
      "Side entrance",
    ]);
  });

  test("who looks after one site has pictures of its doors only", async () => {
    await add(["2026-03-02T12:00Z"]);
    await add(["2026-03-02T12:00Z"], { deviceId: main });
    const actor = makeActor({
      adminId: null,
      name: "G",
      email: "g@example.com",
      role: "reception",
      sites: [graz],
    });
    const { total, byDoor } = await countForPictures(actor, anyEntry, "UTC");
    expect([total, byDoor.map(({ name }) => name)]).toEqual([1, ["Main entrance"]]);
  });

  test("an hour of the week is found page by page in a log in which it is rare", async () => {
    // Every ten minutes of eight weeks: one hour of the week is six of 1008 entries.
    const start = Date.parse("2026-01-05T00:05Z");
    await add(
      Array.from({ length: 8 * 1008 }, (_, index) => new Date(start + index * 600_000).toISOString()),
    );
    // Besides a night with so many that not all entries are looked at to count.
    await add(Array.from({ length: 3_000 }, (_, index) => new Date(start + index * 1_000).toISOString()));
    const filter = asked({ weekdays: [1], hours: [18] }, "UTC");
    const all: string[] = [];
    let page = await searchEntries(systemActor(), filter, null, 7);
    for (;;) {
      all.push(...page.rows.map((row) => row.occurredAt.toISOString()));
      if (!page.older) break;
      page = await searchEntries(systemActor(), filter, page.older, 7);
    }
    expect(all).toHaveLength(48);
    expect(all).toEqual(all.toSorted().toReversed());
    expect(all.every((time) => time.slice(11, 13) === "18" && new Date(time).getUTCDay() === 2)).toBe(true);
    const up: string[] = [];
    for (;;) {
      up.unshift(...page.rows.map((row) => row.occurredAt.toISOString()));
      if (!page.newer) break;
      page = await searchEntries(systemActor(), filter, page.newer, 7);
    }
    expect([...new Set(up)]).toEqual(all);
    const ofDoor = { ...filter, deviceIds: [side as string], outcomes: ["opened"] } as const;
    expect(await timesOf(ofDoor)).toHaveLength(48);
    expect(await countEntries(systemActor(), filter)).toEqual({ count: 48, isExact: true });
    expect((await draw("UTC", { weekdays: [1], hours: [18] })).byHour[1]?.[18]).toBe(48);
  });

  describe("what is unusual", () => {
    const now = Date.parse("2026-03-09T12:00Z");
    const dayMs = 86_400_000;
    /** Eight weeks of five openings a working day at 08:00 by Ben, and before them. */
    const habits = async (ben: StaffId) => {
      const days = Array.from({ length: 70 }, (_, index) => now - 12 * 3_600_000 - (index + 7) * dayMs);
      const working = days.filter((day) => ![0, 6].includes(new Date(day).getUTCDay()));
      const times = working.flatMap((day) =>
        [0, 1, 2, 3, 4].map((n) => new Date(day + (480 + n) * 60_000).toISOString()),
      );
      await add(times, { staffId: ben, person: "Ben" });
    };
    const hire = async (displayName: string) =>
      one(await database.db.insert(staff).values({ displayName }).returning()).id;
    const find = (more: Partial<EntryFilter> = {}) => findUnusual(systemActor(), asked(more, "UTC"), now);

    test("bursts, first times, odd hours and full days are told, and nothing else", async () => {
      const [ben, anna] = [await hire("Ben"), await hire("Anna")];
      await habits(ben);
      await add(["2026-03-08T03:10Z"], { staffId: ben, person: "Ben" });
      await add(["2026-03-06T08:20Z"], { staffId: anna, person: "Anna" });
      await add(
        [0, 1, 2, 3, 4].map((n) => `2026-03-05T08:0${n}Z`),
        { outcome: "refused" },
      );
      await add(
        Array.from({ length: 25 }, (_, n) => `2026-03-04T08:${n + 10}Z`),
        { staffId: ben, person: "Ben" },
      );
      const { lines, looked, isCut } = await find();
      expect(lines.map((line) => [line.kind, line.doorName, line.person])).toEqual([
        ["hour", "Side entrance", ""],
        ["first", "Side entrance", "Anna"],
        ["burst", "Side entrance", ""],
        ["day", "Side entrance", ""],
      ]);
      expect([looked, isCut]).toEqual([32, false]);
      expect(lines[0]).toMatchObject({ day: "2026-03-08", hour: 3, weeks: 8, before: 0, openings: 200 });
      expect(lines[3]).toMatchObject({ count: 25, weeks: 8, least: 5, most: 5 });
      expect((await find({ outcomes: ["refused"] })).lines.map(({ kind }) => kind)).toEqual(["burst"]);
      expect((await find({ staffIds: [anna] })).lines.map(({ kind }) => kind)).toEqual(["first"]);
      expect((await find({ outcomes: ["fault"] })).lines).toEqual([]);
      expect((await find({ deviceIds: [main as string] })).lines).toEqual([]);
    });

    test("a door that has been known for days only has no habits to break", async () => {
      const ben = await hire("Ben");
      await add(
        Array.from({ length: 40 }, (_, n) => `2026-03-04T03:${n + 10}Z`),
        { staffId: ben, person: "Ben" },
      );
      expect((await find()).lines).toEqual([]);
    });

    test("without a time the last seven days are looked at, and never more than a month", async () => {
      expect(await find()).toMatchObject({ from: Date.parse("2026-03-03T00:00Z"), until: now });
      const long = await find({ range: { from: 0, until: now + dayMs } });
      expect(long).toMatchObject({ from: Date.parse("2026-02-07T00:00Z"), until: now });
    });

    test("who looks after one site is told of its doors only", async () => {
      await add(
        [0, 1, 2, 3, 4].map((n) => `2026-03-05T08:0${n}Z`),
        { outcome: "refused" },
      );
      const actor = makeActor({
        adminId: null,
        name: "G",
        email: "g@example.com",
        role: "reception",
        sites: [graz],
      });
      expect((await findUnusual(actor, asked({}, "UTC"), now)).lines).toEqual([]);
    });
  });
});
