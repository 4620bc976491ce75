import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AccountId, DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { makeActor, systemActor } from "@/lib/auth/actor";
import {
  accounts,
  areaDevices,
  areas,
  devices,
  entries,
  entryNames,
  placements,
  sites,
  staff,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { facetParts, isVague } from "./facets";
import { anyEntry, type EntryCursor, type EntryFilter } from "./list";
import { forgetNames } from "./names";
import { rangeOf } from "./range";
import { countEntries, eachEntry, findEntry, searchEntries } from "./search";
import { outcomeOf } from "./words";

const now = Date.parse("2026-03-02T08:00:00.000Z");

describeDatabases("the door log", (open) => {
  let database: TestDatabase;
  let lock: DeviceId;
  let other: DeviceId;
  let opener: DeviceId;
  let vienna: SiteId;
  let graz: SiteId;
  let anna: StaffId;
  let ben: StaffId;
  let account: AccountId;
  let nextId = 0;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const add = async (at: number, more: Partial<typeof entries.$inferInsert> = {}) => {
    nextId += 1;
    const facts = { deviceType: 4, action: 1, trigger: 5, state: 0, source: 0, autoUnlock: false, ...more };
    const outcome = outcomeOf({ ajarMinutes: null, opener: null, ...facts });
    const row = { deviceId: lock, occurredAt: new Date(at), receivedAt: new Date(now), name: "", outcome };
    return one(
      await database.db
        .insert(entries)
        .values({ nukiId: `row-${nextId}`, ...row, ...facts })
        .returning({ id: entries.id }),
    ).id;
  };
  const addDevice = async (nukiId: number, type: number, siteId: SiteId) => {
    const { db } = database;
    const facts = { type, serverState: 0, adminPinState: 0, batteryCritical: false, firmware: "" };
    const row = { accountId: account, nukiId, name: `Door ${nukiId}`, seenAt: new Date(now), ...facts };
    const { id } = one(await db.insert(devices).values(row).returning({ id: devices.id }));
    await db.insert(placements).values({ deviceId: id, siteId });
    return id;
  };
  const asked = (more: Partial<EntryFilter>): EntryFilter => ({ ...anyEntry, ...more });
  const idsOf = async (more: Partial<EntryFilter>, actor = systemActor()) =>
    (await searchEntries(actor, asked(more), null, 50)).rows.map((row) => row.id);
  const ofGraz = () =>
    makeActor({ adminId: null, name: "Greta", email: "g@example.com", role: "reception", sites: [graz] });

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    account = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    const addSite = async (name: string) =>
      one(await db.insert(sites).values({ name, timeZone: "Europe/Vienna" }).returning()).id;
    const hire = async (displayName: string) =>
      one(await db.insert(staff).values({ displayName }).returning()).id;
    vienna = await addSite("Vienna");
    graz = await addSite("Graz");
    lock = await addDevice(1, 4, vienna);
    other = await addDevice(2, 4, vienna);
    opener = await addDevice(3, 2, graz);
    anna = await hire("Anna Berger");
    ben = await hire("Ben Öztürk");
  });

  /** All pages, from the newest to the oldest and back. */
  const walk = async (filter: EntryFilter, limit: number, onPage = async () => {}) => {
    const down: number[] = [];
    const up: number[] = [];
    let cursor: EntryCursor | null = null;
    let page = await searchEntries(systemActor(), filter, cursor, limit);
    for (;;) {
      down.push(...page.rows.map((row) => row.id));
      await onPage();
      cursor = page.older;
      if (!cursor) break;
      page = await searchEntries(systemActor(), filter, cursor, limit);
    }
    for (;;) {
      up.unshift(...page.rows.map((row) => row.id));
      if (!page.newer) break;
      page = await searchEntries(systemActor(), filter, page.newer, limit);
    }
    return { down, up };
  };

  test("pages hold every row once in both directions, also where many share a second across their borders", async () => {
    const all: number[] = [];
    for (let index = 0; index < 23; index += 1) all.unshift(await add(now + Math.floor(index / 9) * 1000));
    const { down, up } = await walk(anyEntry, 5);
    expect(down).toEqual(all);
    // The way up ends on a full newest page, which shows again what the page before had of it.
    expect([...new Set(up)]).toEqual(all);
  });

  test("rows that arrive while somebody pages move nothing, and late ones appear in their place", async () => {
    const all: number[] = [];
    for (let index = 0; index < 12; index += 1) all.unshift(await add(now + index * 1000));
    let late = 0;
    const { down } = await walk(anyEntry, 5, async () => {
      if (late > 0) return;
      await add(now + 60_000);
      late = await add(now + 500);
    });
    expect(down).toEqual([...all.slice(0, 11), late, ...all.slice(11)]);
  });

  test("a page is the same whichever index it was found by", async () => {
    const facts = Array.from({ length: 900 }, (_, index) => ({
      ...{ deviceId: [lock, other, opener][index % 3] ?? lock, deviceType: index % 3 === 2 ? 2 : 4 },
      ...{
        action: index % 3 === 2 ? 3 : (index % 5) + 1,
        trigger: index % 50 === 0 ? 4 : index % 60 === 3 ? 70_000 + (index % 2) : 255,
      },
      ...{
        state: index % 37 === 0 ? 224 : 0,
        source: 1,
        autoUnlock: false,
        name: `Row ${index % 2}`,
        nukiId: `row-${index}`,
      },
      ...{ occurredAt: new Date(now + Math.floor(index / 4) * 1000), receivedAt: new Date(now) },
      staffId: index % 7 === 0 ? anna : ben,
    }));
    await database.db
      .insert(entries)
      .values(
        facts.map((row) => ({ ...row, outcome: outcomeOf({ ajarMinutes: null, opener: null, ...row }) })),
      );
    const rows = await database.db.select().from(entries);
    const expected = (keep: (row: (typeof rows)[number]) => boolean) =>
      rows
        .filter(keep)
        .sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || b.id - a.id)
        .map((row) => row.id);
    const cases: [Partial<EntryFilter>, (row: (typeof rows)[number]) => boolean][] = [
      [{ triggers: [4] }, (row) => row.trigger === 4],
      [{ outcomes: ["refused"] }, (row) => row.state === 224],
      [
        { outcomes: ["refused"], deviceIds: [lock, opener] },
        (row) => row.state === 224 && row.deviceId !== other,
      ],
      [{ staffIds: [anna], deviceIds: [other] }, (row) => row.staffId === anna && row.deviceId === other],
      [{ staffIds: [anna], triggers: [4] }, (row) => row.staffId === anna && row.trigger === 4],
      [{ siteIds: [graz], outcomes: ["opened"] }, (row) => row.deviceId === opener && row.state === 0],
      [{ actions: ["locking"] }, (row) => row.deviceType !== 2 && row.action === 2],
      [
        { range: { from: now + 50_000, until: now + 90_000 }, staffIds: [anna] },
        (row) =>
          row.staffId === anna &&
          row.occurredAt.getTime() >= now + 50_000 &&
          row.occurredAt.getTime() < now + 90_000,
      ],
      [
        { staffIds: [anna], deviceIds: [lock, other], outcomes: ["refused"] },
        (row) => row.staffId === anna && row.deviceId !== opener && row.state === 224,
      ],
      [
        { q: "row", deviceIds: [other], outcomes: ["opened"] },
        (row) => row.deviceId === other && row.outcome === "opened",
      ],
      [{ triggers: [70_000], outcomes: ["opened"] }, (row) => row.trigger === 70_000],
      [{ triggers: [70_000], deviceIds: [lock] }, (row) => row.trigger === 70_000],
    ];
    for (const [filter, keep] of cases) {
      const wanted = expected(keep);
      const { down, up } = await walk(asked(filter), 23);
      expect(down).toEqual(wanted);
      expect([...new Set(up)]).toEqual(wanted);
      expect(await countEntries(systemActor(), asked(filter))).toEqual({
        count: wanted.length,
        isExact: true,
      });
    }
  });

  test.each([
    ["most entries are theirs", 2],
    ["next to no entries are theirs", 200],
  ])("many doors are found where %s", async (_title, share) => {
    const more = await Promise.all(Array.from({ length: 24 }, (_, index) => addDevice(100 + index, 4, graz)));
    const facts = Array.from({ length: 1_600 }, (_, index) => ({
      ...{ action: 1, trigger: 255, state: index % 3 === 0 ? 224 : 0, source: 1, autoUnlock: false },
      ...{ deviceId: (index % share === 0 && more[(index / share) % more.length]) || lock, deviceType: 4 },
      ...{ name: "", nukiId: `row-${index}`, receivedAt: new Date(now) },
      occurredAt: new Date(now + Math.floor(index / 4) * 1000),
    }));
    const outcomes = facts.map((row) => outcomeOf({ ajarMinutes: null, opener: null, ...row }));
    const rows = await database.db
      .insert(entries)
      .values(facts.map((row, index) => ({ ...row, outcome: outcomes[index] })))
      .returning();
    const theirs = rows
      .filter(({ deviceId }) => deviceId !== lock)
      .sort((a, b) => b.occurredAt.getTime() - a.occurredAt.getTime() || b.id - a.id);
    const all = await walk(asked({ siteIds: [graz] }), 23);
    expect(all.down).toEqual(theirs.map(({ id }) => id));
    expect([...new Set(all.up)]).toEqual(all.down);
    const refused = await walk(asked({ siteIds: [graz], outcomes: ["refused"] }), 23);
    expect(refused.down).toEqual(theirs.filter(({ state }) => state === 224).map(({ id }) => id));
    expect([...new Set(refused.up)]).toEqual(refused.down);
  });

  test("the number by which entries are found holds what they are, for numbers of any size", async () => {
    const numbers = [0, 1, 4, 253, 255, 1023, 70_000];
    for (const [index, number] of numbers.entries()) {
      const source = [null, 0, 3, 29, 30, 31, 400][index] ?? null;
      await add(now + index, { trigger: number, action: numbers.at(-1 - index) ?? 0, source });
      await add(now + index, {
        deviceId: opener,
        deviceType: 2,
        action: number,
        state: index === 2 ? 224 : 0,
      });
    }
    for (const row of await database.db.select().from(entries)) {
      const parts = facetParts(row.facet);
      expect(parts.outcome).toBe(row.outcome);
      expect(parts.isOpener).toBe(row.deviceType === 2);
      const { trigger, action, source } = row;
      const fits = Math.max(trigger, action) < 1023 && (source ?? 0) < 30;
      expect(isVague(parts)).toBe(!fits);
      if (fits) expect(parts).toMatchObject({ trigger, action, source });
    }
  });

  test("who is in a team now, in an area, at a site is found; nobody and no door is nothing", async () => {
    const { db } = database;
    const byAnna = await add(now, { staffId: anna });
    const byBen = await add(now + 1000, { staffId: ben, deviceId: opener, deviceType: 2, action: 3 });
    const team = one(await db.insert(teams).values({ name: "Cleaners" }).returning()).id;
    const empty = one(await db.insert(teams).values({ name: "Nobody" }).returning()).id;
    await db.insert(staffTeams).values({ teamId: team, staffId: ben });
    const area = one(await db.insert(areas).values({ name: "Public" }).returning()).id;
    await db.insert(areaDevices).values({ areaId: area, deviceId: lock });
    expect(await idsOf({ teamIds: [team] })).toEqual([byBen]);
    expect(await idsOf({ teamIds: [empty] })).toEqual([]);
    expect(await idsOf({ areaIds: [area] })).toEqual([byAnna]);
    expect(await idsOf({ areaIds: [area], siteIds: [graz] })).toEqual([]);
    expect(await idsOf({ siteIds: [graz] })).toEqual([byBen]);
    expect(await idsOf({ deviceIds: ["no door"] })).toEqual([]);
  });

  test("names are found as they were then, in parts, with any letters, and signs mean themselves", async () => {
    const berger = await add(now, { staffId: anna, name: "Anna B.", person: "Anna Berger" });
    const turk = await add(now + 1000, { name: "Ben Öztürk", person: "Ben Öztürk" });
    const percent = await add(now + 2000, { name: "100% sure" });
    expect(await idsOf({ q: "berg ann" })).toEqual([berger]);
    expect(await idsOf({ q: "öztürk" })).toEqual([turk]);
    expect(await idsOf({ q: "0%" })).toEqual([percent]);
    expect(await idsOf({ q: "_" })).toEqual([]);
    expect(await idsOf({ q: "berger", deviceIds: [other] })).toEqual([]);
    await database.db.update(entries).set({ person: "Anna Gruber" }).where(eq(entries.id, berger));
    expect(await idsOf({ q: "gruber" })).toEqual([berger]);
  });

  test("a name is forgotten with the last entry on which it stands", async () => {
    const first = await add(now, { name: "Ben Öztürk" });
    const second = await add(now + 1000, { name: "Ben Öztürk" });
    const names = () => database.db.select({ text: entryNames.text }).from(entryNames);
    await database.db.delete(entries).where(eq(entries.id, first));
    await forgetNames();
    expect(await names()).toEqual([{ text: expect.stringMatching(/^ben/) }]);
    await database.db.update(entries).set({ person: "Ben Gruber" }).where(eq(entries.id, second));
    await forgetNames();
    expect(await names()).toEqual([{ text: expect.stringMatching(/gruber$/) }]);
    await database.db.delete(entries).where(eq(entries.id, second));
    await forgetNames();
    expect(await names()).toEqual([]);
  });

  test.each([
    ["Europe/Vienna", "2026-10-25", "2026-10-24T22:00Z", "2026-10-25T23:00Z"],
    ["Europe/Vienna", "2026-03-29", "2026-03-28T23:00Z", "2026-03-29T22:00Z"],
    ["America/New_York", "2026-11-01", "2026-11-01T04:00Z", "2026-11-02T05:00Z"],
    ["America/New_York", "2026-03-08", "2026-03-08T05:00Z", "2026-03-09T04:00Z"],
  ])(
    "a day in %s on which clocks change (%s) has its first and last minute and no other",
    async (timeZone, day, first, after) => {
      const [start, end] = [Date.parse(first), Date.parse(after)];
      await add(start - 1);
      const inside = [await add(start), await add(end - 1)];
      await add(end);
      const noon = Date.parse(`${day}T16:00Z`);
      const range = rangeOf("today", { from: "", until: "" }, { now: noon, timeZone });
      expect(await idsOf({ range })).toEqual(inside.toReversed());
    },
  );

  describe("who looks after one site", () => {
    test("finds, counts, opens and exports nothing of the others", async () => {
      const hidden = await add(now, { name: "Anna" });
      const shown = await add(now, { deviceId: opener, deviceType: 2, action: 3, name: "Anna" });
      for (const more of [{}, { q: "anna" }, { deviceIds: [lock, opener] }, { siteIds: [vienna, graz] }])
        expect(await idsOf(more, ofGraz())).toEqual([shown]);
      expect(await idsOf({ siteIds: [vienna] }, ofGraz())).toEqual([]);
      expect((await countEntries(ofGraz(), anyEntry)).count).toBe(1);
      expect(await findEntry(ofGraz(), `${hidden}`)).toBeNull();
      expect(await findEntry(ofGraz(), `${shown}`)).toMatchObject({ id: shown, deviceName: "Door 3" });
      const exported: number[] = [];
      for await (const rows of eachEntry(ofGraz(), anyEntry)) exported.push(...rows.map((row) => row.id));
      expect(exported).toEqual([shown]);
    });

    test("of no site sees nothing", async () => {
      await add(now);
      const nobody = makeActor({
        adminId: null,
        name: "N",
        email: "n@example.com",
        role: "manager",
        sites: [],
      });
      expect(await idsOf({}, nobody)).toEqual([]);
    });
  });

  test("what an address has that is no number is no entry", async () => {
    for (const id of ["1; drop", "", "-1", undefined, "99999999"])
      expect(await findEntry(systemActor(), id)).toBeNull();
  });
});
