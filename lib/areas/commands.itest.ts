import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AreaId, DeviceId, StaffId, WithdrawnPart } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { areaDevices, areas, auditEvents, placements, rules, staff, withdrawals } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import { withdraw } from "@/lib/withdrawals/commands";
import { createArea, previewUpdateArea, removeArea, updateArea } from "./commands";
import { previewDoorAreas, setDoorAreas } from "./door-areas";
import { findArea, listAreas, listDoorOptions } from "./queries";

const list = { q: "", sort: { id: "name", desc: false }, pageSize: 50, offset: 0, filters: {} };

describeDatabases("areas", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let anna: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
  });
  beforeEach(async () => {
    await database.empty();
    office = await openPeopleOffice(database);
    anna = await addPerson(office.owner, { email: "anna@example.com", teamIds: [office.engineering] });
    for (const job of await queue.take("sync", 1000)) await queue.done("sync", [job.id]);
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  const door = (key: string): DeviceId => {
    const id = office.doorOf.get(key);
    if (!id) throw new Error(`no door ${key}`);
    return id;
  };
  const edit = async (
    areaId: AreaId,
    name: string,
    keys: readonly string[],
    actor: Actor = office.owner,
  ) => ({
    areaId,
    version: (await findArea(actor, areaId))?.version ?? "",
    area: { name, deviceIds: keys.map(door) },
    takeAlong: [],
  });
  const jobs = async () => (await queue.take("sync", 100)).map((job) => job.data.staffIds);

  test("another door gives everybody under the area's rules something there", async () => {
    const update = await edit(office.publicArea, "Vienna, public doors", ["v-main", "v-side", "v-garage"]);
    const { consequences, fingerprint } = expectOk(await previewUpdateArea(office.owner, update));
    expect(consequences.create).toEqual({ app: 1, keypad: 1 });
    expect(consequences.staff).toBe(1);
    expect(consequences.doors.map((one) => one.name)).toEqual(["Garage door"]);
    expectOk(await updateArea(office.owner, update, fingerprint));
    expect(await jobs()).toEqual([[anna]]);
    const [event] = await database.db.select().from(auditEvents).where(eq(auditEvents.type, "area.updated"));
    expect(event?.detail).toEqual({
      before: { name: "Vienna, public doors", doors: ["Main entrance", "Side entrance"] },
      after: { name: "Vienna, public doors", doors: ["Garage door", "Main entrance", "Side entrance"] },
    });
  });

  test("a door is put into areas from its own page, with what that does to people", async () => {
    const deviceId = door("v-garage");
    const input = { deviceId, before: [], areaIds: [office.publicArea] };
    const { consequences, fingerprint } = expectOk(await previewDoorAreas(office.owner, input));
    expect(consequences.doors.map((one) => one.name)).toEqual(["Garage door"]);
    expect(expectOk(await setDoorAreas(office.owner, input, fingerprint))).toEqual({ changed: 1 });
    expect(await jobs()).toEqual([[anna]]);
    // Who saw it without the area cannot take it out of there, nor put it in again.
    expect(await setDoorAreas(office.owner, input, null)).toEqual({ ok: true, value: { changed: 0 } });
    const outdated = { deviceId: door("v-lab"), before: [office.publicArea], areaIds: [] };
    expect(await setDoorAreas(office.owner, outdated, null)).toMatchObject({
      refusal: { code: "plan_changed" },
    });
    const away = { deviceId, before: [office.publicArea], areaIds: [] };
    expect(expectOk(await setDoorAreas(office.owner, away, null))).toEqual({ changed: 1 });
    const events = await database.db.select().from(auditEvents).where(eq(auditEvents.type, "area.updated"));
    expect(events).toHaveLength(2);
  });

  test("whoever gets a new door although the old one was withdrawn is told of at the door's own page too", async () => {
    const withdrawn = { staffId: anna, deviceId: door("v-main"), part: "all", reason: "lost trust" } as const;
    expectOk(await withdraw(office.owner, withdrawn, null));
    const input = { deviceId: door("v-garage"), before: [], areaIds: [office.publicArea] };
    const { consequences } = expectOk(await previewDoorAreas(office.owner, input));
    expect(consequences.create).toEqual({ app: 1, keypad: 1 });
    expect(consequences.leftBehind).toMatchObject([
      { doorName: "Garage door", withdrawnAt: "Main entrance", people: 1, examples: ["Anna Berger"] },
    ]);
    await database.db.delete(placements).where(eq(placements.deviceId, door("v-main")));
    const told = expectOk(await previewDoorAreas(office.owner, input)).consequences.leftBehind;
    expect(told.map((one) => one.withdrawnAt)).toEqual(["Main entrance"]);
  });

  describe("a door whose place another takes", () => {
    const pair = (from: string, to: string) => ({ from: door(from), to: door(to) });
    const swap = (...keys: string[]) => edit(office.publicArea, "Vienna, public doors", keys);
    const standing = async () => {
      const rows = await database.db.select().from(withdrawals).orderBy(withdrawals.part);
      return rows.map(({ staffId, deviceId, part, reason }) => ({ staffId, deviceId, part, reason }));
    };
    const lost = (staffId: StaffId, part: WithdrawnPart = "all") => ({
      ...{ staffId, deviceId: door("v-main"), part, reason: "lost trust" },
    });

    beforeEach(async () => {
      expectOk(await withdraw(office.owner, lost(anna), null));
      await jobs();
    });

    test("leaves its withdrawals behind, which is told with names, and the access that comes of it too", async () => {
      const { leaving, consequences } = expectOk(
        await previewUpdateArea(office.owner, await swap("v-side", "v-garage")),
      );
      expect(leaving).toEqual([
        {
          deviceId: door("v-main"),
          doorName: "Main entrance",
          ...{ count: 1, people: 1, names: [{ name: "Anna Berger", hasLeft: false }] },
          to: [{ deviceId: door("v-garage"), doorName: "Garage door", people: 1 }],
        },
      ]);
      expect(consequences.create).toEqual({ app: 1, keypad: 1 });
      expect(consequences.leftBehind).toMatchObject([
        { doorName: "Garage door", withdrawnAt: "Main entrance", examples: ["Anna Berger"] },
      ]);
    });

    test("takes them along by the same edit: nobody gets the new door, with an event for each", async () => {
      const update = { ...(await swap("v-side", "v-garage")), takeAlong: [pair("v-main", "v-garage")] };
      const { consequences, fingerprint } = expectOk(await previewUpdateArea(office.owner, update));
      expect(consequences).toMatchObject({ create: { app: 0, keypad: 0 }, leftBehind: [], withheld: [] });
      expect(await standing()).toHaveLength(1);
      expectOk(await updateArea(office.owner, update, fingerprint));
      expect(await jobs()).toEqual([[anna]]);
      expect(await standing()).toEqual([lost(anna), { ...lost(anna), deviceId: door("v-garage") }]);
      const events = await database.db.select().from(auditEvents).orderBy(auditEvents.id);
      expect(events.slice(-2).map(({ type, detail }) => [type, detail])).toMatchObject([
        ["area.updated", {}],
        [
          "access.withdrawn",
          { name: "Anna Berger", door: "Garage door", reason: "lost trust", from: door("v-main") },
        ],
      ]);
    });

    test("does not take a door away that another rule gives already, and takes leavers along", async () => {
      const tom = await addPerson(office.owner, { email: "tom@example.com", firstName: "Tom" });
      const [garage] = await database.db.insert(areas).values({ name: "Garage" }).returning();
      if (!garage) throw new Error("no area");
      await database.db.insert(areaDevices).values({ areaId: garage.id, deviceId: door("v-garage") });
      const terms = { scheduleId: office.officeHours, app: true, keypad: true };
      const rule = (staffId: StaffId, lastDay: string | null) => ({
        ...terms,
        staffId,
        areaId: garage.id,
        lastDay,
      });
      await database.db.insert(rules).values([rule(tom, null), rule(anna, "2020-01-01")]);
      const gone = await addPerson(office.owner, { email: "zoe@example.com", firstName: "Zoe" });
      expectOk(await withdraw(office.owner, lost(tom), null));
      expectOk(await withdraw(office.owner, lost(gone, "keypad"), null));
      await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, gone));
      const update = { ...(await swap("v-side", "v-garage")), takeAlong: [pair("v-main", "v-garage")] };
      const { leaving } = expectOk(await previewUpdateArea(office.owner, update));
      expect(leaving).toMatchObject([{ people: 3, to: [{ people: 2 }] }]);
      expect(leaving[0]?.names.map((one) => one.hasLeft)).toEqual([false, false, true]);
      expectOk(await updateArea(office.owner, update, null));
      const there = (await standing()).filter((row) => row.deviceId === door("v-garage"));
      expect(there.map((row) => [row.staffId, row.part])).toEqual([
        [anna, "all"],
        [gone, "keypad"],
      ]);
    });

    test("somebody else's withdrawal that comes in between is not taken along unseen", async () => {
      const ben = await addPerson(office.owner, { email: "ben@example.com", teamIds: [office.engineering] });
      const update = { ...(await swap("v-side", "v-garage")), takeAlong: [pair("v-main", "v-garage")] };
      const { fingerprint } = expectOk(await previewUpdateArea(office.owner, update));
      expectOk(await withdraw(office.owner, lost(ben), null));
      expect(await updateArea(office.owner, update, fingerprint)).toMatchObject({
        refusal: { code: "plan_changed" },
      });
    });

    test("takes nothing along from a door that stays, or to one that was there", async () => {
      for (const one of [pair("v-side", "v-garage"), pair("v-main", "v-side")]) {
        const update = { ...(await swap("v-side", "v-garage")), takeAlong: [one] };
        expect(await updateArea(office.owner, update, null)).toMatchObject({
          refusal: { code: "not_found" },
        });
      }
      expect(await standing()).toHaveLength(1);
    });

    test("without a door that comes, tells what stays behind", async () => {
      const { leaving, consequences } = expectOk(await previewUpdateArea(office.owner, await swap("v-side")));
      expect(leaving).toMatchObject([{ doorName: "Main entrance", count: 1, to: [] }]);
      expect(consequences.leftBehind).toEqual([]);
    });
  });

  test("areas with doors elsewhere, and doors elsewhere, are not theirs to arrange", async () => {
    const london = office.actor("admin", ["London office"]);
    const theirs = { deviceId: door("l-post"), before: [], areaIds: [office.publicArea] };
    expect(await setDoorAreas(london, theirs, null)).toMatchObject({ refusal: { code: "forbidden" } });
    const foreign = { deviceId: door("v-lab"), before: [], areaIds: [] };
    expect(await setDoorAreas(london, foreign, null)).toMatchObject({ refusal: { code: "not_found" } });
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-post")));
    expect(await setDoorAreas(office.owner, theirs, null)).toMatchObject({
      refusal: { code: "device_without_site" },
    });
  });

  test("an edit that somebody else overtook is refused", async () => {
    const mine = await edit(office.publicArea, "Mine", ["v-main"]);
    expectOk(await updateArea(office.owner, await edit(office.publicArea, "Theirs", ["v-main"]), null));
    expect(await updateArea(office.owner, mine, null)).toMatchObject({
      ok: false,
      refusal: { code: "plan_changed" },
    });
  });

  test("a device without a site, or an unknown one, is refused at the doors", async () => {
    await database.db.delete(placements).where(eq(placements.deviceId, door("l-post")));
    const withoutSite = { name: "Post", deviceIds: [door("l-post")] };
    expect(await createArea(office.owner, withoutSite)).toMatchObject({
      ok: false,
      refusal: { code: "device_without_site", field: "deviceIds" },
    });
    const unknown = { name: "Post", deviceIds: [crypto.randomUUID() as DeviceId] };
    expect(await createArea(office.owner, unknown)).toMatchObject({
      ok: false,
      refusal: { code: "not_found", field: "deviceIds" },
    });
    // Neither left an area behind.
    expect((await listAreas(office.owner, { ...list, q: "post" })).total).toBe(0);
  });

  test("a name is given once", async () => {
    expect(await createArea(office.owner, { name: "London, public doors", deviceIds: [] })).toMatchObject({
      ok: false,
      refusal: { code: "duplicate_name", field: "name" },
    });
  });

  test("an area is removed only when no rule uses it", async () => {
    expect(await removeArea(office.owner, office.publicArea)).toMatchObject({
      ok: false,
      refusal: { code: "in_use" },
    });
    await database.db.delete(rules);
    expectOk(await removeArea(office.owner, office.publicArea));
    expect((await listAreas(office.owner, list)).rows.map((row) => row.name)).toEqual([
      "London, public doors",
    ]);
  });

  test("the list tells doors by site, rules and people", async () => {
    const { rows } = await listAreas(office.owner, { ...list, sort: { id: "people", desc: true } });
    expect(rows.map(({ id: _id, ...row }) => row)).toEqual([
      {
        name: "Vienna, public doors",
        sites: [{ name: "Vienna headquarters", doors: ["Main entrance", "Side entrance"] }],
        elsewhere: false,
        rules: 1,
        people: 1,
      },
      {
        name: "London, public doors",
        sites: [{ name: "London office", doors: ["Front door"] }],
        elsewhere: false,
        rules: 0,
        people: 0,
      },
    ]);
  });

  test("who looks after one site sees its doors only, and changes only areas that lie in it", async () => {
    const vienna = office.actor("admin", ["Vienna headquarters"]);
    const mixed = expectOk(
      await createArea(office.owner, { name: "Both", deviceIds: [door("v-main"), door("l-main")] }),
    ).areaId;

    const { rows } = await listAreas(vienna, list);
    expect(rows.map((row) => [row.name, row.sites.map((site) => site.name), row.elsewhere])).toEqual([
      ["Both", ["Vienna headquarters"], true],
      ["Vienna, public doors", ["Vienna headquarters"], false],
    ]);
    expect(await findArea(vienna, office.londonArea)).toBeNull();
    expect((await findArea(vienna, mixed))?.deviceIds).toEqual([door("v-main")]);
    expect(new Set((await listDoorOptions(vienna)).map((one) => one.siteName))).toEqual(
      new Set(["Vienna headquarters"]),
    );

    const refused = { ok: false, refusal: { code: "forbidden" } };
    expect(await updateArea(vienna, await edit(mixed, "Both", ["v-main"], vienna), null)).toMatchObject(
      refused,
    );
    expect(await removeArea(vienna, mixed)).toMatchObject(refused);
    expect(await removeArea(vienna, office.londonArea)).toMatchObject(refused);
    const reaching = await edit(office.publicArea, "Vienna", ["v-main", "l-main"], vienna);
    expect(await updateArea(vienna, reaching, null)).toMatchObject(refused);
    expect(await createArea(vienna, { name: "New", deviceIds: [door("l-main")] })).toMatchObject(refused);
    expectOk(await updateArea(vienna, await edit(office.publicArea, "Vienna", ["v-main"], vienna), null));
  });

  test("a manager may not change areas", async () => {
    await expect(createArea(office.actor("manager"), { name: "New", deviceIds: [] })).rejects.toMatchObject({
      code: "forbidden",
    });
  });
});
