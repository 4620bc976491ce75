import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { AreaId, DeviceId, NukiAuthId, ScheduleId, SiteId, StaffId, TeamId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/password";
import type { Role } from "@/lib/auth/permissions";
import { stepUp } from "@/lib/auth/step-up";
import { forgetCookies } from "@/lib/auth/testing";
import { transact } from "@/lib/db/connection";
import {
  accessReviewItems,
  accessReviews,
  accounts,
  accountUsers,
  admins,
  areas,
  auditEvents,
  authorizationLives,
  authorizations,
  bindings,
  changes,
  codeSheets,
  credentialLives,
  credentials,
  devices,
  entries,
  importRows,
  imports,
  legalHolds,
  placements,
  rotationPeople,
  rotations,
  rules,
  schedules,
  sites,
  staff,
  staffAccountUsers,
  staffCodes,
  staffTeams,
  teams,
  visitExtensions,
  visits,
  windowChoices,
  withdrawals,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { weekdays } from "@/lib/time/weekdays";
import { changePrivacySettings, revealNames } from "../commands";
import type { DataFormat } from "../schema";
import { admitDataExport, exportPersonData } from "./export";
import { sections } from "./sections";

vi.mock("next/headers", async () => (await import("@/lib/auth/testing")).browser);

const now = new Date("2026-11-23T12:00:00.000Z");
const code = "834729";
const window = { days: weekdays(31), fromMinute: 540, untilMinute: 1020 };
const hours = { ...window, remoteAllowed: false, enabled: true };

interface PersonData {
  readonly sections: Readonly<Record<string, readonly Record<string, unknown>[]>>;
}

describeDatabases("all data about one person", (open) => {
  let database: TestDatabase;
  let owner: Actor;
  let vienna: SiteId;
  let door: DeviceId;
  let anna: StaffId;
  let zoe: StaffId;

  const one = <T>([row]: readonly T[]): T => {
    if (!row) throw new Error("nothing was written");
    return row;
  };
  const as = (role: Role, only: "all" | SiteId[] = "all") =>
    makeActor({ adminId: owner.adminId, name: owner.name, email: owner.email, role, sites: only });

  async function file(format: DataFormat, staffId = anna, actor = owner): Promise<string> {
    await stepUp(actor, "open-sesame", "192.0.2.1", now);
    const input = { format, language: "en", reason: "Ticket 7" } as const;
    const made = await exportPersonData(actor, staffId, input, now);
    if (!made.ok) throw new Error(made.refusal.code);
    let text = "";
    for await (const piece of made.value) text += piece;
    return text;
  }
  const data = async (staffId = anna) => (JSON.parse(await file("json", staffId)) as PersonData).sections;

  async function addEntries(count: number, staffId: StaffId, name: string) {
    const rows = Array.from({ length: count }, (_, index) => ({
      ...{
        deviceId: door,
        nukiId: `${name}-${index}`,
        receivedAt: now,
        deviceType: 4,
        action: 1,
        trigger: 255,
      },
      // Three share a second: pages end in the middle of one.
      occurredAt: new Date(now.getTime() + Math.floor(index / 3) * 1000),
      ...{ state: 0, source: 1, autoUnlock: false, name, person: name, staffId, outcome: "opened" as const },
    }));
    await database.db.insert(entries).values(rows);
  }

  /** A row about this person wherever there may be one. */
  async function fill(staffId: StaffId, name: string, hostId: StaffId, n: number) {
    const { db } = database;
    const { adminId } = owner;
    if (adminId === null) throw new Error("the owner is an admin");
    const authId = `${n}`.repeat(24) as NukiAuthId;
    const account = one(await db.select().from(accounts)).id;
    const team = one(
      await db
        .insert(teams)
        .values({ name: `Team ${n}` })
        .returning(),
    ).id as TeamId;
    const area = one(
      await db
        .insert(areas)
        .values({ name: `Area ${n}` })
        .returning(),
    ).id as AreaId;
    const schedule = one(
      await db
        .insert(schedules)
        .values({ name: `Schedule ${n}`, windows: [window] })
        .returning(),
    ).id as ScheduleId;
    await db.insert(staffTeams).values({ staffId, teamId: team });
    await db
      .insert(rules)
      .values({ teamId: team, areaId: area, scheduleId: schedule, app: true, keypad: true });
    const codeId = one(
      await db
        .insert(staffCodes)
        .values({ staffId, code: getSecrets().seal(code, "staff_code"), codeHash: `hash-of-code-${n}` })
        .returning(),
    ).id;
    await db
      .insert(accountUsers)
      .values({ accountId: account, nukiId: n, email: `${n}@nuki.io`, name, seenAt: now });
    await db.insert(staffAccountUsers).values({ accountId: account, staffId, accountUserId: n });
    await db.insert(authorizations).values({
      deviceId: door,
      nukiId: authId,
      type: 13,
      name,
      codeHash: `hash-of-code-${n}`,
      busy: false,
      seenAt: now,
      ...hours,
    });
    await db.insert(bindings).values({ staffId, deviceId: door, kind: "keypad", authId, origin: "created" });
    await db
      .insert(credentials)
      .values({ staffId, deviceId: door, kind: "keypad", state: "active", since: now });
    await db.insert(changes).values({
      accountId: account,
      staffId,
      deviceId: door,
      kind: "keypad",
      op: "create",
      state: "confirmed",
    });
    await db.insert(authorizationLives).values({
      deviceId: door,
      authId,
      type: 13,
      name,
      staffId,
      person: name,
      kind: "keypad",
      fromAt: now,
      ...hours,
    });
    await db
      .insert(credentialLives)
      .values({ staffId, deviceId: door, kind: "keypad", rules: [], fromAt: now, ...hours });
    await db
      .insert(withdrawals)
      .values({ staffId, deviceId: door, part: "remote", reason: "moved", createdBy: adminId });
    await db
      .insert(windowChoices)
      .values({ staffId, deviceId: door, kind: "keypad", take: "inside", basis: "" });
    const batch = { batchId: crypto.randomUUID() as never, serial: `S-${n}`, codeId };
    await db.insert(codeSheets).values({
      ...{ ...batch, staffId, language: "en", format: "a4_1", reason: "first", deviceIds: [door] },
      ...{ issuedAt: now, issuedBy: adminId, collectBy: "2026-12-01" },
    });
    const rotation = one(
      await db
        .insert(rotations)
        .values({ adminId, scope: { kind: "all" }, reason: "routine", mode: "seamless", startsAt: now })
        .returning(),
    ).id;
    await db.insert(rotationPeople).values({ rotationId: rotation, staffId, newCodeId: codeId });
    await db.insert(visits).values({ staffId, hostId, purpose: `Visit ${n}`, createdBy: adminId });
    await db.insert(visitExtensions).values({
      ...{ staffId, hostId, lastDay: "2026-12-01", tokenHash: `token-${n}`, askedAt: now, askedBy: adminId },
      until: now,
    });
    await db.insert(legalHolds).values({ staffId, reason: `Case ${n}`, placedBy: adminId, placedAt: now });
    const importId = one(
      await db
        .insert(imports)
        .values({ fileName: `staff-${n}.csv`, fileHash: "", uploadedBy: adminId, settings: {} })
        .returning(),
    ).id;
    await db
      .insert(importRows)
      .values({ importId, line: 2, outcome: "add", staffId, problems: [], cells: [name] });
    const reviewId = one(
      await db
        .insert(accessReviews)
        .values({
          ...{ name: `Review ${n}`, scope: "site", scopeId: vienna, scopeName: "Vienna", unusedDays: 90 },
          ...{ createdBy: adminId, createdAt: now },
        })
        .returning(),
    ).id;
    await db
      .insert(accessReviewItems)
      .values({ reviewId, staffId, deviceId: door, person: name, door: "Main", access: [], rules: [] });
    await addEntries(1, staffId, name);
    await transact((tx) =>
      record(tx, owner, [{ type: "staff.created", subjectId: staffId, detail: { name } }], now),
    );
  }

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    forgetCookies();
    await database.empty();
    const { db } = database;
    const token = getSecrets().seal("token", "account_token");
    const accountId = one(
      await db.insert(accounts).values({ name: "Office", apiUrl: "http://localhost", token }).returning(),
    ).id;
    vienna = one(await db.insert(sites).values({ name: "Vienna", timeZone: "Europe/Vienna" }).returning()).id;
    const facts = {
      accountId,
      type: 4,
      serverState: 0,
      adminPinState: 0,
      batteryCritical: false,
      firmware: "",
    };
    door = one(
      await db
        .insert(devices)
        .values({ nukiId: 1, name: "Main", seenAt: now, ...facts })
        .returning(),
    ).id;
    await db.insert(placements).values({ deviceId: door, siteId: vienna });
    const admin = { email: "olga@example.com", name: "Olga", role: "owner" as const, allSites: true };
    const passwordHash = await hashPassword("open-sesame");
    const { id } = one(
      await db
        .insert(admins)
        .values({ ...admin, passwordHash })
        .returning(),
    );
    owner = makeActor({ adminId: id, name: "Olga", email: admin.email, role: "owner", sites: "all" });
    const notes = "Has <b>allergies</b>";
    anna = one(await db.insert(staff).values({ displayName: "Anna Huber", notes }).returning()).id;
    zoe = one(await db.insert(staff).values({ displayName: "Zoe Other" }).returning()).id;
  });

  test("has a part for each thing that is kept, and nothing that is kept about others", async () => {
    await fill(anna, "Anna Huber", anna, 1);
    const alone = await data();
    expect(Object.keys(alone)).toEqual(sections.map(({ id }) => id));
    const empty = Object.entries(alone).filter(([, rows]) => rows.length === 0);
    expect(empty.map(([id]) => id)).toEqual([]);

    await fill(zoe, "Zoe Other", zoe, 2);
    // The one event more is that of the first file.
    const { trail, ...same } = await data();
    const { trail: before, ...rest } = alone;
    expect(same).toEqual(rest);
    expect(trail?.slice(0, -1)).toEqual(before);
  });

  test("names nobody else but who decided, and the host of a visit", async () => {
    await fill(anna, "Anna Huber", zoe, 1);
    expect((await data()).visits).toMatchObject([{ role: "visitor", host: "Zoe Other", by: "Olga" }]);
    const ofHost = await file("json", zoe);
    expect(ofHost).toContain('"role":"host"');
    expect(ofHost).not.toContain("Anna Huber");
  });

  test("tells nothing of what the person let go of and somebody else has today", async () => {
    await fill(anna, "Anna Huber", anna, 1);
    const ended = eq(bindings.staffId, anna);
    await database.db.update(bindings).set({ endedAt: now }).where(ended);
    const taken = { name: "Zoe Other", lockCount: 4711, lastActiveAt: now };
    await database.db.update(authorizations).set(taken);
    expect((await data()).bindings).toMatchObject([
      { door: "Main", kind: "keypad", endedAt: now.toISOString(), name: null, uses: null, lastUseAt: null },
    ]);
    for (const format of ["json", "html"] as const) expect(await file(format)).not.toContain("Zoe Other");
  });

  test("has every event that refers to the person, without the others in it, however long the trail", async () => {
    const both = [
      { id: anna, name: "Anna Huber" },
      { id: zoe, name: "Zoe Other" },
    ];
    const scope = { kind: "staff", staffIds: [zoe, anna] };
    const filler = Array.from({ length: 1100 }, () => ({ type: "audit.verified" as const }));
    await transact((tx) =>
      record(tx, owner, [
        { type: "team.updated", detail: { name: "Cleaners", added: both } },
        { type: "codes.expired_removed", detail: { door: "Main", count: 2, staff: [zoe, anna] } },
        ...filler,
        { type: "rotation.planned", detail: { name: "Anna Huber, Zoe Other", scope } },
        { type: "entries.exported", detail: { filters: `door=${door}&person=${anna}` } },
        { type: "team.updated", detail: { name: "Guards", added: both.slice(1) } },
        { type: "staff.suspended", subjectId: zoe, detail: { name: "Zoe Other" } },
      ]),
    );
    const { trail = [] } = await data();
    expect(trail.slice(0, 4)).toMatchObject([
      { what: "Olga changed the team Cleaners", by: "Olga", detail: null },
      { what: "Olga had expired codes removed at Main", detail: null },
      { what: "Olga planned new codes for Anna Huber", detail: null },
      { what: "Olga exported the door log", detail: null },
    ]);
    expect(trail.slice(4).map(({ type }) => type)).toEqual(["staff.data_exported"]);
    for (const format of ["json", "html"] as const) {
      const text = await file(format);
      expect(text).not.toContain("Zoe Other");
      expect(text).not.toContain(zoe);
      expect(text).toContain("Events that hold only a name are not in it");
    }
  });

  test("has no code, and nothing by which one could be recognised", async () => {
    await fill(anna, "Anna Huber", zoe, 1);
    for (const format of ["json", "html"] as const) {
      const text = await file(format);
      expect(text).not.toContain(code);
      expect(text).not.toContain("hash-of-code");
      expect(text).not.toContain("token-1");
    }
  });

  test("has every entry once and in order, over all of its pieces, and is read by machines", async () => {
    await addEntries(1201, anna, "Anna Huber");
    await addEntries(3, zoe, "Zoe Other");
    const { entries: rows = [] } = await data();
    expect(rows.map(({ nukiId }) => nukiId)).toEqual(
      Array.from({ length: 1201 }, (_, n) => `Anna Huber-${n}`),
    );
  });

  test("can be read by people: in words, escaped, with who made it and why", async () => {
    await fill(anna, "Anna Huber", zoe, 1);
    const html = await file("html");
    expect(html).toContain("All data about Anna Huber");
    expect(html).toContain("by Olga");
    expect(html).toContain("Ticket 7");
    expect(html).toContain("Has &lt;b&gt;allergies&lt;/b&gt;");
    expect(html).toContain("Mon-Fri 09:00-17:00");
    expect(html).toContain("Olga added Anna Huber");
    expect(html.endsWith("</html>\n")).toBe(true);
  });

  test("is recorded before its first piece leaves", async () => {
    await stepUp(owner, "open-sesame", "192.0.2.1", now);
    const input = { format: "html", language: "de", reason: "" } as const;
    await exportPersonData(owner, anna, input, now);
    const type = eq(auditEvents.type, "staff.data_exported");
    expect(await database.db.select().from(auditEvents).where(type)).toMatchObject([
      { subjectId: anna, adminId: owner.adminId, detail: { name: "Anna Huber", format: "html" } },
    ]);
  });

  test("needs a reason while names are hidden, as a reveal does, and records that they left with it", async () => {
    await stepUp(owner, "open-sesame", "192.0.2.1", now);
    const hidden = await changePrivacySettings(owner, { namesHidden: true }, now);
    expect(hidden.ok).toBe(true);
    const asked = (reason: string) =>
      exportPersonData(owner, anna, { format: "json", language: "en", reason }, now);
    for (const reason of ["", "Ticket 7"])
      expect(await asked(reason)).toMatchObject({ refusal: { code: "names_hidden", field: "reason" } });
    expect(await admitDataExport(owner, { reason: "" }, now)).toMatchObject({
      refusal: { code: "names_hidden" },
    });
    const type = eq(auditEvents.type, "staff.data_exported");
    expect(await database.db.$count(auditEvents, type)).toBe(0);
    expect((await asked("Asked for it, ticket 7")).ok).toBe(true);
    // Whoever revealed the names gave a reason already.
    expect((await revealNames(owner, { reason: "Lost laptop, ticket 12" }, now)).ok).toBe(true);
    expect((await asked("")).ok).toBe(true);
    const trail = await database.db.select().from(auditEvents).where(type).orderBy(auditEvents.id);
    expect(trail.map(({ detail }) => detail)).toEqual([
      { name: "Anna Huber", format: "json", reason: "Asked for it, ticket 7", names: true },
      { name: "Anna Huber", format: "json" },
    ]);
  });

  test("needs the password, the right role, and all sites: a part would be no answer", async () => {
    const input = { format: "json", language: "en", reason: "" } as const;
    const asked = (actor: Actor, staffId = anna) => exportPersonData(actor, staffId, input, now);
    expect(await asked(owner)).toMatchObject({ refusal: { code: "step_up_required" } });
    await stepUp(owner, "open-sesame", "192.0.2.1", now);
    expect(await asked(as("admin", [vienna]))).toMatchObject({ refusal: { code: "forbidden" } });
    await expect(asked(as("manager"))).rejects.toMatchObject({ code: "forbidden" });
    expect(await asked(owner, crypto.randomUUID() as StaffId)).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect((await asked(owner)).ok).toBe(true);
  });
});
