import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { auditEvents, rules, schedules, staff, staffCodes, visits } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { listRowResults } from "@/lib/imports/queries";
import { csv, expectOk, importSteps, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { newWindow } from "@/lib/schedules/schema";
import { previewUpdateStaff, removeStaff, updateStaff } from "@/lib/staff/commands";
import { findRecord } from "@/lib/staff/record";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { createVisit, endVisit, previewCreateVisit, updateVisit } from "./commands";
import { findHosts, findVisit, listVisits } from "./queries";
import { type VisitFormValues, type VisitInput, visitSchema } from "./schema";
import { inputOf } from "./staff-input";
import { addVisit, visitInput } from "./testing";

/** Monday, 2 March 2026, 09:00 in Vienna. */
const now = new Date("2026-03-02T08:00:00Z");
const list = { q: "", sort: { id: "lastDay", desc: false }, pageSize: 50, offset: 0, filters: {} };

describeDatabases("visits", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let host: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
    host = await addPerson(office.owner, { email: "anna@office.test" });
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const input = (values: Partial<VisitInput> = {}) =>
    visitInput({ hostId: host, areaId: office.publicArea, scheduleId: office.officeHours, ...values });
  const refused = (code: string, field?: string) => ({
    ok: false,
    refusal: field === undefined ? { code } : { code, field },
  });
  const update = async (staffId: StaffId, values: Partial<VisitInput>, at = now) =>
    updateVisit(
      office.owner,
      {
        staffId,
        version: (await findVisit(office.owner, staffId, now))?.version ?? "",
        visit: input(values),
      },
      "en",
      null,
      at,
    );

  test("a visitor gets a code of their own, one rule and a host, and the preview says so before", async () => {
    const far = { firstDay: "2099-03-02", lastDay: "2099-03-04" };
    const { consequences, fingerprint } = expectOk(await previewCreateVisit(office.owner, input(far), "en"));
    expect(consequences.create).toMatchObject({ app: 0, keypad: 2 });
    expect(await database.db.$count(visits)).toBe(0);
    const { staffId } = expectOk(await createVisit(office.owner, input(far), "en", fingerprint));
    const record = await findRecord(database.db, staffId);
    expect(record).toMatchObject({
      values: { kind: "contractor", department: "Lifts Ltd", ...far },
      rules: [{ app: false, keypad: true, remote: false, lastDay: null }],
    });
    expect(await database.db.$count(staffCodes, eq(staffCodes.staffId, staffId))).toBe(1);
    expect((await queue.take("sync", 10)).map((job) => job.data.staffIds)).toEqual([[staffId]]);
    const trace = await database.db.select().from(auditEvents).where(eq(auditEvents.subjectId, staffId));
    expect(trace.map(({ type }) => type)).toEqual(["staff.created", "code.created", "visit.created"]);
  });

  test("hours of its own use a schedule of the same times, whatever it is called, or make one", async () => {
    const window = { ...newWindow, from: "7:00", until: "19.00" };
    const same = await addVisit(office.owner, input({ hours: "own", window }), now);
    expect((await findVisit(office.owner, same, now))?.rules).toMatchObject([
      { scheduleName: "Office hours" },
    ]);
    const odd = { ...newWindow, days: 3, from: "10:00", until: "12:30" };
    const one = await addVisit(office.owner, input({ hours: "own", window: odd }), now);
    const two = await addVisit(office.owner, input({ hours: "own", window: odd, lastName: "Two" }), now);
    for (const staffId of [one, two]) {
      const [rule] = (await findVisit(office.owner, staffId, now))?.rules ?? [];
      expect(rule).toMatchObject({ scheduleName: "Mon, Tue 10:00-12:30" });
    }
    expect(await database.db.$count(schedules)).toBe(3);
  });

  test("a name that other times have by now is not taken for these", async () => {
    const [taken] = await database.db
      .update(schedules)
      .set({ name: "Mon, Tue 10:00-12:30" })
      .where(eq(schedules.id, office.shortFriday))
      .returning();
    const odd = { ...newWindow, days: 3, from: "10:00", until: "12:30" };
    const staffId = await addVisit(office.owner, input({ hours: "own", window: odd }), now);
    const [rule] = (await findVisit(office.owner, staffId, now))?.rules ?? [];
    expect(rule?.scheduleId).not.toBe(taken?.id);
    expect(rule?.scheduleName).toBe("Mon, Tue 10:00-12:30 (2)");
  });

  test("a host is somebody who works here: no leaver, nobody suspended, no visitor", async () => {
    const guest = await addVisit(office.owner, input(), now);
    const gone = await addPerson(office.owner, { firstName: "Gone" });
    expectOk(await removeStaff(office.owner, [gone], null));
    const unknown = crypto.randomUUID() as StaffId;
    for (const hostId of [guest, gone, unknown]) {
      expect(await createVisit(office.owner, input({ hostId }), "en", null, now)).toMatchObject(
        refused("not_found", "hostId"),
      );
    }
    expect((await findHosts(office.owner, "")).map(({ name }) => name)).toEqual(["Anna Berger"]);
  });

  test("a later last day is refused on every way; an earlier one is not", async () => {
    const staffId = await addVisit(office.owner, input(), now);
    expect(await update(staffId, { lastDay: "2026-03-05" })).toMatchObject(
      refused("host_must_agree", "lastDay"),
    );
    const record = await findRecord(database.db, staffId);
    if (!record) throw new Error("nobody");
    for (const lastDay of ["2026-03-05", ""]) {
      const change = {
        staffId,
        version: record.updatedAt.toISOString(),
        staff: { ...inputOf(record), lastDay },
      };
      for (const result of [
        await previewUpdateStaff(office.owner, change),
        await updateStaff(office.owner, change, null),
      ]) {
        expect(result).toMatchObject(refused("host_must_agree", "lastDay"));
      }
    }
    expectOk(await update(staffId, { lastDay: "2026-03-03" }));
    expect((await findVisit(office.owner, staffId, now))?.lastDay).toBe("2026-03-03");
    const employee = await findRecord(database.db, host);
    if (!employee) throw new Error("nobody");
    const staffOf = { ...inputOf(employee), lastDay: "2030-01-01" };
    expectOk(
      await updateStaff(
        office.owner,
        { staffId: host, version: employee.updatedAt.toISOString(), staff: staffOf },
        null,
      ),
    );
  });

  test("a file cannot keep a visitor longer either", async () => {
    const staffId = await addVisit(office.owner, input(), now);
    await database.db.update(staff).set({ externalId: "V7" }).where(eq(staff.id, staffId));
    const { mapped, confirmed, run } = importSteps(() => office.owner, now);
    const row = "V7;Lea;Lift;02.03.2026;31.12.2026";
    const importId = await mapped(csv("Personalnummer;Vorname;Nachname;Eintritt;Austritt", row));
    await run(await confirmed(importId));
    const { rows: results } = await listRowResults(office.owner, importId, {
      outcomes: ["failed"],
      offset: 0,
      limit: 9,
    });
    expect(JSON.stringify(results)).toContain("host_must_agree");
    expect((await findVisit(office.owner, staffId, now))?.lastDay).toBe("2026-03-04");
  });

  test("other hours and another host are written once, with what changed", async () => {
    const staffId = await addVisit(office.owner, input(), now);
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    expectOk(await update(staffId, { hostId: ben, scheduleId: office.shortFriday, lastName: "Neu" }));
    const visit = await findVisit(office.owner, staffId, now);
    expect(visit).toMatchObject({
      name: "Lea Neu",
      host: { name: "Ben Berger" },
      rules: [{ scheduleName: "Short Friday" }],
    });
    const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.type, "visit.updated"));
    expect(event?.detail).toMatchObject({ before: { host: "Anna Berger" }, after: { host: "Ben Berger" } });
    expect(await database.db.$count(rules, eq(rules.staffId, staffId))).toBe(1);
  });

  test("a form that somebody else overtook is refused", async () => {
    const staffId = await addVisit(office.owner, input(), now);
    const version = (await findVisit(office.owner, staffId, now))?.version ?? "";
    expectOk(await update(staffId, { lastName: "Neu" }, new Date()));
    const late = { staffId, version, visit: input({ lastName: "Late" }) };
    expect(await updateVisit(office.owner, late, "en", null)).toMatchObject(refused("plan_changed"));
  });

  test("a visit ends once", async () => {
    const staffId = await addVisit(office.owner, input(), now);
    expectOk(await endVisit(office.owner, staffId, null, now));
    expect(await endVisit(office.owner, staffId, null, now)).toMatchObject(refused("already_removed"));
    expect(await endVisit(office.owner, host, null, now)).toMatchObject(refused("not_found"));
    const [row] = await database.db.select().from(staff).where(eq(staff.id, staffId));
    expect(row?.status).toBe("removed");
  });

  test("the list is found by state, host and words, and knows each door's own calendar", async () => {
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    await addVisit(office.owner, input({ lastName: "Here" }), now);
    await addVisit(office.owner, input({ lastName: "Today", lastDay: "2026-03-02" }), now);
    await addVisit(office.owner, input({ lastName: "Next", firstDay: "2026-03-03", hostId: ben }), now);
    await addVisit(
      office.owner,
      input({ lastName: "Past", firstDay: "2026-02-01", lastDay: "2026-03-01" }),
      now,
    );
    const names = async (query: Partial<typeof list> & { filters?: object }, at = now) => {
      const { rows, total } = await listVisits(office.owner, { ...list, ...query }, at);
      expect(total).toBe(rows.length);
      return rows.map(({ name, state }) => `${name} ${state}`);
    };
    expect(await names({})).toEqual([
      "Lea Today ending",
      "Lea Here here",
      "Lea Next coming",
      "Lea Past over",
    ]);
    for (const state of ["ending", "here", "coming", "over"]) {
      const found = await names({ filters: { state: [state] } });
      expect(found.map((text) => text.split(" ")[2])).toEqual([state]);
    }
    expect(await names({ filters: { host: [ben] } })).toEqual(["Lea Next coming"]);
    expect(await names({ q: "ben" })).toEqual(["Lea Next coming"]);
    expect(await names({ q: "lifts past" })).toEqual(["Lea Past over"]);
    expect(await names({ q: "100%" })).toEqual([]);
    // 00:30 in Vienna, 23:30 in London: there it is still the last day.
    const midnight = new Date("2026-03-02T23:30:00Z");
    await addVisit(
      office.owner,
      input({ lastName: "Thames", lastDay: "2026-03-02", areaId: office.londonArea }),
      now,
    );
    expect(await names({ filters: { state: ["ending"] } }, midnight)).toEqual(["Lea Thames ending"]);
  });

  test("who looks after one site sees and makes no visits at another; the reception only reads", async () => {
    const vienna = await addVisit(office.owner, input(), now);
    const london = office.actor("manager", ["London office"]);
    expect(await createVisit(london, input({ lastName: "Two" }), "en", null, now)).toMatchObject(
      refused("forbidden", "areaId"),
    );
    expect((await listVisits(london, list, now)).total).toBe(0);
    expect(await findVisit(london, vienna, now)).toBeNull();
    expect(await endVisit(london, vienna, null, now)).toMatchObject(refused("forbidden"));
    const version = (await findVisit(office.owner, vienna, now))?.version ?? "";
    const onlyPurpose = { staffId: vienna, version, visit: input({ purpose: "Mine now" }) };
    expect(await updateVisit(london, onlyPurpose, "en", null, now)).toMatchObject(refused("forbidden"));
    expectOk(await createVisit(london, input({ areaId: office.londonArea }), "en", null, now));
    expect((await listVisits(london, list, now)).total).toBe(1);
    const reception = office.actor("reception");
    expect((await listVisits(reception, list, now)).total).toBe(2);
    await expect(createVisit(reception, input(), "en", null, now)).rejects.toMatchObject({
      code: "forbidden",
    });
    await expect(endVisit(reception, vienna, null, now)).rejects.toMatchObject({ code: "forbidden" });
  });

  test("the form says what is missing at the field", () => {
    const problems = (values: Partial<VisitFormValues>) =>
      visitSchema.safeParse({ ...input(), ...values }).error?.issues.map((issue) => issue.path.join(".")) ??
      [];
    expect(problems({})).toEqual([]);
    expect(problems({ firstName: " ", lastName: "" })).toEqual(["lastName"]);
    expect(problems({ hostId: "", areaId: "", scheduleId: "" })).toEqual(["hostId", "areaId", "scheduleId"]);
    expect(problems({ firstDay: "2026-03-05" })).toEqual(["lastDay"]);
    expect(problems({ lastDay: "" })).toEqual(["lastDay"]);
    expect(problems({ hours: "own", window: { ...newWindow, days: 0 } })).toEqual(["window.days"]);
    expect(problems({ hours: "own", window: { ...newWindow, until: "08:00" } })).toEqual(["window.until"]);
    expect(problems({ hours: "own", window: { ...newWindow, from: "soon" } })).toContain("window.from");
    expect(problems({ hours: "own", scheduleId: "" })).toEqual([]);
  });
});
