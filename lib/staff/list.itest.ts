import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { makeActor } from "@/lib/auth/actor";
import { credentials, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { weekdays } from "@/lib/time/weekdays";
import { addDays, localDateOf } from "@/lib/time/zones";
import { exportStaff } from "./export";
import { listStaff, listStaffIds, type StaffListQuery } from "./list";
import {
  countDoorsElsewhere,
  findStaff,
  getStaffOptions,
  listCredentials,
  listHistory,
  listSent,
} from "./queries";
import { addPerson, openPeopleOffice, type TestOffice } from "./testing";

const base: StaffListQuery = {
  q: "",
  sort: { id: "name", desc: false },
  pageSize: 50,
  offset: 0,
  filters: {},
};

describeDatabases("the staff list", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const names = async (query: Partial<StaffListQuery>, actor = office.owner) =>
    (await listStaff(actor, { ...base, ...query })).rows.map((row) => row.name);

  const add = (firstName: string, values: Parameters<typeof addPerson>[1] = {}) =>
    addPerson(office.owner, { firstName, lastName: "B", ...values });

  const give = async (
    staffId: Awaited<ReturnType<typeof add>>,
    door: string,
    state: (typeof credentials.$inferSelect)["state"],
    values: Partial<typeof credentials.$inferInsert> = {},
  ) => {
    const deviceId = office.doorOf.get(door);
    if (!deviceId) throw new Error(`no door ${door}`);
    const wish = {
      name: "x",
      enabled: true,
      remoteAllowed: false,
      window: { days: weekdays(31), fromMinute: 420, untilMinute: 1140 },
      validFrom: null,
      validUntil: null,
      codeHash: "secret-hash",
    };
    await database.db
      .insert(credentials)
      .values({ staffId, deviceId, kind: "keypad", state, since: new Date(), wish, ...values });
  };

  test("names stand as in a telephone book, not in the order of bytes", async () => {
    for (const name of ["Zoë", "Özlem", "anton", "Änne", "Anna"]) await add(name);
    expect(await names({})).toEqual(["Anna B", "Änne B", "anton B", "Özlem B", "Zoë B"]);
    expect(await names({ sort: { id: "name", desc: true } })).toEqual(
      ["Anna B", "Änne B", "anton B", "Özlem B", "Zoë B"].reverse(),
    );
  });

  test("a search finds each of its words in name, e-mail, number or department, in any case", async () => {
    await add("Anna", { email: "berger@example.com", department: "Finance" });
    await add("Ben", { externalId: "00417", department: "Finance" });
    expect(await names({ q: "FINANCE" })).toEqual(["Anna B", "Ben B"]);
    expect(await names({ q: "finance berg" })).toEqual(["Anna B"]);
    expect(await names({ q: "417" })).toEqual(["Ben B"]);
    expect((await listStaff(office.owner, { ...base, q: "nobody" })).total).toBe(0);
  });

  test("letters beyond A to Z are found in any case too", async () => {
    await add("Änne", { department: "ÖFFENTLICHKEIT" });
    await add("Özlem", { displayName: "Özlem Öztürk" });
    for (const q of ["änne", "ÄNNE", "öffentlichkeit", "Öff"]) expect(await names({ q })).toEqual(["Änne B"]);
    for (const q of ["öztürk", "ÖZTÜRK", "türk"]) expect(await names({ q })).toEqual(["Özlem Öztürk"]);
  });

  test("what a search types is text, not a pattern", async () => {
    await add("Anna", { department: "100% remote" });
    await add("Ben", { department: "100 remote_x" });
    expect(await names({ q: "100%" })).toEqual(["Anna B"]);
    expect(await names({ q: "e_x" })).toEqual(["Ben B"]);
    expect(await names({ q: "\\" })).toEqual([]);
  });

  test("the total counts what the view shows, on every page", async () => {
    for (const name of ["A", "B", "C", "D", "E"]) await add(name);
    for (const q of ["", "b"]) {
      for (const offset of [0, 2, 4, 6]) {
        const page = await listStaff(office.owner, { ...base, q, pageSize: 2, offset });
        expect(page.total).toBe(5);
        expect(page.rows).toHaveLength(Math.max(0, Math.min(2, 5 - offset)));
      }
    }
  });

  test("people who left are shown only to who asks for them", async () => {
    const anna = await add("Anna");
    await add("Ben");
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    expect(await names({})).toEqual(["Ben B"]);
    expect(await names({ filters: { status: ["removed"] } })).toEqual(["Anna B"]);
    expect(await names({ filters: { status: ["active", "removed"] } })).toEqual(["Anna B", "Ben B"]);
  });

  test("filters by team, kind, site and state narrow together", async () => {
    const anna = await add("Anna", { teamIds: [office.engineering], kind: "cleaner" });
    const ben = await add("Ben", { teamIds: [office.engineering] });
    await add("Eva", { kind: "cleaner" });
    await give(anna, "v-main", "active");
    await give(ben, "l-main", "failed");
    expect(await names({ filters: { team: [office.engineering] } })).toEqual(["Anna B", "Ben B"]);
    expect(await names({ filters: { kind: ["cleaner"] } })).toEqual(["Anna B", "Eva B"]);
    expect(await names({ filters: { team: [office.engineering], kind: ["cleaner"] } })).toEqual(["Anna B"]);
    expect(await names({ filters: { site: [office.siteOf("London office")] } })).toEqual(["Ben B"]);
    expect(await names({ filters: { state: ["attention"] } })).toEqual(["Ben B"]);
    expect(await names({ filters: { state: ["active", "none"] } })).toEqual(["Anna B", "Eva B"]);
  });

  test("who starts or ends within a week is found by it, today and the seventh day included", async () => {
    const today = localDateOf(Date.now(), "Europe/London");
    await add("Today", { firstDay: today });
    await add("Seventh", { lastDay: addDays(today, 7) });
    await add("Eighth", { lastDay: addDays(today, 8), firstDay: addDays(today, -1) });
    expect(await names({ filters: { period: ["starting"] } })).toEqual(["Today B"]);
    expect(await names({ filters: { period: ["ending"] } })).toEqual(["Seventh B"]);
    expect(await names({ filters: { period: ["starting", "ending"] } })).toEqual(["Seventh B", "Today B"]);
  });

  test("what is no id matches nobody's filter and breaks nothing", async () => {
    await add("Anna");
    expect(await names({ filters: { team: ["'; drop table staff"] } })).toEqual(["Anna B"]);
    expect(await names({ filters: { status: ["nonsense"] }, sort: { id: "nonsense", desc: true } })).toEqual([
      "Anna B",
    ]);
  });

  test("a door counts once, by the worst that a person has there", async () => {
    const anna = await add("Anna");
    await give(anna, "v-main", "active");
    await give(anna, "v-main", "needs_review", { kind: "app" });
    await give(anna, "v-side", "waiting");
    await give(anna, "v-garage", "active");
    await give(anna, "l-main", "removed", { wish: null });
    const [row] = (await listStaff(office.owner, base)).rows;
    expect(row?.doors).toEqual({ active: 1, pending: 1, attention: 1 });
    expect(row?.windows).toEqual([{ days: 31, fromMinute: 420, untilMinute: 1140 }]);
    expect(row?.timeZones).toEqual(["Europe/Vienna"]);
  });

  test("an admin of one site sees everybody, and only that site's doors", async () => {
    const anna = await add("Anna");
    await give(anna, "v-main", "failed");
    await give(anna, "l-main", "active");
    const london = office.actor("manager", ["London office"]);
    const [row] = (await listStaff(london, base)).rows;
    expect(row?.doors).toEqual({ active: 1, pending: 0, attention: 0 });
    expect(await names({ filters: { state: ["attention"] } }, london)).toEqual([]);
    expect((await listCredentials(london, anna)).map((one) => one.doorName)).toEqual(["Front door"]);
    // Her door in Vienna is not named, but nobody is told that everything is done.
    expect(await countDoorsElsewhere(london, anna)).toBe(1);
    expect(await countDoorsElsewhere(office.owner, anna)).toBe(0);
  });

  test("those without a last day come last, whichever way the days run", async () => {
    await add("Anna");
    await add("Ben", { lastDay: "2027-02-01" });
    await add("Eva", { lastDay: "2027-01-01" });
    expect(await names({ sort: { id: "lastDay", desc: false } })).toEqual(["Eva B", "Ben B", "Anna B"]);
    expect(await names({ sort: { id: "lastDay", desc: true } })).toEqual(["Ben B", "Eva B", "Anna B"]);
  });

  test("no row of a person's doors carries the hash of a code", async () => {
    const anna = await add("Anna", { teamIds: [office.engineering] });
    await give(anna, "v-main", "active");
    const shown = JSON.stringify([
      await listStaff(office.owner, base),
      await listCredentials(office.owner, anna),
      await findStaff(office.owner, anna),
      await listHistory(office.owner, anna),
      await listSent(office.owner, anna),
    ]);
    expect(shown).not.toContain("secret-hash");
    expect(shown).not.toContain("codeHash");
  });

  test("where times differ the page offers what may be chosen", async () => {
    const rule = { app: false, keypad: true, remote: false, firstDay: "", lastDay: "" };
    const anna = await add("Anna", {
      rules: [{ ...rule, areaId: office.londonArea, scheduleId: office.shortFriday }],
    });
    await give(anna, "l-main", "needs_review", { reason: "windows_differ", wish: null });
    const [row] = await listCredentials(office.owner, anna);
    expect(row?.reason?.key).toBe("windows_differ");
    expect(row?.options?.inside?.minutesLost).toBe(420);
  });

  test("a person is found by an id, and anything else is nobody", async () => {
    const anna = await add("Anna", { teamIds: [office.engineering] });
    const found = await findStaff(office.owner, anna);
    expect(found?.teams.map((team) => team.name)).toEqual(["Engineering"]);
    expect(found?.teamRules).toHaveLength(1);
    expect(await findStaff(office.owner, "new")).toBeNull();
    expect(await findStaff(office.owner, "00000000-0000-4000-8000-000000000000")).toBeNull();
  });

  test("the history tells what an edit changed", async () => {
    const anna = await add("Anna");
    const history = await listHistory(office.owner, anna);
    expect(history.map((row) => [row.type, row.by])).toEqual([
      ["code.created", "Eva Linden"],
      ["staff.created", "Eva Linden"],
    ]);
  });

  test("the export holds whom the view shows, all pages of it, and no code", async () => {
    await add("Anna", { department: "Finance" });
    await add("Ben", { department: "Finance" });
    await add("Eva");
    const query = { ...base, q: "finance", pageSize: 1 };
    expect(await listStaffIds(office.owner, query)).toHaveLength(2);
    const csv = await exportStaff(office.owner, query, "en");
    expect(csv).toContain("Anna");
    expect(csv).toContain("Ben");
    expect(csv).not.toContain("Eva");
  });

  test("the form offers areas with their doors, teams and schedules", async () => {
    const options = await getStaffOptions(office.owner);
    expect(options.areas.map(({ name, doors }) => [name, doors])).toEqual([
      ["London, public doors", 1],
      ["Vienna, public doors", 2],
    ]);
    expect(options.teams).toHaveLength(1);
    expect(options.schedules.map((schedule) => schedule.name)).toEqual(["Office hours", "Short Friday"]);
  });

  test("a role without the permission gets nothing", async () => {
    const { owner } = office;
    const nobody = makeActor({ ...owner, role: "nobody" as typeof owner.role });
    await expect(listStaff(nobody, base)).rejects.toMatchObject({ code: "forbidden" });
  });
});
