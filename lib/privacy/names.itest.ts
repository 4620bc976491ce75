import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeviceId, NukiAuthId, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/password";
import type { Role } from "@/lib/auth/permissions";
import { stepUp } from "@/lib/auth/step-up";
import { forgetCookies } from "@/lib/auth/testing";
import {
  accounts,
  admins,
  auditEvents,
  authorizationLives,
  authorizations,
  bindings,
  changes,
  credentials,
  devices,
  entries,
  nameReveals,
  placements,
  sites,
  staff,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { listDoorCredentials, listUnmanaged } from "@/lib/devices/door";
import { exportEntries } from "@/lib/entries/export";
import { anyEntry, type EntryFilter } from "@/lib/entries/list";
import { findEntryPeople, getEntryOptions } from "@/lib/entries/options";
import { countForPictures } from "@/lib/entries/pictures";
import { listDoorEntries } from "@/lib/entries/queries";
import { countEntries, eachEntry, findEntry, searchEntries } from "@/lib/entries/search";
import { findUnusual } from "@/lib/entries/unusual-queries";
import { listCodes } from "@/lib/keypads/codes";
import { exportPast } from "@/lib/past/export";
import { whatCouldOpen, whoCouldOpen } from "@/lib/past/queries";
import { questionOf } from "@/lib/past/question";
import { listCredentials } from "@/lib/staff/queries";
import { localDateOf, localDateTimeOf, startOfDay } from "@/lib/time/zones";
import { changePrivacySettings, hideNames, revealNames } from "./commands";
import { nameViewOf } from "./names";
import { revealSchema } from "./schema";

vi.mock("next/headers", async () => (await import("@/lib/auth/testing")).browser);

/** Whatever leads to one of the two people of this office. */
const telltales = [
  "Anna",
  "Huber",
  "Kurt",
  "Visitor",
  "0123456789abcdef01234567",
  "4711",
  "anna@example.com",
];

/** What `everything` asks below. */
const inEverything = [
  ...["searchEntries", "findEntry", "eachEntry", "listDoorEntries", "countForPictures", "findUnusual"],
  ...["getEntryOptions", "findEntryPeople", "exportEntries", "countEntries"],
];
/** Numbers, times and conditions; times by authorization are hidden by who shows them beside a name. */
const tellsNobody = [
  ...["lastUseOfDevices", "lastEntriesOfDoor", "countWrongCodesByHour"],
  ...["isOfDevice", "listLogHealth", "listLogHoles", "forgetNames", "zoneOfLog", "connectedSince"],
];

/** Which entries, by their ids. */
const withoutRows = ["filter.ts", "scan.ts", "slot-scan.ts"];

describeDatabases("names in the door log", (open) => {
  let database: TestDatabase;
  let passwordHash: string;
  let owner: Actor;
  let manager: Actor;
  let vienna: SiteId;
  let graz: SiteId;
  let door: DeviceId;
  let anna: StaffId;
  let team: string;
  let now: Date;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const later = (minutes: number) => new Date(now.getTime() + minutes * 60_000);

  async function admin(role: Role, name: string, only?: readonly SiteId[]): Promise<Actor> {
    const email = `${role}@example.com`;
    const row = one(
      await database.db
        .insert(admins)
        .values({ email, name, role, allSites: !only, passwordHash })
        .returning(),
    );
    return makeActor({ adminId: row.id, name, email, role, sites: only ?? "all" });
  }

  async function add(values: Partial<typeof entries.$inferInsert>): Promise<number> {
    const row = {
      ...{ deviceId: door, nukiId: `${Math.random()}`, occurredAt: now, receivedAt: now, deviceType: 4 },
      ...{
        action: 1,
        trigger: 255,
        state: 0,
        source: 1,
        autoUnlock: false,
        name: "",
        outcome: "opened" as const,
      },
      ...values,
    };
    return one(await database.db.insert(entries).values(row).returning()).id;
  }

  beforeAll(async () => {
    database = await open();
    passwordHash = await hashPassword("open-sesame");
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    forgetCookies();
    await database.empty();
    now = new Date();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    const account = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    const site = async (name: string) =>
      one(await db.insert(sites).values({ name, timeZone: "Europe/Vienna" }).returning()).id;
    [vienna, graz] = [await site("Vienna"), await site("Graz")];
    const facts = { type: 4, serverState: 0, adminPinState: 0, batteryCritical: false, firmware: "" };
    door = one(
      await db
        .insert(devices)
        .values({ accountId: account, nukiId: 1, name: "Main", seenAt: now, ...facts })
        .returning(),
    ).id;
    await db.insert(placements).values({ deviceId: door, siteId: vienna });
    owner = await admin("owner", "Olga");
    manager = await admin("manager", "Max");
    anna = one(
      await db.insert(staff).values({ displayName: "Anna Huber", email: "anna@example.com" }).returning(),
    ).id;
    team = one(await db.insert(teams).values({ name: "Engineering" }).returning()).id;
    await db.insert(staffTeams).values({ staffId: anna, teamId: team as never });
    const seen = { remoteAllowed: false, enabled: true, busy: false, seenAt: now };
    await db.insert(authorizations).values([
      { deviceId: door, nukiId: "b1" as NukiAuthId, type: 1, name: "Bridge Hall", ...seen },
      { deviceId: door, nukiId: "k1" as NukiAuthId, type: 13, name: "Kurt Visitor", ...seen },
    ]);
    const authId = "0123456789abcdef01234567";
    await add({
      ...{
        nukiId: "row-1",
        name: "Anna H.",
        person: "Anna Huber",
        staffId: anna,
        authId,
        accountUserId: 4711,
      },
      raw: {
        ...{ id: "row-1", name: "Anna H.", authId, accountUserId: 4711, action: 1, state: 0 },
        ...{ annotation: "for Anna Huber", error: "Anna was refused" },
      },
    });
    await add({ nukiId: "row-2", name: "Anna H.", person: "Anna Huber", staffId: anna, authId });
    await add({ nukiId: "row-3", name: "Kurt Visitor", authId: "k1" });
    await add({ nukiId: "row-4", name: "kurt visitor ", authId: "gone" });
    await add({ nukiId: "row-5", name: "Bridge Hall", authId: "b1" });
    await add({ nukiId: "row-6", action: 240, trigger: 0, outcome: "event" });
  });

  async function hide() {
    await database.db.delete(nameReveals);
    const changed = await changePrivacySettings(owner, { namesHidden: true }, now);
    expect(changed.ok).toBe(true);
  }

  async function reveal(actor: Actor, at = now) {
    const given = await stepUp(actor, "open-sesame", "192.0.2.1", at);
    expect(given.ok).toBe(true);
    const revealed = await revealNames(actor, { reason: "Lost laptop, ticket 12" }, at);
    expect(revealed.ok).toBe(true);
    forgetCookies();
  }

  async function file(actor: Actor, format: "csv" | "ndjson", filter: Partial<EntryFilter> = {}) {
    const words = { header: String, outcome: String, entry: String };
    let text = "";
    const options = { format, locale: "en", words, asked: "" } as const;
    for await (const piece of await exportEntries(actor, { ...anyEntry, ...filter }, options)) text += piece;
    return text;
  }

  /** Everything that lib has to say about entries, as one text. */
  async function everything(actor: Actor): Promise<string> {
    const page = await searchEntries(actor, anyEntry, null, 50);
    const details = await Promise.all(page.rows.map(({ id }) => findEntry(actor, String(id))));
    const pages: unknown[] = [];
    for await (const rows of eachEntry(actor, anyEntry)) pages.push(rows);
    return JSON.stringify([
      page,
      details,
      pages,
      await listDoorEntries(actor, door, { limit: 50 }),
      await countForPictures(actor, anyEntry, "Europe/Vienna"),
      await findUnusual(actor, anyEntry, now.getTime() + 1),
      await getEntryOptions(actor, { ...anyEntry, staffIds: [anna] }),
      await findEntryPeople(actor, "anna"),
      await file(actor, "csv"),
      await file(actor, "ndjson"),
    ]);
  }
  const namesIn = (text: string) =>
    telltales.filter((name) => text.toLowerCase().includes(name.toLowerCase()));

  test("are shown until somebody hides them", async () => {
    expect(namesIn(await everything(owner))).toContain("Huber");
    expect(await nameViewOf(owner)).toMatchObject({ hidden: false, until: null });
  });

  test("are in no answer about entries while they are hidden, for nobody", async () => {
    await hide();
    for (const actor of [owner, manager]) expect(namesIn(await everything(actor))).toEqual([]);
  });

  test("are looked for in the answer of every query there is: a new one has to be decided about", async () => {
    const folder = join(process.cwd(), "lib/entries");
    const files = readdirSync(folder).filter(
      (file) =>
        !/test\.ts$|bench\.ts$/.test(file) &&
        !withoutRows.includes(file) &&
        /import "server-only"/.test(readFileSync(join(folder, file), "utf8")),
    );
    const modules = await Promise.all(
      files.map(async (file) =>
        Object.entries((await import(join(folder, file))) as Record<string, unknown>),
      ),
    );
    const queries = modules.flat().flatMap(([name, value]) => (typeof value === "function" ? [name] : []));
    expect(queries.filter((name) => !inEverything.includes(name) && !tellsNobody.includes(name))).toEqual([]);
  });

  test("become pseudonyms: one per person, and none that is also an id of ours", async () => {
    await hide();
    const { rows } = await searchEntries(owner, anyEntry, null, 50);
    const nameOf = (nukiId: string) => rows.find((row) => row.nukiId === nukiId)?.name;
    expect(nameOf("row-1")).toMatch(/^Person [A-Z2-9]{6}$/);
    expect(nameOf("row-2")).toBe(nameOf("row-1"));
    expect(nameOf("row-3")).toBe(nameOf("row-4"));
    expect(nameOf("row-3")).not.toBe(nameOf("row-1"));
    expect(rows.every((row) => row.staffId === null && row.staffName === null)).toBe(true);
    expect(JSON.stringify(rows)).not.toContain(anna);
  });

  test("of devices and of nobody stay what they are", async () => {
    await hide();
    const { rows } = await searchEntries(owner, anyEntry, null, 50);
    expect(rows.find((row) => row.nukiId === "row-5")?.name).toBe("Bridge Hall");
    expect(rows.find((row) => row.nukiId === "row-6")?.name).toBe("");
  });

  test("leave Nuki's own row with its numbers", async () => {
    await hide();
    const { rows } = await searchEntries(owner, anyEntry, null, 50);
    const row = one(rows.filter(({ nukiId }) => nukiId === "row-1"));
    expect((await findEntry(owner, String(row.id)))?.raw).toEqual({
      ...{ id: "row-1", name: row.name, authId: "***", accountUserId: "***", action: 1, state: 0 },
      ...{ annotation: "***", error: "***" },
    });
  });

  test("do not lead to entries by the time at which somebody was last there", async () => {
    const authId = "0123456789abcdef01234567" as NukiAuthId;
    const kept = { deviceId: door, kind: "keypad" as const, authId };
    const { db } = database;
    await db.insert(bindings).values({ ...kept, staffId: anna, origin: "created" });
    await db.insert(credentials).values({ ...kept, staffId: anna, state: "active", since: now });
    const seen = { remoteAllowed: false, enabled: true, busy: false, seenAt: now, lastActiveAt: now };
    await db.insert(authorizations).values([
      { deviceId: door, nukiId: authId, type: 13, name: "Anna H.", ...seen },
      { deviceId: door, nukiId: "k2" as NukiAuthId, type: 13, name: "Kurt", ...seen },
    ]);
    const query = {
      ...{ q: "", filters: {}, pageSize: 50, offset: 0, columns: [], hidden: [] },
      sort: { id: "name", desc: false },
    } as never;
    const uses = async () => [
      ...(await listCredentials(owner, anna)).map((row) => row.proven.lastAt),
      ...(await listDoorCredentials(owner, door, query)).rows.map((row) => row.provenAt),
      ...(await listUnmanaged(owner, door)).rows.map((row) => row.lastAt),
      ...(await listCodes(owner, door, query, now)).rows.map((row) => row.lastUse),
    ];
    expect((await uses()).filter((at) => at instanceof Date)).toHaveLength(6);
    await hide();
    const told = await uses();
    expect(told.filter((at) => at instanceof Date)).toEqual([]);
    expect(told).toContain("hidden");
    expect(told).toContain(null);
    await reveal(owner);
    expect((await uses()).filter((at) => at instanceof Date)).toHaveLength(6);
  });

  test("are not told apart by how often something was used, nor by whether it was since a change", async () => {
    const authId = "0123456789abcdef01234567" as NukiAuthId;
    const kept = { staffId: anna, deviceId: door, kind: "keypad" as const };
    const { db } = database;
    await db.insert(credentials).values({ ...kept, authId, state: "active", since: now });
    const seen = { remoteAllowed: false, enabled: true, busy: false, seenAt: now };
    const used = { lockCount: 7, lastActiveAt: now };
    await db
      .insert(authorizations)
      .values({ deviceId: door, nukiId: authId, type: 13, name: "Anna H.", ...seen, ...used });
    const account = one(await db.select().from(accounts)).id;
    await db
      .insert(changes)
      .values({ ...kept, accountId: account, op: "update", state: "confirmed", closedAt: later(5) });
    const query = {
      ...{ q: "", filters: {}, pageSize: 50, offset: 0, columns: [], hidden: [] },
      sort: { id: "name", desc: false },
    } as never;
    const told = async () => {
      const [ofPerson, { rows }] = [
        await listCredentials(owner, anna),
        await listDoorCredentials(owner, door, query),
      ];
      const [{ proven }, atDoor] = [one(ofPerson), one(rows)];
      return [proven.count, proven.unprovenSince, atDoor.unprovenSince];
    };
    expect(await told()).toEqual([7, later(5), later(5)]);
    await hide();
    expect(await told()).toEqual([0, null, null]);
    await reveal(owner);
    expect(await told()).toEqual([7, later(5), later(5)]);
  });

  test("do not lead to entries by what could be opened in the past, on the page or as a file", async () => {
    const authId = "0123456789abcdef01234567" as NukiAuthId;
    const midnight = startOfDay(
      localDateOf(now.getTime() - 3 * 86_400_000, "Europe/Vienna"),
      "Europe/Vienna",
    );
    const at = (hours: number) => midnight + hours * 3_600_000;
    const { db } = database;
    await db.update(devices).set({ authorizationsSeenAt: now });
    const content = { type: 13, enabled: true, remoteAllowed: false, lastSeenAt: now };
    const there = { deviceId: door, fromAt: new Date(at(-48)), ...content };
    await db.insert(authorizationLives).values([
      { ...there, authId, name: "Anna H.", staffId: anna, person: "Anna Huber", kind: "keypad" },
      { ...there, authId: "k1" as NukiAuthId, name: "Kurt Visitor" },
    ]);
    await add({ authId, name: "Anna H.", staffId: anna, occurredAt: new Date(at(9.25)) });
    await add({ authId: "k1" as NukiAuthId, name: "Kurt Visitor", occurredAt: new Date(at(10.25)) });
    const words = {
      ...{ header: String, as: () => "", gate: () => "", sure: () => "", byRule: () => "", rule: () => "" },
      ...{ remote: String, unused: String },
    };
    const questions = [questionOf({ door }), questionOf({ about: "person", person: anna })];
    async function told() {
      const [ofDoor, ofPerson] = [
        await whoCouldOpen(owner, door, at(13)),
        await whatCouldOpen(owner, anna, at(13)),
      ];
      const options = { at: at(13), locale: "en", words } as const;
      const files = await Promise.all(questions.map((question) => exportPast(owner, question, options)));
      const rows = [...(ofDoor?.rows ?? []), ...(ofPerson?.rows ?? [])];
      return { uses: rows.map(({ used }) => used), text: JSON.stringify([ofDoor, ofPerson, files]) };
    }
    const used = [at(9.25), at(10.25)];
    const times = used.flatMap((time) => [
      String(time),
      localDateTimeOf(time, "Europe/Vienna").replace("T", " "),
    ]);
    const before = await told();
    expect(before.uses).toHaveLength(3);
    expect(before.uses).toEqual(before.uses.map(() => ({ count: 1, firstAt: expect.any(Number) })));
    expect(times.filter((time) => before.text.includes(time))).toEqual(times);
    await hide();
    const after = await told();
    // A link into the log, by person or by name, is made of a count only.
    expect(after.uses).toEqual(["hidden", "hidden", "hidden"]);
    expect(times.filter((time) => after.text.includes(time))).toEqual([]);
    await reveal(owner);
    expect((await told()).uses).toEqual(before.uses);
  });

  describe("cannot be found out by asking", () => {
    const questions = (): Partial<EntryFilter>[] => [
      { staffIds: [anna] },
      { teamIds: [team] },
      { q: "anna" },
      { q: "a", outcomes: ["refused"] },
    ];

    test("by person, team or text, of any query", async () => {
      await hide();
      for (const asked of questions()) {
        const filter = { ...anyEntry, ...asked };
        const refused = { code: "names_hidden" };
        await expect(searchEntries(owner, filter, null, 50)).rejects.toMatchObject(refused);
        await expect(countEntries(owner, filter)).rejects.toMatchObject(refused);
        await expect(eachEntry(owner, filter).next()).rejects.toMatchObject(refused);
        await expect(countForPictures(owner, filter, "UTC")).rejects.toMatchObject(refused);
        await expect(file(owner, "csv", asked)).rejects.toMatchObject(refused);
      }
    });

    test("but who revealed them may ask", async () => {
      await hide();
      await reveal(owner);
      for (const asked of questions().slice(0, 3))
        expect((await searchEntries(owner, { ...anyEntry, ...asked }, null, 50)).rows.length).toBe(2);
    });
  });

  describe("revealed", () => {
    test("are visible to who gave a reason and the password, and to nobody else", async () => {
      await hide();
      await reveal(owner);
      expect(namesIn(await everything(owner))).toContain("Huber");
      expect(namesIn(await everything(manager))).toEqual([]);
    });

    test("need the password", async () => {
      await hide();
      const refused = await revealNames(owner, { reason: "Lost laptop, ticket 12" }, now);
      expect(refused).toMatchObject({ ok: false, refusal: { code: "step_up_required" } });
      expect((await nameViewOf(owner)).hidden).toBe(true);
    });

    test("need a reason that says something", () => {
      for (const reason of ["", "because", "         x         "])
        expect(revealSchema.safeParse({ reason }).success).toBe(false);
      expect(revealSchema.safeParse({ reason: "Lost laptop, ticket 12" }).success).toBe(true);
    });

    test("are for roles that may: an auditor is refused, and one who became an auditor sees none", async () => {
      await hide();
      const auditor = await admin("auditor", "Aud");
      await expect(revealNames(auditor, { reason: "curious about it" }, now)).rejects.toMatchObject({
        code: "forbidden",
      });
      await reveal(manager);
      const { adminId, name, email } = manager;
      const demoted = makeActor({ adminId, name, email, role: "auditor", sites: "all" });
      expect((await nameViewOf(demoted)).hidden).toBe(true);
    });

    test("go out of sight by the clock", async () => {
      await hide();
      await reveal(owner);
      expect((await nameViewOf(owner, later(14).getTime())).hidden).toBe(false);
      expect((await nameViewOf(owner, later(15).getTime())).hidden).toBe(true);
    });

    test("go out of sight at once when somebody is done", async () => {
      await hide();
      await reveal(owner);
      await hideNames(owner, new Date());
      expect((await nameViewOf(owner)).hidden).toBe(true);
    });

    test("leave a trail: the reason, until when, the end, and files that hold names", async () => {
      await hide();
      await file(owner, "csv");
      await reveal(owner);
      await file(owner, "csv");
      await hideNames(owner, new Date());
      await hideNames(owner, new Date());
      const trail = await database.db
        .select({ type: auditEvents.type, detail: auditEvents.detail })
        .from(auditEvents)
        .orderBy(auditEvents.id);
      expect(trail.filter(({ type }) => type !== "step_up.passed")).toMatchObject([
        {
          type: "privacy.settings_changed",
          detail: { before: { namesHidden: false }, after: { namesHidden: true } },
        },
        { type: "entries.exported", detail: { names: false } },
        {
          type: "names.revealed",
          detail: { reason: "Lost laptop, ticket 12", until: later(15).toISOString() },
        },
        { type: "entries.exported", detail: { names: true } },
        { type: "names.hidden" },
      ]);
    });

    test("show an actor of one site no more of the others than before", async () => {
      await hide();
      const ofGraz = await admin("admin", "Greta", [graz]);
      await reveal(ofGraz);
      expect((await searchEntries(ofGraz, anyEntry, null, 50)).rows).toEqual([]);
      expect(await listDoorEntries(ofGraz, door, { limit: 50 })).toEqual([]);
    });
  });

  describe("the switch", () => {
    test("is for those who look after all sites, and are allowed to", async () => {
      const ofGraz = await admin("admin", "Greta", [graz]);
      expect(await changePrivacySettings(ofGraz, { namesHidden: true })).toMatchObject({
        refusal: { code: "forbidden" },
      });
      await expect(changePrivacySettings(manager, { namesHidden: true })).rejects.toMatchObject({
        code: "forbidden",
      });
    });

    test("goes off with the password only, since that reveals the names to everybody", async () => {
      await hide();
      expect(await changePrivacySettings(owner, { namesHidden: false })).toMatchObject({
        refusal: { code: "step_up_required" },
      });
      await stepUp(owner, "open-sesame", "192.0.2.1", new Date());
      expect(await changePrivacySettings(owner, { namesHidden: false })).toMatchObject({ ok: true });
      expect((await nameViewOf(manager)).hidden).toBe(false);
    });

    test("that changes nothing is no event", async () => {
      await changePrivacySettings(owner, { namesHidden: false, inside: false });
      const changed = eq(auditEvents.type, "privacy.settings_changed");
      expect(await database.db.$count(auditEvents, changed)).toBe(0);
    });
  });
});
