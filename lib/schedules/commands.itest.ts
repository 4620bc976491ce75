import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { ScheduleId, StaffId } from "@/lib/access/types";
import { auditEvents, rules, schedules } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { createSchedule, previewScheduleEdit, removeSchedule, updateSchedule } from "./commands";
import { findSchedule, listSchedules } from "./queries";
import { newWindow } from "./schema";

const nineToFive = { name: "Office hours", windows: [newWindow] };
const list = { q: "", sort: { id: "name", desc: false }, pageSize: 50, offset: 0 };

describeDatabases("schedules", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let anna: StaffId;
  let ben: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
    const teamIds = [office.engineering];
    anna = await addPerson(office.owner, { email: "anna@example.com", teamIds });
    ben = await addPerson(office.owner, { firstName: "Ben", teamIds });
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const versionOf = async (id: ScheduleId) => (await findSchedule(office.owner, id))?.version ?? "";
  const edit = async (schedule = nineToFive) => ({
    scheduleId: office.officeHours,
    version: await versionOf(office.officeHours),
    schedule,
  });
  const jobs = async () => (await queue.take("sync", 100)).map((job) => job.data.staffIds);
  const events = () => database.db.select().from(auditEvents).where(eq(auditEvents.type, "schedule.updated"));

  test("an edit says how many people and authorizations it changes, and changes nothing", async () => {
    const { consequences } = expectOk(await previewScheduleEdit(office.owner, await edit()));
    // Nobody has anything at the two doors yet: both will get a code, who has an address the app too.
    expect(consequences.create).toEqual({ app: 2, keypad: 4 });
    expect(consequences.staff).toBe(2);
    expect(await versionOf(office.officeHours)).toContain("420-1140");
    expect(await jobs()).toEqual([]);
  });

  test("a confirmed edit is written with its audit event and a job for everybody under it", async () => {
    const update = await edit();
    const { fingerprint } = expectOk(await previewScheduleEdit(office.owner, update));
    expectOk(await updateSchedule(office.owner, update, fingerprint));
    expect(await jobs()).toEqual([[anna, ben].sort()]);
    expect((await events()).map((event) => event.detail)).toEqual([
      {
        before: { name: "Office hours", windows: [{ days: 31, fromMinute: 420, untilMinute: 1140 }] },
        after: { name: "Office hours", windows: [{ days: 31, fromMinute: 540, untilMinute: 1020 }] },
      },
    ]);
  });

  test("an edit that somebody else overtook is refused, and theirs stays", async () => {
    const mine = await edit();
    expectOk(await updateSchedule(office.owner, await edit({ ...nineToFive, name: "Desk hours" }), null));
    for (const result of [
      await previewScheduleEdit(office.owner, mine),
      await updateSchedule(office.owner, mine, null),
    ]) {
      expect(result).toMatchObject({ ok: false, refusal: { code: "plan_changed" } });
    }
    expect((await findSchedule(office.owner, office.officeHours))?.name).toBe("Desk hours");
  });

  test("saving what is there already does nothing at all", async () => {
    const same = { name: "Office hours", windows: [{ ...newWindow, from: "07:00", until: "19:00" }] };
    expectOk(await updateSchedule(office.owner, await edit(same), null));
    expect(await jobs()).toEqual([]);
    expect(await events()).toEqual([]);
  });

  test("times that one lock entry cannot hold are blocked in the preview", async () => {
    const windows = [
      { ...newWindow, days: 15, until: "18:00" },
      { ...newWindow, days: 16, until: "15:00" },
    ];
    const update = await edit({ name: "Office hours", windows });
    const { consequences } = expectOk(await previewScheduleEdit(office.owner, update));
    expect(consequences.blocked.map((group) => group.reason)).toContain("windows_differ");
  });

  test("a name is given once", async () => {
    expect(await createSchedule(office.owner, nineToFive)).toMatchObject({
      ok: false,
      refusal: { code: "duplicate_name", field: "name" },
    });
    const update = await edit({ ...nineToFive, name: "Short Friday" });
    expect(await updateSchedule(office.owner, update, null)).toMatchObject({
      ok: false,
      refusal: { code: "duplicate_name" },
    });
  });

  test("a schedule is removed only when no rule uses it", async () => {
    expect(await removeSchedule(office.owner, office.officeHours)).toMatchObject({
      ok: false,
      refusal: { code: "in_use" },
    });
    await database.db.delete(rules);
    expectOk(await removeSchedule(office.owner, office.officeHours));
    expect(await removeSchedule(office.owner, office.officeHours)).toMatchObject({
      ok: false,
      refusal: { code: "not_found" },
    });
  });

  test("the list counts rules, and each person once", async () => {
    await database.db.insert(rules).values({
      staffId: anna,
      areaId: office.londonArea,
      scheduleId: office.officeHours,
      app: true,
      keypad: false,
    });
    const { rows, total } = await listSchedules(office.owner, list);
    expect(total).toBe(2);
    expect(rows.map(({ name, rules: used, people }) => [name, used, people])).toEqual([
      ["Office hours", 2, 2],
      ["Short Friday", 0, 0],
    ]);
    const found = await listSchedules(office.owner, { ...list, q: "FRI sho" });
    expect(found.rows.map((row) => row.name)).toEqual(["Short Friday"]);
    expect(await findSchedule(office.owner, "not-an-id")).toBeNull();
  });

  test("who looks after one site may not move people at another", async () => {
    const london = office.actor("manager", ["London office"]);
    const update = await edit();
    for (const result of [
      await previewScheduleEdit(london, update),
      await updateSchedule(london, update, null),
    ]) {
      expect(result).toMatchObject({ ok: false, refusal: { code: "forbidden" } });
    }
    const vienna = office.actor("manager", ["Vienna headquarters"]);
    expectOk(await updateSchedule(vienna, update, null));
    const unused = (await database.db.select().from(schedules)).find((row) => row.name === "Short Friday");
    const version = unused ? await versionOf(unused.id) : "";
    const own = { scheduleId: office.shortFriday, version, schedule: { ...nineToFive, name: "Fridays" } };
    expectOk(await updateSchedule(london, own, null));
  });

  test("reading needs the right role, writing another one", async () => {
    await expect(listSchedules(office.actor("reception"), list)).rejects.toMatchObject({ code: "forbidden" });
    const update = await edit();
    await expect(updateSchedule(office.actor("auditor"), update, null)).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
