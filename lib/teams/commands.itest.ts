import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { TeamId } from "@/lib/access/types";
import { auditEvents, rules, staffTeams, teams } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import {
  addMembers,
  createTeam,
  previewAddMembers,
  previewRemoveTeam,
  previewTakeOutMembers,
  removeTeam,
  renameTeam,
  takeOutMembers,
} from "./commands";
import { findNonMembers, findTeam, listMembers, listTeams } from "./queries";

const page = { q: "", sort: { id: "name", desc: false }, pageSize: 50, offset: 0 };

describeDatabases("teams", (open) => {
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

  async function asked(): Promise<string[]> {
    const jobs = await queue.take("sync", 1000);
    await queue.done(
      "sync",
      jobs.map((job) => job.id),
    );
    return jobs.flatMap(({ data }) => (data.staffIds === "all" ? ["all"] : data.staffIds)).sort();
  }

  const typesOf = async (subjectId: string) =>
    (await database.db.select().from(auditEvents).where(eq(auditEvents.subjectId, subjectId))).map(
      (event) => event.type,
    );

  test("a new team opens no door and has a name of its own", async () => {
    const { teamId } = expectOk(await createTeam(office.owner, "Finance"));
    expect(await typesOf(teamId)).toEqual(["team.created"]);
    expect(await asked()).toEqual([]);
    expect(await createTeam(office.owner, "Finance")).toEqual({
      ok: false,
      refusal: { code: "duplicate_name", field: "name" },
    });
    expect(await renameTeam(office.owner, teamId, "Engineering")).toMatchObject({
      ok: false,
      refusal: { code: "duplicate_name" },
    });
    expectOk(await renameTeam(office.owner, teamId, "Accounting"));
    expect(await typesOf(teamId)).toEqual(["team.created", "team.updated"]);
  });

  test("who joins gets what the team's rules give, after it was shown", async () => {
    const anna = await addPerson(office.owner, { email: "anna@example.com" });
    const input = { teamId: office.engineering, staffIds: [anna] };
    await asked();
    const preview = expectOk(await previewAddMembers(office.owner, input));
    expect(preview.consequences.create).toEqual({ app: 2, keypad: 2 });
    expect(await database.db.$count(staffTeams)).toBe(0);
    expect(expectOk(await addMembers(office.owner, input, preview.fingerprint))).toEqual({ count: 1 });
    expect(await asked()).toEqual([anna]);
    expect(await typesOf(office.engineering)).toEqual(["team.updated"]);
    expect(await typesOf(anna)).toContain("staff.updated");
  });

  test("joining twice changes nothing the second time", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    const input = { teamId: office.engineering, staffIds: [anna] };
    await asked();
    const preview = expectOk(await previewAddMembers(office.owner, input));
    expect(expectOk(await addMembers(office.owner, input, preview.fingerprint))).toEqual({ count: 0 });
    expect(await asked()).toEqual([]);
    expect(await typesOf(office.engineering)).toEqual([]);
  });

  test("who is taken out is looked at again", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    const input = { teamId: office.engineering, staffIds: [anna, ben] };
    await asked();
    const preview = expectOk(await previewTakeOutMembers(office.owner, input));
    expect(preview.consequences.withdrawn).toBe(2);
    expect(expectOk(await takeOutMembers(office.owner, input, preview.fingerprint))).toEqual({ count: 1 });
    expect(await asked()).toEqual([anna]);
  });

  test("a team that goes takes its rules along, and all its members are looked at", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    await asked();
    const preview = expectOk(await previewRemoveTeam(office.owner, office.engineering));
    expect(await database.db.$count(teams)).toBe(1);
    expectOk(await removeTeam(office.owner, office.engineering, preview.fingerprint));
    expect(await database.db.$count(rules)).toBe(0);
    expect(await database.db.$count(staffTeams)).toBe(0);
    expect(await asked()).toEqual([anna]);
    const again = await removeTeam(office.owner, office.engineering, preview.fingerprint);
    expect(again).toMatchObject({ ok: false, refusal: { code: "not_found" } });
  });

  test("reception changes no team, and a manager of London none that opens Vienna", async () => {
    const anna = await addPerson(office.owner);
    const input = { teamId: office.engineering, staffIds: [anna] };
    await expect(createTeam(office.actor("reception"), "X")).rejects.toMatchObject({ code: "forbidden" });
    await expect(previewAddMembers(office.actor("auditor"), input)).rejects.toMatchObject({
      code: "forbidden",
    });
    const london = office.actor("manager", ["London office"]);
    expect(await previewAddMembers(london, input)).toMatchObject({ refusal: { code: "forbidden" } });
    expect(await previewRemoveTeam(london, office.engineering)).toMatchObject({
      refusal: { code: "forbidden" },
    });
  });

  test("the list counts members, rules and doors", async () => {
    await addPerson(office.owner, { teamIds: [office.engineering] });
    await createTeam(office.owner, "Änderungsteam");
    const { rows, total } = await listTeams(office.owner, page);
    expect(total).toBe(2);
    expect(rows.map(({ name, members, rules: count, doors }) => [name, members, count, doors])).toEqual([
      ["Änderungsteam", 0, 0, 0],
      ["Engineering", 1, 1, 2],
    ]);
    const most = await listTeams(office.owner, { ...page, sort: { id: "members", desc: true } });
    expect(most.rows[0]?.name).toBe("Engineering");
    expect((await listTeams(office.owner, { ...page, q: "engin" })).total).toBe(1);
    // However the database lowers what is no plain letter.
    for (const q of ["änder", "ÄNDER"]) expect((await listTeams(office.owner, { ...page, q })).total).toBe(1);
  });

  test("a team's page shows its rules and members, and finds who could join", async () => {
    const anna = await addPerson(office.owner, { teamIds: [office.engineering] });
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    const team = await findTeam(office.owner, office.engineering);
    expect(team).toMatchObject({ name: "Engineering", memberCount: 1, rules: [{ doors: 2 }] });
    expect(await findTeam(office.owner, "nonsense")).toBeNull();
    const members = await listMembers(office.owner, office.engineering, page);
    expect(members.rows.map((row) => row.id)).toEqual([anna]);
    const found = await findNonMembers(office.owner, office.engineering, "berger");
    expect(found.people.map((row) => row.id)).toEqual([ben]);
    expect((await findNonMembers(office.owner, office.engineering, "b")).people).toEqual([]);
    expect(await findTeam(office.owner, "00000000-0000-4000-8000-000000000000" as TeamId)).toBeNull();
  });
});
