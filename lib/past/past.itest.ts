import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import type { DeviceId, Instant, NukiAuthId, SiteId, StaffId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, makeActor, systemActor } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import {
  areas,
  auditEvents,
  authorizationLives,
  credentialLives,
  devices,
  entries,
  installation,
  rules,
  schedules,
  sites,
  staff,
} from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { adopt } from "@/lib/sync/adopt";
import { noteLives } from "@/lib/sync/note-lives";
import { observeAll, observeDevice } from "@/lib/sync/observe-authorizations";
import { type Ground, hire, layGround, officeHours, type SyncLab, startSyncLab } from "@/lib/sync/testing";
import { exportPast, type PastWords } from "./export";
import { sinceOf } from "./lives";
import { whatCouldOpen, whoCouldOpen } from "./queries";
import { type Question, questionOf } from "./question";
import { gapsKey } from "./recorded";
import { asKeyOf } from "./words";

const minute = 60_000;

describeDatabases("the past of doors", (open) => {
  let database: TestDatabase;
  let lab: SyncLab;
  let ground: Ground;
  let keypads: DeviceId[];
  const owner: Actor = systemActor();

  beforeAll(async () => {
    database = await open();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    // The lab's clock stands in a past of which no entries would be kept.
    await database.db.update(sites).set({ entriesDays: null });
    keypads = ground.doors.filter((door) => door.keypadModel !== null).map((door) => door.id);
  });
  afterAll(async () => {
    await lab.stop();
    await database.close();
  });

  function door(index = 0): { id: DeviceId; name: string; nukiId: number } {
    const found = ground.doors.find((one) => one.id === keypads[index]);
    if (!found) throw new Error("no such keypad");
    return found;
  }

  /** Somebody with a code at a door, as read there; the rules are asked again some minutes later. */
  async function given(name: string, at = door().id): Promise<StaffId> {
    const staffId = await hire(database, ground, name, { doors: [at] }, lab.now());
    await lab.settle([staffId]);
    await pass(10);
    return staffId;
  }

  /** Some minutes, and a reading of all doors. */
  async function pass(minutes: number): Promise<Instant> {
    await lab.advance(minutes * minute);
    await lab.turn();
    return lab.now();
  }

  async function rowAt(staffId: StaffId, at: Instant, deviceId = door().id) {
    const answer = await whoCouldOpen(owner, deviceId, at);
    const rows = answer?.rows.filter((row) => row.staffId === staffId) ?? [];
    expect(rows.length).toBeLessThan(2);
    return rows[0];
  }

  const livesOf = (staffId: StaffId) =>
    database.db
      .select()
      .from(authorizationLives)
      .where(eq(authorizationLives.staffId, staffId))
      .orderBy(authorizationLives.id);

  test("given, narrowed, taken away and given again: each moment tells what was true then", async () => {
    const before = lab.now();
    const anna = await given("Anna Berger");
    const had = lab.now() - 5 * minute;

    expect(await rowAt(anna, before - minute)).toBeUndefined();
    expect(await rowAt(anna, had)).toMatchObject({
      certainty: "certain",
      gate: "open",
      kind: "keypad",
      name: "Anna Berger",
      type: 13,
      rules: [{ team: null, area: `Only ${door().name}`, schedule: "Office hours" }],
      fromMinute: 420,
      used: null,
    });
    const [first] = await livesOf(anna);
    expect((await rowAt(anna, had))?.since).toEqual({
      after: first?.notBefore?.getTime(),
      at: first?.fromAt.getTime(),
    });

    const [narrow] = await database.db
      .insert(schedules)
      .values({ name: "Afternoons", windows: [{ ...officeHours, fromMinute: 720 }] })
      .returning();
    if (!narrow) throw new Error("no schedule");
    const own = eq(rules.staffId, anna);
    await database.db.update(rules).set({ scheduleId: narrow.id }).where(own);
    await lab.settle([anna]);
    const narrowed = await pass(6);
    // 09 something in the morning: it is on the door, and does not open.
    expect(await rowAt(anna, narrowed - minute)).toMatchObject({
      gate: "other_time",
      fromMinute: 720,
      rules: [{ schedule: "Afternoons" }],
    });
    expect(await rowAt(anna, had)).toMatchObject({ gate: "open", fromMinute: 420 });

    await database.db
      .update(areas)
      .set({ name: "Renamed" })
      .where(eq(areas.name, `Only ${door().name}`));
    await database.db.update(staff).set({ displayName: "Anna Huber" }).where(eq(staff.id, anna));
    expect(await rowAt(anna, had)).toMatchObject({
      name: "Anna Berger",
      nameNow: "Anna Huber",
      rules: [{ area: `Only ${door().name}` }],
    });

    const kept = await database.db.select().from(rules).where(own);
    await database.db.delete(rules).where(own);
    await lab.settle([anna]);
    const gone = await pass(6);
    expect(await rowAt(anna, gone)).toBeUndefined();
    const lives = await livesOf(anna);
    const last = lives.at(-1);
    const seen = last?.lastSeenAt?.getTime() ?? 0;
    expect(await rowAt(anna, seen)).toMatchObject({ certainty: "certain" });
    expect(await rowAt(anna, seen + 1)).toMatchObject({ certainty: "ended" });
    expect(await rowAt(anna, last?.untilAt?.getTime() ?? 0)).toBeUndefined();
    expect(lives.every((life) => life.untilAt !== null)).toBe(true);
    expect(await sinceOf([anna])).toEqual(new Map());
    const wishes = await database.db.select().from(credentialLives).where(eq(credentialLives.staffId, anna));
    expect(wishes.map((wish) => wish.fromMinute)).toEqual([420, 720]);
    expect(wishes.every((wish) => wish.untilAt !== null)).toBe(true);

    await database.db.insert(rules).values(kept);
    await lab.settle([anna]);
    const again = await pass(6);
    expect(await rowAt(anna, gone - 1)).toBeUndefined();
    expect(await rowAt(anna, again)).toMatchObject({ rules: [{ area: "Renamed" }] });
    const since = (await sinceOf([anna], [door().id])).get(`${anna} ${door().id}`);
    expect(since?.getTime()).toBeGreaterThan(gone);
    expect(await sinceOf([anna], [door(1).id])).toEqual(new Map());
  });

  test("a change of hours goes on with what was there, and the same reading twice changes nothing", async () => {
    const ben = await given("Ben Gruber");
    const [first] = await livesOf(ben);
    expect((await sinceOf([ben])).get(`${ben} ${door().id}`)).toEqual(first?.fromAt);
    const before = await database.db.$count(authorizationLives);
    await observeAll(lab.context);
    await observeAll(lab.context);
    await observeDevice(lab.context, door());
    const ids = ground.doors.map(({ id }) => id);
    const written = (await livesOf(ben)).map((life) => ({ deviceId: life.deviceId, nukiId: life.authId }));
    await transact((tx) => noteLives(tx, ids, { written, absent: [], readAt: new Date(lab.now()) }));
    expect(await database.db.$count(authorizationLives)).toBe(before);
  });

  test("what somebody else put on a door is unmanaged until it is adopted, and is told as theirs then", async () => {
    await lab.context.nuki.writer.createAuths({
      deviceIds: [door(1).nukiId],
      content: {
        ...{ name: "Cleaner", enabled: true, remoteAllowed: false, window: officeHours },
        ...{ validFrom: null, validUntil: null },
      },
      holder: { kind: "keypad", code: "739518" },
    });
    await pass(6);
    const foreign = await pass(6);
    const answer = await whoCouldOpen(owner, door(1).id, foreign);
    const cleaner = answer?.rows.find((row) => row.name === "Cleaner");
    expect(cleaner).toMatchObject({ rules: "unmanaged", staffId: null, gate: "open", later: null });

    const [eva] = await database.db.insert(staff).values({ displayName: "Eva Cleaner" }).returning();
    if (!eva || !cleaner?.authId) throw new Error("nobody to adopt it for");
    await lab.advance(minute);
    await adopt(lab.context, [
      { staffId: eva.id, deviceId: door(1).id, kind: "keypad", authId: cleaner.authId },
    ]);
    const atOnce = (await whatCouldOpen(owner, eva.id, lab.now()))?.rows;
    expect(atOnce).toMatchObject([{ staffId: eva.id, rules: "none" }]);
    await observeDevice(lab.context, door(1));
    const after = await whoCouldOpen(owner, door(1).id, foreign);
    expect(after?.rows.find((row) => row.name === "Cleaner")?.later).toEqual({
      staffId: eva.id,
      person: "Eva Cleaner",
    });
    const hers = await whatCouldOpen(owner, eva.id, foreign);
    expect(hers?.rows.map((row) => [row.door.id, row.rules])).toEqual([[door(1).id, "unmanaged"]]);
    // No rule wants it: it is on its way out, and nothing else is claimed.
    await lab.advance(minute);
    const owned = (await whatCouldOpen(owner, eva.id, lab.now()))?.rows;
    expect(owned).toMatchObject([{ rules: "none", name: "Eva Cleaner", certainty: "unread" }]);
  });

  test("a reading that failed begins and ends nothing, and says so until the next one", async () => {
    const carla = await given("Carla Novak", door(2).id);
    const before = await database.db.$count(authorizationLives);
    const [device] = await database.db
      .select()
      .from(devices)
      .where(eq(devices.id, door(2).id));
    await lab.faults({ answer5xx: 1000 });
    const blind = await pass(6);
    expect(await database.db.$count(authorizationLives)).toBe(before);
    expect(await rowAt(carla, blind, door(2).id)).toMatchObject({ certainty: "unread", gate: "open" });
    const answer = await whoCouldOpen(owner, door(2).id, blind);
    expect(answer?.door.readAt).toBe(device?.authorizationsSeenAt?.getTime());
    await lab.faults({ answer5xx: 0 });
    await pass(6);
    expect(await rowAt(carla, blind, door(2).id)).toMatchObject({ certainty: "certain" });
  });

  test("what the rules want at a door that is offline is told, and not as something that opened", async () => {
    const verb = (name: string) => lab.control("POST", `devices/${encodeURIComponent(door(1).name)}/${name}`);
    await verb("offline");
    await pass(1);
    const doris = await hire(database, ground, "Doris Wolf", { doors: [door(1).id] }, lab.now());
    await lab.turn([doris]);
    const waiting = await pass(2);
    expect(await rowAt(doris, waiting, door(1).id)).toMatchObject({
      certainty: null,
      type: null,
      gate: "open",
    });
    await verb("online");
    await pass(1);
    await lab.settle();
    const arrived = await pass(6);
    expect(await rowAt(doris, arrived, door(1).id)).toMatchObject({ type: 13 });
    expect(await rowAt(doris, waiting, door(1).id)).toMatchObject({ certainty: null });
  });

  test("a device that Nuki no longer lists keeps what it had, and how old the last reading is", async () => {
    const frida = await given("Frida Maier", door(2).id);
    const at = await pass(6);
    await database.db
      .update(devices)
      .set({ missingSince: new Date(at) })
      .where(eq(devices.id, door(2).id));
    await observeAll(lab.context);
    expect(await rowAt(frida, at + 86_400_000, door(2).id)).toMatchObject({ certainty: "unread" });
    const [life] = (await livesOf(frida)).filter((one) => one.deviceId === door(2).id);
    expect(life?.untilAt).toBeNull();
    await database.db
      .update(devices)
      .set({ missingSince: null })
      .where(eq(devices.id, door(2).id));
  });

  describe("who may ask, and what is asked for", () => {
    test("before the first reading nothing is known, and nothing is claimed", async () => {
      const answer = await whoCouldOpen(owner, door().id, lab.now() - 365 * 86_400_000);
      expect(answer?.rows).toEqual([]);
      expect(answer?.door.knownFrom).toBeGreaterThan(lab.now() - 86_400_000);
    });

    test("what an older release did not record is not claimed to be known", async () => {
      const from = new Date(lab.now());
      await database.db.insert(installation).values({ key: "past_recorded_from", value: from.toISOString() });
      expect((await whoCouldOpen(owner, door().id, from.getTime()))?.door.knownFrom).toBe(from.getTime());
      await database.db.delete(installation).where(eq(installation.key, "past_recorded_from"));
      expect((await whoCouldOpen(owner, door().id, from.getTime()))?.door.knownFrom).toBeLessThan(
        from.getTime(),
      );
    });

    test("an hour without a reading is noted once, when the list is read again", async () => {
      await given("Lena Vogt");
      const gapsOf = async () => (await whoCouldOpen(owner, door().id, lab.now()))?.door.gaps ?? [];
      const before = (await gapsOf()).length;
      await lab.faults({ answer5xx: 10_000 });
      const blind = await pass(70);
      // Nothing is noted yet, and what may have come since the last reading is in no answer either.
      const [mara] = await database.db.insert(staff).values({ displayName: "Mara Lenz" }).returning();
      const unread = async () =>
        (await whatCouldOpen(owner, mara?.id ?? "", lab.now()))?.unread.map(({ id }) => id);
      expect(await unread()).toContain(door().id);
      await lab.faults({ answer5xx: 0 });
      await pass(6);
      await observeAll(lab.context);
      expect(await unread()).toEqual([]);
      const gaps = await gapsOf();
      expect(gaps).toHaveLength(before + 1);
      expect(gaps.at(-1)?.from).toBeLessThan(blind);
      expect(gaps.at(-1)?.to).toBeGreaterThan(blind);
    });

    test("of a door that was hardly ever read for long, no more is kept than can be shown, and nothing is hidden", async () => {
      const key = gapsKey(door().id);
      const start = lab.now() - 400 * 86_400_000;
      const iso = (hours: number) => new Date(start + hours * 60 * minute).toISOString();
      const value = Array.from({ length: 100 }, (_, index) => [iso(4 * index), iso(4 * index + 2)]);
      await database.db
        .insert(installation)
        .values({ key, value })
        .onConflictDoUpdate({ target: installation.key, set: { value } });
      await pass(70);
      const gaps = (await whoCouldOpen(owner, door().id, lab.now()))?.door.gaps ?? [];
      expect(gaps).toHaveLength(100);
      expect([gaps[0]?.from, gaps[0]?.to]).toEqual([Date.parse(iso(0)), Date.parse(iso(6))]);
      await database.db.delete(installation).where(eq(installation.key, key));
    });

    test("whoever looks after one site sees its doors only, also of a person", async () => {
      const gina = await given("Gina Lang");
      const [other] = await database.db
        .insert(sites)
        .values({ name: "London", timeZone: "Europe/London" })
        .returning();
      if (!other) throw new Error("no site");
      const limited = (siteIds: SiteId[], role: "manager" | "reception" = "manager") =>
        makeActor({ ...{ adminId: null, name: "M", email: "m@example.com" }, role, sites: siteIds });
      const at = lab.now();
      expect((await whatCouldOpen(limited([ground.siteId]), gina, at))?.rows).toHaveLength(1);
      const foreign = await whatCouldOpen(limited([other.id]), gina, at);
      expect([foreign?.rows, foreign?.unknown]).toEqual([[], []]);
      expect(await whoCouldOpen(limited([other.id]), door().id, at)).toBeNull();
      await expect(whoCouldOpen(limited([ground.siteId], "reception"), door().id, at)).rejects.toThrow();
      expect(await whoCouldOpen(owner, "no id", at)).toBeNull();
      expect(await whatCouldOpen(owner, "no id", at)).toBeNull();
    });

    test("what was used on that day is counted, of that day and of that authorization only", async () => {
      const hanna = await given("Hanna Fuchs");
      const [life] = await database.db
        .select()
        .from(authorizationLives)
        .where(and(eq(authorizationLives.staffId, hanna), isNull(authorizationLives.untilAt)));
      const at = lab.now();
      const entry = (id: string, occurredAt: Instant, authId: NukiAuthId | undefined, state = 0) => ({
        ...{ deviceId: door().id, nukiId: id, deviceType: 4, action: 1, trigger: 255, state, name: "Hanna" },
        ...{ occurredAt: new Date(occurredAt), receivedAt: new Date(at), autoUnlock: false, authId },
        ...{ staffId: hanna, outcome: state === 0 ? ("opened" as const) : ("refused" as const) },
      });
      await database.db
        .insert(entries)
        .values([
          entry("1", at, life?.authId),
          entry("2", at - minute, life?.authId),
          entry("3", at - 2 * minute, life?.authId, 10),
          entry("4", at - 86_400_000, life?.authId),
          entry("5", at, "somebody else" as NukiAuthId),
        ]);
      const row = await rowAt(hanna, at);
      expect(row?.used).toEqual({ count: 2, firstAt: at - minute });
      const site = eq(sites.id, ground.siteId);
      await database.db.update(sites).set({ entriesDays: 90 }).where(site);
      await database.db.delete(entries);
      expect((await rowAt(hanna, at))?.used).toBe("not_kept");
      await database.db.update(sites).set({ entriesDays: null }).where(site);
    });

    test("while names are hidden nobody is told who was where on that day", async () => {
      const iris = await given("Iris Bauer");
      const hide = (namesHidden: boolean) => ({ namesHidden, inside: false });
      await database.db.insert(installation).values({ key: "privacy", value: hide(true) });
      expect((await rowAt(iris, lab.now()))?.used).toBe("hidden");
      await database.db
        .update(installation)
        .set({ value: hide(false) })
        .where(eq(installation.key, "privacy"));
      expect((await rowAt(iris, lab.now()))?.used).toBeNull();
    });

    const words: PastWords = {
      header: (column) => column,
      as: (row) => asKeyOf(row),
      gate: (row) => row.gate,
      sure: (row) => row.certainty ?? "missing",
      byRule: (row) => (typeof row.rules === "string" ? row.rules : "wanted"),
      rule: (rule) => `${rule.area} ${rule.schedule}`,
      remote: String,
      unused: (used) => String(used),
    };

    test("a file has the whole answer, runs nothing in a spreadsheet, and leaves a trace", async () => {
      await given("=Julia Wolf");
      const ask = (actor: Actor, question: Question) =>
        exportPast(actor, question, { at: lab.now(), locale: "en", words });
      const question = questionOf({ about: "door", door: door().id });
      const csv = await ask(owner, question);
      const line = csv?.split("\r\n").find((one) => one.includes("Julia Wolf"));
      expect(line).toContain(",'=Julia Wolf,");
      expect(line).toContain("keypad,open,");
      expect(line).toContain("Mon-Fri,07:00-19:00");
      expect(line).toContain("wanted,Renamed Office hours");
      const [event] = await database.db
        .select()
        .from(auditEvents)
        .where(eq(auditEvents.type, "past.exported"));
      expect(event).toMatchObject({ subjectId: door().id, detail: { name: door().name, about: "door" } });
      expect(await ask(owner, questionOf({ about: "door", door: "none" }))).toBeNull();
    });

    test("a file about a door that nobody read says so, also where it shows nobody", async () => {
      const started = lab.now();
      await pass(70);
      const at = started + 35 * minute;
      const ask = (question: object) =>
        exportPast(owner, { ...questionOf({}), ...question }, { at, locale: "en", words });
      const [nina] = await database.db.insert(staff).values({ displayName: "Nina Vogl" }).returning();
      const linesOf = (csv: string | null) => csv?.split("\r\n").filter((line) => line !== "") ?? [];
      const [header, ...lines] = linesOf(await ask({ about: "person", person: nina?.id }));
      expect(lines.some((line) => line.includes(door().name))).toBe(true);
      const columns = header?.split(",") ?? [];
      for (const line of lines) {
        const cells = line.split(",");
        expect(cells).toHaveLength(columns.length);
        expect([cells[columns.indexOf("person")], cells[columns.indexOf("notReadFrom")]]).toEqual([
          "",
          expect.stringMatching(/^20/),
        ]);
      }
      const ofDoor = linesOf(await ask({ about: "door", door: door().id }));
      expect(ofDoor.length).toBeGreaterThan(1);
      const after = await exportPast(
        owner,
        { ...questionOf({}), about: "person", person: nina?.id ?? "" },
        { at: lab.now(), locale: "en", words },
      );
      expect(linesOf(after)).toHaveLength(1);
    });

    test("what was deleted as agreed is not taken for nobody", async () => {
      const before = lab.now() - minute;
      expect(await rowAt(await given("Karin Moser"), lab.now())).toBeDefined();
      const detail = { what: "authorizations", count: 1, before: new Date(before).toISOString() };
      await transact((tx) => record(tx, systemActor(), [{ type: "past.deleted", detail }]));
      const answer = await whoCouldOpen(owner, door().id, before - 1);
      expect([answer?.rows, answer?.door.knownFrom]).toEqual([[], before]);
      expect((await whoCouldOpen(owner, door().id, before))?.rows).not.toEqual([]);
    });
  });
});
