import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { auditEvents, rules, staff, staffCodes, staffTeams, windowChoices } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { chooseWindow, openChoices, previewChooseWindow } from "./choice";
import {
  createStaff,
  previewCreateStaff,
  previewStaffStatus,
  previewUpdateStaff,
  removeStaff,
  resumeStaff,
  suspendStaff,
  updateStaff,
} from "./commands";
import { addPerson, openPeopleOffice, person, type TestOffice } from "./testing";

describeDatabases("staff commands", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
    office = await openPeopleOffice(database);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const events = async (staffId: StaffId) =>
    (
      await database.db
        .select({ type: auditEvents.type, detail: auditEvents.detail, adminId: auditEvents.adminId })
        .from(auditEvents)
        .where(eq(auditEvents.subjectId, staffId))
        .orderBy(auditEvents.id)
    ).map((event) => event);

  async function asked(): Promise<string[]> {
    const jobs = await queue.take("sync", 1000);
    await queue.done(
      "sync",
      jobs.map((job) => job.id),
    );
    return jobs.flatMap(({ data }) => (data.staffIds === "all" ? ["all"] : data.staffIds)).sort();
  }

  const rowOf = async (staffId: StaffId) => {
    const [row] = await database.db.select().from(staff).where(eq(staff.id, staffId));
    if (!row) throw new Error("no row");
    return row;
  };
  const versionOf = async (staffId: StaffId) => (await rowOf(staffId)).updatedAt.toISOString();
  const currentCodes = (staffId: StaffId) =>
    database.db
      .select()
      .from(staffCodes)
      .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));

  test("a new person gets a code, teams, rules, an audit trail and a job, all at once", async () => {
    const rule = {
      areaId: office.londonArea,
      scheduleId: office.officeHours,
      app: false,
      keypad: true,
      remote: false,
      firstDay: "",
      lastDay: "2027-01-31",
    };
    const input = person({ email: "anna@example.com", teamIds: [office.engineering], rules: [rule] });
    const { staffId } = expectOk(await createStaff(office.owner, input, null));
    expect(await rowOf(staffId)).toMatchObject({ displayName: "Anna Berger", status: "active" });
    expect(await database.db.$count(staffTeams, eq(staffTeams.staffId, staffId))).toBe(1);
    const [own] = await database.db.select().from(rules).where(eq(rules.staffId, staffId));
    expect(own).toMatchObject({
      areaId: office.londonArea,
      keypad: true,
      lastDay: "2027-01-31",
      firstDay: null,
    });
    const [code] = await currentCodes(staffId);
    expect(code && getSecrets().unseal(code.code, `staff_code:${code.id}`)).toMatch(/^[1-9]{6}$/);
    const trail = await events(staffId);
    expect(trail.map((event) => event.type)).toEqual(["staff.created", "code.created"]);
    expect(trail[0]).toMatchObject({ adminId: office.owner.adminId });
    expect(trail[0]?.detail).toMatchObject({ after: { displayName: "Anna Berger", teams: ["Engineering"] } });
    expect(await asked()).toEqual([staffId]);
  });

  test("no audit event holds a code", async () => {
    const staffId = await addPerson(office.owner);
    const [code] = await currentCodes(staffId);
    const plain = code ? getSecrets().unseal(code.code, `staff_code:${code.id}`) : "";
    expect(plain).toHaveLength(6);
    expect(JSON.stringify(await database.db.select().from(auditEvents))).not.toContain(plain);
  });

  test("a preview changes nothing, and what it showed can be confirmed", async () => {
    const input = person({ email: "anna@example.com", teamIds: [office.engineering] });
    const preview = expectOk(await previewCreateStaff(office.owner, input));
    expect(preview.consequences.create).toEqual({ app: 2, keypad: 2 });
    expect(preview.consequences.doors.find((door) => door.name === "Side entrance")?.waits?.reason).toBe(
      "offline",
    );
    expect(await database.db.$count(staff)).toBe(0);
    expect(await asked()).toEqual([]);
    const { staffId } = expectOk(await createStaff(office.owner, input, preview.fingerprint));
    expect(await asked()).toEqual([staffId]);
  });

  test("what was shown no longer holds after the team got another rule", async () => {
    const input = person({ teamIds: [office.engineering] });
    const preview = expectOk(await previewCreateStaff(office.owner, input));
    await database.db.insert(rules).values({
      teamId: office.engineering,
      areaId: office.londonArea,
      scheduleId: office.officeHours,
      app: false,
      keypad: true,
    });
    const result = await createStaff(office.owner, input, preview.fingerprint);
    expect(result).toEqual({ ok: false, refusal: { code: "plan_changed" } });
    expect(await database.db.$count(staff)).toBe(0);
  });

  test("an address and a number belong to one person who is here, in any spelling of the address", async () => {
    const first = await addPerson(office.owner, { email: "anna@example.com", externalId: "00417" });
    const sameMail = await createStaff(office.owner, person({ email: "ANNA@example.com" }), null);
    expect(sameMail).toMatchObject({ ok: false, refusal: { code: "duplicate_email", field: "email" } });
    const sameNumber = await createStaff(office.owner, person({ externalId: "00417" }), null);
    expect(sameNumber).toMatchObject({
      ok: false,
      refusal: { code: "duplicate_external_id", field: "externalId" },
    });
    expect(await database.db.$count(staff)).toBe(1);
    expectOk(await removeStaff(office.owner, [first], null));
    expectOk(
      await createStaff(office.owner, person({ email: "anna@example.com", externalId: "00417" }), null),
    );
  });

  test("of two people who are added with one address at the same time one is refused", async () => {
    const input = person({ email: "anna@example.com" });
    const results = await Promise.all([
      createStaff(office.owner, input, null),
      createStaff(office.owner, input, null),
    ]);
    expect(results.filter((result) => result.ok)).toHaveLength(1);
    expect(results.find((result) => !result.ok)).toMatchObject({ refusal: { code: "duplicate_email" } });
  });

  test("an edit records what it changed and nothing else", async () => {
    const staffId = await addPerson(office.owner, { teamIds: [office.engineering] });
    await asked();
    const update = {
      staffId,
      version: await versionOf(staffId),
      staff: person({ department: "Finance", lastDay: "2026-12-31" }),
    };
    const preview = expectOk(await previewUpdateStaff(office.owner, update));
    expectOk(await updateStaff(office.owner, update, preview.fingerprint));
    const detail = (await events(staffId)).at(-1)?.detail;
    expect(detail).toEqual({
      before: { department: "", lastDay: null, teams: ["Engineering"] },
      after: { department: "Finance", lastDay: "2026-12-31", teams: [] },
    });
    expect(await asked()).toEqual([staffId]);
  });

  test("saving a form in which nothing changed leaves no trace and no job", async () => {
    const staffId = await addPerson(office.owner);
    await asked();
    expectOk(
      await updateStaff(office.owner, { staffId, version: await versionOf(staffId), staff: person() }, null),
    );
    expect(await events(staffId)).toHaveLength(2);
    expect(await asked()).toEqual([]);
  });

  test("nobody overwrites what somebody else saved meanwhile", async () => {
    const staffId = await addPerson(office.owner);
    const version = await versionOf(staffId);
    expectOk(await updateStaff(office.owner, { staffId, version, staff: person({ notes: "first" }) }, null));
    const second = await updateStaff(
      office.owner,
      { staffId, version, staff: person({ notes: "second" }) },
      null,
    );
    expect(second).toMatchObject({ ok: false, refusal: { code: "plan_changed" } });
    expect((await rowOf(staffId)).notes).toBe("first");
  });

  test("a rule that stays keeps its id when its terms change", async () => {
    const rule = {
      areaId: office.publicArea,
      scheduleId: office.officeHours,
      app: false,
      keypad: true,
      remote: false,
      firstDay: "",
      lastDay: "",
    };
    const staffId = await addPerson(office.owner, { rules: [rule] });
    const [before] = await database.db.select().from(rules).where(eq(rules.staffId, staffId));
    const changed = person({ rules: [{ ...rule, app: true }] });
    expectOk(
      await updateStaff(office.owner, { staffId, version: await versionOf(staffId), staff: changed }, null),
    );
    const after = await database.db.select().from(rules).where(eq(rules.staffId, staffId));
    expect(after).toEqual([{ ...before, app: true }]);
  });

  test("suspending many reports each, and does again what was undone", async () => {
    const anna = await addPerson(office.owner);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    expectOk(await suspendStaff(office.owner, [ben], null));
    await asked();
    const gone = "00000000-0000-4000-8000-000000000000" as StaffId;
    const report = expectOk(await suspendStaff(office.owner, [anna, ben, gone], null));
    expect(report.map((item) => item.outcome)).toEqual(["done", "unchanged", "not_found"]);
    expect(await asked()).toEqual([anna]);
    expectOk(await resumeStaff(office.owner, [anna], null));
    expect((await rowOf(anna)).status).toBe("active");
    const types = (await events(anna)).map((event) => event.type);
    expect(types.slice(-2)).toEqual(["staff.suspended", "staff.resumed"]);
  });

  test("who leaves has no team, no rule, no choice and no code any more, and stays in the records", async () => {
    const staffId = await addPerson(office.owner, { teamIds: [office.engineering] });
    const preview = expectOk(await previewStaffStatus(office.owner, "remove", [staffId]));
    expectOk(await removeStaff(office.owner, [staffId], preview.fingerprint, 1));
    expect(await rowOf(staffId)).toMatchObject({ status: "removed", displayName: "Anna Berger" });
    expect((await rowOf(staffId)).removedAt).not.toBeNull();
    expect(await database.db.$count(staffTeams)).toBe(0);
    expect(await currentCodes(staffId)).toEqual([]);
    expect(await database.db.$count(staffCodes)).toBe(1);
    expect((await events(staffId)).at(-1)).toMatchObject({
      type: "staff.removed",
      detail: { before: { teams: ["Engineering"] } },
    });
    const again = await removeStaff(office.owner, [staffId], null);
    expect(again).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  });

  test("removing many needs their number", async () => {
    const ids = [await addPerson(office.owner), await addPerson(office.owner, { firstName: "Ben" })];
    const result = await removeStaff(office.owner, ids, null, 3);
    expect(result).toMatchObject({ ok: false, refusal: { code: "count_mismatch" } });
    expect((await rowOf(ids[0] as StaffId)).status).toBe("active");
  });

  test("reception and auditors change nobody", async () => {
    const staffId = await addPerson(office.owner);
    for (const role of ["reception", "auditor"] as const) {
      const actor = office.actor(role);
      await expect(createStaff(actor, person(), null)).rejects.toMatchObject({ code: "forbidden" });
      await expect(previewCreateStaff(actor, person())).rejects.toMatchObject({ code: "forbidden" });
      await expect(previewStaffStatus(actor, "remove", [staffId])).rejects.toMatchObject({
        code: "forbidden",
      });
      await expect(removeStaff(actor, [staffId], null)).rejects.toMatchObject({ code: "forbidden" });
    }
  });

  test("a manager of London neither gives nor takes access in Vienna", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    const london = office.actor("manager", ["London office"]);
    const intoTeam = await createStaff(london, person({ teamIds: [office.engineering] }), null);
    expect(intoTeam).toMatchObject({ ok: false, refusal: { code: "forbidden", field: "teamIds" } });
    const rule = { app: false, keypad: true, remote: false, firstDay: "", lastDay: "" };
    const inVienna = { ...rule, areaId: office.publicArea, scheduleId: office.officeHours };
    const byRule = await createStaff(london, person({ rules: [inVienna] }), null);
    expect(byRule).toMatchObject({ ok: false, refusal: { code: "forbidden", field: "rules" } });
    expect(await suspendStaff(london, [anna], null)).toMatchObject({
      ok: false,
      refusal: { code: "forbidden" },
    });
    const inLondon = { ...rule, areaId: office.londonArea, scheduleId: office.officeHours };
    const ben = await addPerson(london, { firstName: "Ben", rules: [inLondon] });
    const report = expectOk(await suspendStaff(london, [anna, ben], null));
    expect(report.map((item) => item.outcome)).toEqual(["forbidden", "done"]);
  });

  test("a manager of London changes neither the last day nor the address of who works in Vienna", async () => {
    const team = { teamIds: [office.engineering] };
    const anna = await addPerson(office.owner, { ...team, lastDay: "2031-01-31" });
    const london = office.actor("manager", ["London office"]);
    const version = await versionOf(anna);
    const update = (values: Parameters<typeof person>[0]) =>
      updateStaff(london, { staffId: anna, version, staff: person({ ...team, ...values }) }, null);
    for (const lastDay of ["", "2030-01-31"]) {
      expect(await update({ lastDay })).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    }
    expect(await update({ lastDay: "2031-01-31", email: "other@example.com" })).toMatchObject({
      ok: false,
      refusal: { code: "forbidden", field: "email" },
    });
    expectOk(await update({ lastDay: "2031-01-31", department: "Sales" }));
  });

  test("a team or an area that is gone is named", async () => {
    const gone = "00000000-0000-4000-8000-000000000000";
    const noTeam = await createStaff(
      office.owner,
      person({ teamIds: [gone as typeof office.engineering] }),
      null,
    );
    expect(noTeam).toMatchObject({ ok: false, refusal: { code: "not_found", field: "teamIds" } });
    expect(await database.db.$count(staff)).toBe(0);
  });

  test("a choice of times counts for these rules and is refused for others", async () => {
    const rule = {
      areaId: office.londonArea,
      scheduleId: office.shortFriday,
      app: false,
      keypad: true,
      remote: false,
      firstDay: "",
      lastDay: "",
    };
    const staffId = await addPerson(office.owner, { rules: [rule] });
    const ask = () => database.db.transaction((tx) => openChoices(tx, staffId, new Date()));
    const [open] = await ask();
    if (!open?.options) throw new Error("nothing to choose");
    const choice = {
      staffId,
      deviceId: open.deviceId,
      kind: open.kind,
      take: "inside" as const,
      basis: open.options.basis,
    };
    expect(open.options.wider.minutesTooMuch).toBe(180);
    const outdated = await chooseWindow(office.owner, { ...choice, basis: "other" }, null);
    expect(outdated).toMatchObject({ ok: false, refusal: { code: "choice_outdated" } });
    const preview = expectOk(await previewChooseWindow(office.owner, choice));
    expect(preview.consequences.create.keypad).toBe(1);
    expectOk(await chooseWindow(office.owner, choice, preview.fingerprint));
    expect(await database.db.$count(windowChoices)).toBe(1);
    expect(await ask()).toEqual([]);
    expect((await events(staffId)).at(-1)).toMatchObject({
      type: "window.chosen",
      detail: { take: "inside", door: "Front door" },
    });
  });
});
