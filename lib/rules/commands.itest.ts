import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { RuleId, StaffId, TeamId } from "@/lib/access/types";
import { createArea } from "@/lib/areas/commands";
import { auditEvents, rules, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { findPeople } from "@/lib/staff/find";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import {
  createRule,
  previewCreateRule,
  previewRemoveRule,
  previewUpdateRule,
  removeRule,
  updateRule,
} from "./commands";
import { findRule, getRuleOptions, listRules } from "./queries";
import { type RuleInput, ruleSchema } from "./schema";

const list = { q: "", sort: { id: "subject", desc: false }, pageSize: 50, offset: 0, filters: {} };

describeDatabases("rules", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let anna: StaffId;
  let carla: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
    anna = await addPerson(office.owner, { email: "anna@example.com", teamIds: [office.engineering] });
    carla = await addPerson(office.owner, { firstName: "Carla", email: "carla@example.com" });
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const forTeam = (values: Partial<RuleInput> = {}): RuleInput => ({
    subject: "team",
    teamId: office.engineering,
    staffId: "" as StaffId,
    areaId: office.londonArea,
    scheduleId: office.officeHours,
    app: false,
    keypad: true,
    remote: false,
    firstDay: "",
    lastDay: "",
    ...values,
  });
  const forCarla = (values: Partial<RuleInput> = {}) =>
    forTeam({ subject: "staff", teamId: "" as TeamId, staffId: carla, ...values });
  const edit = async (ruleId: RuleId, rule: RuleInput) => ({
    ruleId,
    version: (await findRule(office.owner, ruleId))?.version ?? "",
    rule,
  });
  const jobs = async () => (await queue.take("sync", 100)).map((job) => job.data.staffIds);

  test("a rule for a team shows what each member gets, and gives exactly that", async () => {
    const { consequences, fingerprint } = expectOk(
      await previewCreateRule(office.owner, forTeam({ app: true })),
    );
    expect(consequences.create).toEqual({ app: 1, keypad: 1 });
    expect(await database.db.$count(rules)).toBe(1);
    const { ruleId } = expectOk(await createRule(office.owner, forTeam({ app: true }), fingerprint));
    expect(await jobs()).toEqual([[anna]]);
    const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.subjectId, ruleId));
    expect([event?.type, event?.detail]).toMatchObject([
      "rule.created",
      { after: { team: "Engineering", area: "London, public doors", schedule: "Office hours", app: true } },
    ]);
  });

  test("what was shown and no longer holds is not carried out", async () => {
    const { fingerprint } = expectOk(await previewCreateRule(office.owner, forTeam()));
    await addPerson(office.owner, { firstName: "Dora", teamIds: [office.engineering] });
    expect(await createRule(office.owner, forTeam(), fingerprint)).toMatchObject({
      ok: false,
      refusal: { code: "plan_changed" },
    });
    expect(await database.db.$count(rules)).toBe(1);
  });

  test("a second rule for the same subject, area and schedule is refused with a word of its own", async () => {
    expectOk(await createRule(office.owner, forTeam(), null));
    const refused = { ok: false, refusal: { code: "duplicate_rule", field: "scheduleId" } };
    expect(await createRule(office.owner, forTeam({ app: true }), null)).toMatchObject(refused);
    expect(await previewCreateRule(office.owner, forTeam())).toMatchObject(refused);
  });

  test("moving a rule from a team to a person touches both", async () => {
    const { ruleId } = expectOk(await createRule(office.owner, forTeam(), null));
    await jobs();
    const update = await edit(ruleId, forCarla());
    const { fingerprint } = expectOk(await previewUpdateRule(office.owner, update));
    expectOk(await updateRule(office.owner, update, fingerprint));
    expect(await jobs()).toEqual([[anna, carla].sort()]);
    expect(await findRule(office.owner, ruleId)).toMatchObject({ teamId: null, staffId: carla });
  });

  test("an edit that somebody else overtook is refused", async () => {
    const { ruleId } = expectOk(await createRule(office.owner, forTeam(), null));
    const mine = await edit(ruleId, forTeam({ keypad: false, app: true }));
    expectOk(await updateRule(office.owner, await edit(ruleId, forTeam({ lastDay: "2027-01-31" })), null));
    expect(await updateRule(office.owner, mine, null)).toMatchObject({
      ok: false,
      refusal: { code: "plan_changed" },
    });
  });

  test("a person's own rule makes their open form stale, so that it cannot write the rule away", async () => {
    const before = await database.db.select({ at: staff.updatedAt }).from(staff).where(eq(staff.id, carla));
    expectOk(await createRule(office.owner, forCarla(), null));
    const after = await database.db.select({ at: staff.updatedAt }).from(staff).where(eq(staff.id, carla));
    expect(after[0]?.at.getTime()).toBeGreaterThan(before[0]?.at.getTime() ?? Number.POSITIVE_INFINITY);
  });

  test("removing a rule shows that it ends, and ends it", async () => {
    const { ruleId } = expectOk(await createRule(office.owner, forCarla(), null));
    await jobs();
    const { fingerprint } = expectOk(await previewRemoveRule(office.owner, ruleId));
    expectOk(await removeRule(office.owner, ruleId, fingerprint));
    expect(await jobs()).toEqual([[carla]]);
    expect(await findRule(office.owner, ruleId)).toBeNull();
    expect(await removeRule(office.owner, ruleId, null)).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
  });

  test("nobody who has left gets a rule", async () => {
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, carla));
    expect(await createRule(office.owner, forCarla(), null)).toMatchObject({
      ok: false,
      refusal: { code: "not_found", field: "staffId" },
    });
    expect(await findPeople(office.owner, "rules:write", "berger car")).toEqual([]);
    expect((await findPeople(office.owner, "rules:write", "ann BERG")).map((person) => person.id)).toEqual([
      anna,
    ]);
  });

  test("the list filters by team, person, area, schedule and kind, and searches names", async () => {
    expectOk(await createRule(office.owner, forCarla({ app: true, remote: true }), null));
    const names = async (query: Partial<typeof list>) =>
      (await listRules(office.owner, { ...list, ...query })).rows.map((row) => row.subjectName);
    expect(await names({})).toEqual(["Engineering", "Carla Berger"]);
    expect(await names({ filters: { team: [office.engineering] } })).toEqual(["Engineering"]);
    expect(await names({ filters: { staff: [carla] } })).toEqual(["Carla Berger"]);
    expect(await names({ filters: { area: [office.londonArea] } })).toEqual(["Carla Berger"]);
    expect(await names({ filters: { schedule: [office.shortFriday] } })).toEqual([]);
    expect(await names({ filters: { kind: ["remote"] } })).toEqual(["Carla Berger"]);
    expect(await names({ filters: { site: [office.siteOf("London office")] } })).toEqual(["Carla Berger"]);
    expect(await names({ filters: { team: ["'; drop table rules"] } })).toHaveLength(2);
    expect(await names({ q: "carl office" })).toEqual(["Carla Berger"]);
    expect(await names({ sort: { id: "area", desc: false } })).toEqual(["Carla Berger", "Engineering"]);
    const { total, rows } = await listRules(office.owner, { ...list, pageSize: 1, offset: 1 });
    expect([total, rows.length, rows[0]?.people]).toEqual([2, 1, 1]);
  });

  test("who looks after one site sees and changes only rules that lie in it", async () => {
    const vienna = office.actor("manager", ["Vienna headquarters"]);
    const doors = ["v-main", "l-main"].flatMap((key) => office.doorOf.get(key) ?? []);
    const { areaId } = expectOk(await createArea(office.owner, { name: "Both", deviceIds: doors }));
    const mixed = expectOk(await createRule(office.owner, forTeam({ areaId }), null)).ruleId;
    const london = expectOk(await createRule(office.owner, forCarla(), null)).ruleId;

    expect((await listRules(vienna, list)).rows.map((row) => row.areaName)).toEqual([
      "Both",
      "Vienna, public doors",
    ]);
    expect(await findRule(vienna, london)).toBeNull();
    expect((await findRule(vienna, mixed))?.elsewhere).toBe(true);
    expect((await getRuleOptions(vienna)).areas.map((area) => area.name)).toEqual(["Vienna, public doors"]);

    const refused = { ok: false, refusal: { code: "forbidden" } };
    expect(await createRule(vienna, forCarla(), null)).toMatchObject(refused);
    expect(await createRule(vienna, forCarla({ areaId }), null)).toMatchObject(refused);
    expect(await removeRule(vienna, mixed, null)).toMatchObject(refused);
    // Neither out of the other site nor into it.
    const out = await edit(london, forCarla({ areaId: office.publicArea }));
    expect(await updateRule(vienna, out, null)).toMatchObject(refused);
    const own = expectOk(await createRule(vienna, forCarla({ areaId: office.publicArea }), null)).ruleId;
    expect(await updateRule(vienna, await edit(own, forCarla()), null)).toMatchObject(refused);
    expectOk(await removeRule(vienna, own, null));
  });

  test("reception sees no rules, an auditor changes none", async () => {
    await expect(listRules(office.actor("reception"), list)).rejects.toMatchObject({ code: "forbidden" });
    await expect(createRule(office.actor("auditor"), forTeam(), null)).rejects.toMatchObject({
      code: "forbidden",
    });
  });

  test("the form names what is missing at its field", () => {
    const problems = (values: object) =>
      ruleSchema.safeParse({ ...forTeam(), ...values }).error?.issues.map((issue) => issue.path.join(".")) ??
      [];
    expect(problems({ teamId: "" })).toEqual(["teamId"]);
    expect(problems({ subject: "staff" })).toEqual(["staffId"]);
    expect(problems({ keypad: false })).toEqual(["keypad"]);
    expect(problems({ remote: true })).toEqual(["remote"]);
    expect(problems({ firstDay: "2026-02-01", lastDay: "2026-01-31" })).toEqual(["lastDay"]);
    expect(problems({ areaId: "" })).toEqual(["areaId"]);
    expect(problems({})).toEqual([]);
  });
});
