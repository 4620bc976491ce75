import { and, eq, isNull, sql } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from "vitest";
import type { DeviceId, SiteId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { findAdminById } from "@/lib/auth/admins";
import { hashPassword } from "@/lib/auth/password";
import { stepUp } from "@/lib/auth/step-up";
import { forgetCookies } from "@/lib/auth/testing";
import {
  admins,
  auditEvents,
  authorizations,
  codeSheets,
  importRows,
  imports,
  placements,
  rotationPeople,
  rotations,
  sites,
  staff,
  staffCodes,
  staffTeams,
  teams,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { ensureCodes, giveCode, openCodes, retireCodes } from "@/lib/staff/codes";
import { type Ground, hire, layGround, type SyncLab, startSyncLab, statesOf } from "@/lib/sync/testing";
import { expireSheets } from "./chores";
import { issueSheets } from "./commands";
import { collectSheets, destroySheets, returnSheets } from "./moves";
import { listCandidates } from "./people";
import { findBatch } from "./queries";
import { findSheet } from "./record";
import { countLockedOut, listSheets } from "./register";
import type { IssueInput } from "./schema";
import { updateSheetSettings } from "./settings";

vi.mock("next/headers", async () => (await import("@/lib/auth/testing")).browser);

const password = "open-sesame";
const everything = { q: "", sort: { id: "issued", desc: true }, pageSize: 50, offset: 0, filters: {} };
const nobody = { staff: [], team: "", import: "", rotation: "", starting: "", q: "" };
const dayMs = 86_400_000;

describeDatabases("code sheets", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let owner: Actor;
  let passwordHash: string;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
    lab = await startSyncLab(database);
    passwordHash = await hashPassword(password);
  });
  beforeEach(async () => {
    forgetCookies();
    await database.empty();
    await lab.stop();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    owner = await admin("owner");
    await giveStepUp(owner);
  });
  afterAll(async () => {
    await lab.stop();
    await queue.close();
    await database.close();
  });

  const now = () => new Date(lab.now());
  async function admin(name: string, siteIds: Actor["sites"] = "all"): Promise<Actor> {
    const [row] = await database.db
      .insert(admins)
      .values({ email: `${name}@example.com`, name, role: "owner", allSites: true, passwordHash })
      .returning();
    const found = row && (await findAdminById(row.id));
    if (!found) throw new Error("no admin");
    return makeActor({ ...found.actor, role: siteIds === "all" ? "owner" : "manager", sites: siteIds });
  }
  const giveStepUp = async (actor: Actor) => expectOk(await stepUp(actor, password, "192.0.2.1", now()));
  const keypads = () => ground.doors.filter((door) => door.keypadModel !== null);
  const door = (index = 0) => {
    const found = keypads()[index];
    if (!found) throw new Error("no keypad");
    return found;
  };
  const employ = async (name: string, doors: readonly DeviceId[] = [door().id]): Promise<StaffId> =>
    hire(database, ground, name, { doors }, lab.now());
  const goOffline = async (index: number) => {
    await lab.control("POST", `devices/${door(index).nukiId}/offline`);
    await lab.advance(60_000);
    await lab.turn();
  };
  const order = (staffIds: readonly StaffId[], values: Partial<IssueInput> = {}): IssueInput => ({
    staffIds: [...staffIds],
    format: "a4_4",
    language: "own",
    reason: "Starts on Monday",
    reprint: "new_code",
    keepReason: "",
    again: [],
    ...values,
  });
  const issue = (staffIds: readonly StaffId[], values: Partial<IssueInput> = {}, actor = owner) =>
    issueSheets(actor, order(staffIds, values), now());
  const register = async (actor = owner) =>
    (await listSheets(actor, { ...everything, sort: { id: "person", desc: false } }, now())).rows.map(
      ({ name, state }) => `${name}: ${state}`,
    );
  const serialOf = async (staffId: StaffId) => {
    const [row] = await database.db
      .select({ serial: codeSheets.serial })
      .from(codeSheets)
      .where(eq(codeSheets.staffId, staffId))
      .orderBy(sql`${codeSheets.issuedAt} desc`)
      .limit(1);
    if (!row) throw new Error("no sheet");
    return row.serial;
  };
  const codeOf = async (staffId: StaffId): Promise<string | null> => {
    const [row] = await database.db
      .select()
      .from(staffCodes)
      .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));
    return row ? getSecrets().unseal(row.code, `staff_code:${row.id}`) : null;
  };
  const codesAt = async (deviceId: DeviceId) =>
    (
      await database.db
        .select({ hash: authorizations.codeHash })
        .from(authorizations)
        .where(and(eq(authorizations.deviceId, deviceId), eq(authorizations.type, 13)))
    ).map(({ hash }) => hash);
  const events = async (like = "sheet.%") =>
    (
      await database.db
        .select({ type: auditEvents.type })
        .from(auditEvents)
        .where(sql`${auditEvents.type} like ${like}`)
        .orderBy(auditEvents.id)
    ).map(({ type }) => type);

  test("only what a door has confirmed is printed, and the other doors are named with why", async () => {
    const anna = await employ("Anna", [door(0).id, door(1).id]);
    const ben = await employ("Ben", [door(1).id]);
    await goOffline(1);
    await lab.settle("all");
    const issued = expectOk(await issue([anna, ben]));
    expect(issued).toMatchObject({
      count: 1,
      renewed: [],
      skipped: [{ staffId: ben, why: "not_confirmed" }],
    });

    const batch = expectOk(await findBatch(owner, issued.batchId ?? "", now()));
    expect(batch.format).toBe("a4_4");
    expect(batch.sheets).toHaveLength(1);
    expect(batch.sheets[0]).toMatchObject({
      name: "Anna",
      code: await codeOf(anna),
      serial: await serialOf(anna),
      site: "Vienna",
      issuedOn: "2026-03-02",
      collectBy: "2026-03-16",
      issuedBy: "owner",
      doors: [{ name: door(0).name, weekText: "Mon-Fri 07:00-19:00", timeZone: "Europe/Vienna" }],
      notConfirmed: [{ name: door(1).name, why: expect.stringContaining("offline") }],
    });
    expect(await events()).toEqual(["sheet.issued", "sheet.opened"]);
  });

  test("nothing is issued before any door has confirmed the code", async () => {
    const anna = await employ("Anna");
    expect(await issue([anna])).toMatchObject({ ok: false, refusal: { code: "sheet_not_ready" } });
    expect(await register()).toEqual([]);
    expect(await events()).toEqual([]);
  });

  test("who prints gives the password again, and says why", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    expect(await issue([anna], { reason: " " })).toMatchObject({ refusal: { code: "reason_missing" } });
    forgetCookies();
    expect(await issue([anna])).toMatchObject({ refusal: { code: "step_up_required" } });
    expect(await register()).toEqual([]);
  });

  test("a batch opens for its issuer only, for ten minutes, with the password given again", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    const batchId = expectOk(await issue([anna])).batchId ?? "";
    const other = await admin("other");
    await giveStepUp(other);
    expect(await findBatch(other, batchId, now())).toMatchObject({ refusal: { code: "link_expired" } });
    await giveStepUp(owner);
    const later = new Date(lab.now() + 10 * 60_000 + 1);
    expect(await findBatch(owner, batchId, later)).toMatchObject({ refusal: { code: "step_up_required" } });
    expectOk(await stepUp(owner, password, "192.0.2.1", later));
    expect(await findBatch(owner, batchId, later)).toMatchObject({ refusal: { code: "link_expired" } });
    forgetCookies();
    expect(await findBatch(owner, batchId, now())).toMatchObject({ refusal: { code: "step_up_required" } });
    expect(await findBatch(owner, "nonsense", now())).toMatchObject({ refusal: { code: "not_found" } });
    expect(await events()).toEqual(["sheet.issued"]);
  });

  test("a reprint is a new code: the old sheet is worthless at once, the new one waits for the door", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    const first = expectOk(await issue([anna]));
    const old = { serial: await serialOf(anna), code: await codeOf(anna) };

    // Whoever did not see that there is a sheet makes none.
    expect(await issue([anna])).toMatchObject({ refusal: { code: "sheet_not_ready" } });
    const again = expectOk(await issue([anna], { again: [{ staffId: anna, serial: old.serial }] }));
    expect(again).toMatchObject({ batchId: null, count: 0, renewed: [{ staffId: anna }] });
    expect(await codeOf(anna)).not.toBe(old.code);
    expect(await register()).toEqual(["Anna: worthless"]);
    expect(await findBatch(owner, first.batchId ?? "", now())).toMatchObject({
      refusal: { code: "sheet_not_ready" },
    });
    // The door still shows the code before: nothing to print yet, and pressing again gives no third code.
    const given = await codeOf(anna);
    expect(await issue([anna], { again: [{ staffId: anna, serial: old.serial }] })).toMatchObject({
      refusal: { code: "sheet_not_ready" },
    });
    expect(await codeOf(anna)).toBe(given);

    await lab.settle([anna]);
    const second = expectOk(await issue([anna]));
    expect(expectOk(await findBatch(owner, second.batchId ?? "", now())).sheets[0]?.code).toBe(given);
    expect(await register()).toEqual(["Anna: issued", "Anna: worthless"]);
  });

  test("keeping the code on a reprint needs a reason of its own", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    expectOk(await issue([anna]));
    const code = await codeOf(anna);
    const again = [{ staffId: anna, serial: await serialOf(anna) }];
    expect(await issue([anna], { reprint: "keep", again })).toMatchObject({
      refusal: { code: "reason_missing", field: "keepReason" },
    });
    const kept = expectOk(await issue([anna], { reprint: "keep", keepReason: "The printer jammed", again }));
    expect(kept.count).toBe(1);
    expect(await codeOf(anna)).toBe(code);
    expect(await register()).toEqual(["Anna: issued", "Anna: issued"]);
  });

  test("two people who print at once make one sheet, not two", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    const [one, two] = await Promise.all([issue([anna]), issue([anna])]);
    expect([one.ok, two.ok].sort()).toEqual([false, true]);
    expect(await register()).toEqual(["Anna: issued"]);
  });

  test("a sheet that nobody signs for takes its code off the door, and somebody is told", async () => {
    const anna = await employ("Anna");
    const ben = await employ("Ben");
    await lab.settle("all");
    expectOk(await issue([anna, ben]));
    expectOk(await collectSheets(owner, [await serialOf(ben)], now()));
    const hashes = await codesAt(door().id);
    expect(hashes).toHaveLength(2);

    // The whole of the last day is left to come by.
    expect(await expireSheets(new Date("2026-03-16T22:59:00Z"))).toBe(0);
    const after = new Date("2026-03-16T23:01:00Z");
    expect(await expireSheets(after)).toBe(1);
    expect(await expireSheets(after)).toBe(0);
    expect(await register()).toEqual(["Anna: expired", "Ben: collected"]);
    expect(await codeOf(anna)).toBeNull();
    expect(await events("%d%")).toEqual(expect.arrayContaining(["sheet.expired", "code.disabled"]));
    expect(await countLockedOut(owner)).toBe(1);

    await lab.settle([anna]);
    expect(await codesAt(door().id)).toHaveLength(1);
    expect(await statesOf(database, ben)).toEqual(["active"]);
    expect(await collectSheets(owner, [await serialOf(anna)], after)).toMatchObject({
      refusal: { code: "sheet_state" },
    });
  });

  describe("of two sheets with the same code", () => {
    let anna: StaffId;
    let code: string | null;
    let first: string;
    let second: string;

    beforeEach(async () => {
      anna = await employ("Anna");
      await lab.settle("all");
      expectOk(await issue([anna]));
      code = await codeOf(anna);
      first = await serialOf(anna);
      await lab.advance(10 * dayMs);
      await lab.settle("all");
      await giveStepUp(owner);
      const again = [{ staffId: anna, serial: first }];
      expectOk(await issue([anna], { reprint: "keep", keepReason: "The first one is lost", again }));
      second = await serialOf(anna);
    });

    test("the older one expires alone, once the other was signed for", async () => {
      expectOk(await collectSheets(owner, [second], now()));
      const later = new Date("2026-04-30T12:00:00Z");
      expect(await expireSheets(later)).toBe(1);
      expect(await register()).toEqual(["Anna: collected", "Anna: expired"]);
      expect(await codeOf(anna)).toBe(code);
      expect(await events("code.disabled")).toEqual([]);
      expect(await findSheet(owner, first, later)).toMatchObject({ state: "expired", codeStayed: true });
      await lab.settle("all");
      expect(await statesOf(database, anna)).toEqual(["active"]);

      // Who loses the code by hand afterwards was not locked out by a sheet.
      await database.db
        .update(staffCodes)
        .set({ retiredAt: new Date(later.getTime() + dayMs) })
        .where(eq(staffCodes.staffId, anna));
      expect(await countLockedOut(owner)).toBe(0);
    });

    test("the older one expires alone while the other may still be signed for", async () => {
      expect(await expireSheets(new Date("2026-03-17T12:00:00Z"))).toBe(1);
      expect(await codeOf(anna)).toBe(code);
      expect(await register()).toEqual(["Anna: issued", "Anna: expired"]);
      expect(await expireSheets(new Date("2026-03-28T12:00:00Z"))).toBe(1);
      expect(await codeOf(anna)).toBeNull();
      expect(await countLockedOut(owner)).toBe(1);
      expect(await findSheet(owner, second, now())).toMatchObject({ codeStayed: false });
    });

    test("the code goes when nobody signs for either", async () => {
      expect(await expireSheets(new Date("2026-04-30T12:00:00Z"))).toBe(2);
      expect(await codeOf(anna)).toBeNull();
      expect(await events("code.disabled")).toEqual(["code.disabled"]);
    });

    test("the code goes although the other one was shredded before anybody saw it", async () => {
      expectOk(await destroySheets(owner, [second], now()));
      expect(await expireSheets(new Date("2026-03-17T12:00:00Z"))).toBe(1);
      expect(await codeOf(anna)).toBeNull();
    });
  });

  test("a sheet that expires takes its own code only, not one that was given since", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    expectOk(await issue([anna]));
    const given = await database.db.transaction(async (tx) => {
      const pool = await openCodes(tx, now());
      return expectOk(await giveCode(tx, pool, anna, "583946", now()));
    });
    expect(given).toBe(true);
    expect(await expireSheets(new Date(lab.now() + 40 * dayMs))).toBe(1);
    expect(await codeOf(anna)).toBe("583946");
    expect(await events("code.disabled")).toEqual([]);
  });

  test("who is without a code for another cause is not counted as locked out by a sheet", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    expectOk(await issue([anna]));
    const expired = new Date(lab.now() + 40 * dayMs);
    expect(await expireSheets(expired)).toBe(1);
    expect(await countLockedOut(owner)).toBe(1);
    const since = new Date(expired.getTime() + dayMs);
    await database.db.transaction(async (tx) => expectOk(await ensureCodes(tx, [anna], since)));
    expect(await countLockedOut(owner)).toBe(0);
    const byHand = new Date(since.getTime() + dayMs);
    await database.db.transaction((tx) => retireCodes(tx, [anna], byHand));
    expect(await codeOf(anna)).toBeNull();
    expect(await countLockedOut(owner)).toBe(0);
  });

  test("the days of somebody who starts later are counted from the first day", async () => {
    const anna = await employ("Anna");
    const ben = await employ("Ben");
    await database.db.update(staff).set({ firstDay: "2026-03-22" }).where(eq(staff.id, anna));
    await database.db.update(staff).set({ firstDay: "2026-01-01" }).where(eq(staff.id, ben));
    await lab.settle("all");
    expectOk(await issue([anna, ben]));
    const days = async () =>
      (await listSheets(owner, { ...everything, sort: { id: "person", desc: false } }, now())).rows.map(
        ({ collectBy }) => collectBy,
      );
    expect(await days()).toEqual(["2026-04-05", "2026-03-16"]);
    expect(await expireSheets(new Date("2026-03-22T12:00:00Z"))).toBe(1);
    expect(await register()).toEqual(["Anna: issued", "Ben: expired"]);
    expect(await codeOf(anna)).not.toBeNull();
  });

  test("the days to collect it are the office's to choose", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    const settings = {
      collectDays: 3,
      company: "Alpenglas",
      contact: "Front desk, 01 234",
      personnelNumber: false,
    };
    expectOk(await updateSheetSettings(owner, settings));
    expectOk(await updateSheetSettings(owner, settings));
    expect(await events()).toEqual(["sheet.settings_changed"]);
    const issued = expectOk(await issue([anna]));
    expect(expectOk(await findBatch(owner, issued.batchId ?? "", now())).sheets[0]).toMatchObject({
      company: "Alpenglas",
      contact: "Front desk, 01 234",
      collectBy: "2026-03-05",
    });
    expect((await listSheets(owner, everything, now())).rows[0]?.daysLeft).toBe(3);
  });

  test("a sheet is handed over, comes back and is shredded, each once, however often somebody clicks", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    expectOk(await issue([anna]));
    const serial = await serialOf(anna);
    expect(await returnSheets(owner, [serial], now())).toMatchObject({ refusal: { code: "sheet_state" } });
    const [one, two] = await Promise.all([
      collectSheets(owner, [serial], now()),
      collectSheets(owner, [serial], now()),
    ]);
    expect([expectOk(one).done, expectOk(two).done].sort()).toEqual([0, 1]);
    expect(expectOk(await returnSheets(owner, [serial.toLowerCase()], now())).done).toBe(1);
    expect(expectOk(await destroySheets(owner, [serial], now())).done).toBe(1);
    expect(expectOk(await destroySheets(owner, [serial], now()))).toEqual({
      done: 0,
      unchanged: 1,
      refused: [],
    });
    expect(await events()).toEqual(["sheet.issued", "sheet.collected", "sheet.returned", "sheet.destroyed"]);
    const record = await findSheet(owner, ` ${serial.replaceAll("-", " ").toLowerCase()} `, now());
    expect(record).toMatchObject({
      state: "destroyed",
      name: "Anna",
      moves: [],
      doorNames: [{ name: door().name }],
    });
    expect(record?.history.map(({ type }) => type)).toEqual(["destroyed", "returned", "collected", "issued"]);
    expect(await findSheet(owner, "2222-2222-2", now())).toBeNull();
  });

  test("of several sheets, one in another state does not stop the rest", async () => {
    const [anna, ben] = [await employ("Anna"), await employ("Ben")];
    await lab.settle("all");
    expectOk(await issue([anna, ben]));
    const serials = [await serialOf(anna), await serialOf(ben)];
    expectOk(await destroySheets(owner, serials.slice(0, 1), now()));
    expect(expectOk(await collectSheets(owner, serials, now()))).toEqual({
      done: 1,
      unchanged: 0,
      refused: serials.slice(0, 1),
    });
  });

  test("a manager of one site neither prints nor sees what opens doors of another only", async () => {
    const [london] = await database.db
      .insert(sites)
      .values({ name: "London", timeZone: "Europe/London" })
      .returning();
    if (!london) throw new Error("no site");
    await database.db
      .update(placements)
      .set({ siteId: london.id })
      .where(eq(placements.deviceId, door(1).id));
    const here = await employ("Anna", [door(0).id]);
    const there = await employ("Ben", [door(1).id]);
    const both = await employ("Chris", [door(0).id, door(1).id]);
    await lab.settle("all");
    const vienna = await admin("vienna", [ground.siteId as SiteId]);
    await giveStepUp(vienna);
    const issued = expectOk(await issue([here, there, both], {}, vienna));
    expect(issued.skipped.map(({ staffId, why }) => [staffId, why])).toEqual([
      [there, "forbidden"],
      [both, "forbidden"],
    ]);
    const shown = await listCandidates(vienna, { ...nobody, staff: [here, there, both] }, now());
    expect(shown.rows.map(({ name, problem }) => [name, problem])).toEqual([
      ["Ben", "elsewhere"],
      ["Chris", "elsewhere"],
      ["Anna", null],
    ]);
    await giveStepUp(owner);
    expectOk(await issue([there, both]));
    expect(await register(vienna)).toEqual(["Anna: issued", "Chris: issued"]);
    expect(await findSheet(vienna, await serialOf(there), now())).toBeNull();
    expect(await findSheet(vienna, await serialOf(both), now())).toMatchObject({
      moves: [],
      doorsElsewhere: 1,
    });
    expect(await collectSheets(vienna, [await serialOf(both)], now())).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(
      await updateSheetSettings(vienna, { collectDays: 90, company: "", contact: "", personnelNumber: true }),
    ).toMatchObject({
      refusal: { code: "forbidden" },
    });
  });

  test("the register can be searched and filtered, and keeps people who have left", async () => {
    const [anna, ben] = [await employ("Anna"), await employ("Ben")];
    await lab.settle("all");
    expectOk(await issue([anna, ben]));
    await database.db.update(staffCodes).set({ retiredAt: now() }).where(eq(staffCodes.staffId, anna));
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, anna));
    const find = async (query: object) =>
      (await listSheets(owner, { ...everything, ...query }, now())).rows.map(({ name }) => name);
    expect(await find({ q: await serialOf(ben) })).toEqual(["Ben"]);
    expect(await find({ q: (await serialOf(ben)).slice(0, 4) })).toEqual(["Ben"]);
    expect(await find({ q: "ann" })).toEqual(["Anna"]);
    expect(await find({ filters: { state: ["worthless"] } })).toEqual(["Anna"]);
    expect(await find({ filters: { site: [ground.siteId] }, sort: { id: "state", desc: false } })).toEqual([
      "Ben",
      "Anna",
    ]);
    expect(await find({ filters: { person: [ben] } })).toEqual(["Ben"]);
  });

  test("people are found by name, team, import, rotation or first day", async () => {
    const anna = await employ("Anna");
    const ben = await employ("Ben");
    await database.db.update(staff).set({ firstDay: "2026-03-09" }).where(eq(staff.id, ben));
    await lab.settle("all");
    const find = async (people: object) =>
      (await listCandidates(owner, { ...nobody, ...people }, now())).rows.map(({ name, problem }) => [
        name,
        problem,
      ]);
    expect(await find({ staff: [anna] })).toEqual([["Anna", null]]);
    expect(await find({ q: "ann" })).toEqual([["Anna", null]]);
    expect((await find({ starting: "2026-03-09" })).map(([name]) => name)).toEqual(["Ben"]);
    const [team] = await database.db.insert(teams).values({ name: "Support" }).returning();
    const by = owner.adminId;
    if (!team || by === null) throw new Error("no team");
    await database.db.insert(staffTeams).values({ teamId: team.id, staffId: ben });
    expect(await find({ team: team.id })).toEqual([["Ben", null]]);
    const facts = { fileName: "staff.csv", fileHash: "", uploadedBy: by, settings: {} };
    const [file] = await database.db.insert(imports).values(facts).returning();
    if (!file) throw new Error("no import");
    const line = { importId: file.id, outcome: "add", staffId: anna, problems: [] };
    await database.db.insert(importRows).values([
      { ...line, line: 2 },
      { ...line, line: 3 },
      { ...line, line: 4, staffId: null },
    ]);
    expect(await find({ import: file.id })).toEqual([["Anna", null]]);
    const scope = { kind: "staff" as const, staffIds: [anna, ben] };
    const plan = {
      adminId: by,
      scope,
      reason: "routine" as const,
      mode: "seamless" as const,
      startsAt: now(),
    };
    const [rotation] = await database.db.insert(rotations).values(plan).returning();
    const [code] = await database.db.select().from(staffCodes).where(eq(staffCodes.staffId, anna));
    if (!rotation || !code) throw new Error("no rotation");
    await database.db.insert(rotationPeople).values([
      { rotationId: rotation.id, staffId: anna, newCodeId: code.id },
      { rotationId: rotation.id, staffId: ben, problem: "no_code_left" },
    ]);
    expect(await find({ rotation: rotation.id })).toEqual([["Anna", null]]);
    expect(await find({})).toEqual([]);
  });

  test("the code is in no row of the register, no event and no job", async () => {
    const anna = await employ("Anna");
    await lab.settle("all");
    const issued = expectOk(await issue([anna]));
    expectOk(await findBatch(owner, issued.batchId ?? "", now()));
    const again = [{ staffId: anna, serial: await serialOf(anna) }];
    const first = await codeOf(anna);
    expectOk(await issue([anna], { again }));
    await expireSheets(new Date(lab.now() + 40 * dayMs));
    const second = await codeOf(anna);
    const rows = await Promise.all([
      database.db.execute(sql`select * from code_sheets`),
      database.db.execute(sql`select * from audit_events`),
      database.db.execute(sql`select * from boss.job`),
      database.db.execute(sql`select * from installation`),
    ]);
    const text = JSON.stringify(rows.map((result) => result.rows));
    for (const code of [first, second]) {
      expect(code).toMatch(/^\d{6}$/);
      expect(text).not.toContain(code);
    }
  });
});
