import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import type { Role } from "@/lib/auth/permissions";
import {
  admins,
  auditEvents,
  authorizations,
  bindings,
  entries,
  rules,
  sites,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { type Ground, hire, layGround, type SyncLab, startSyncLab, statesOf } from "@/lib/sync/testing";
import { adoptCode, previewAdoption } from "./adopt";
import { cleanUpExpired, previewCleanUp } from "./clean-up";
import { getOutlook, listCodes } from "./codes";
import { findKeypad, listBursts, listKeypads } from "./queries";

const list = { q: "", sort: { id: "attention", desc: false }, pageSize: 50, offset: 0, filters: {} };
const codes = { ...list, sort: { id: "standing", desc: false } };

describeDatabases("keypads", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let lab: SyncLab;
  let ground: Ground;
  let owner: Actor;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
    lab = await startSyncLab(database);
  });
  beforeEach(async () => {
    await database.empty();
    await lab.stop();
    lab = await startSyncLab(database);
    await lab.turn();
    ground = await layGround(database);
    owner = await actor("owner");
  });
  afterAll(async () => {
    await lab.stop();
    await queue.close();
    await database.close();
  });

  const actor = async (role: Role, siteIds: Actor["sites"] = "all"): Promise<Actor> => {
    const email = `${role}@example.com`;
    const [row] = await database.db
      .insert(admins)
      .values({ email, name: role, role, allSites: true })
      .returning();
    if (!row) throw new Error("no admin");
    return makeActor({ adminId: row.id, name: role, email, role, sites: siteIds });
  };
  const now = () => new Date(lab.now());
  const keypads = () => ground.doors.filter((door) => door.keypadModel !== null);
  const door = (index = 0) => {
    const found = keypads()[index];
    if (!found) throw new Error("no keypad");
    return found;
  };
  const verb = (name: string, body: unknown) => lab.control("POST", `devices/${door().nukiId}/${name}`, body);
  /** Somebody makes a code in the Nuki app; it is read. */
  const foreignCode = async (values: Record<string, unknown>, at = door()): Promise<NukiAuthId> => {
    await lab.control("POST", `devices/${at.nukiId}/app-change`, {
      add: { type: 13, name: "Postbote", code: 458_921, ...values },
    });
    await lab.context.nuki.writer.requestSync(at.nukiId);
    await lab.advance(10 * 60_000);
    await lab.settle("all");
    const [row] = await database.db
      .select({ id: authorizations.nukiId })
      .from(authorizations)
      .where(
        and(eq(authorizations.deviceId, at.id), eq(authorizations.name, String(values.name ?? "Postbote"))),
      );
    if (!row) throw new Error("the code did not show");
    return row.id;
  };
  const adoption = (authId: NukiAuthId, staffId: StaffId, values: object = {}) => ({
    deviceId: door().id,
    authId,
    staffId,
    code: "own" as const,
    everywhere: false,
    ...values,
  });
  const adoptSeen = async (input: Parameters<typeof previewAdoption>[1]) => {
    const preview = expectOk(await previewAdoption(owner, input, now()));
    expectOk(await adoptCode(owner, input, preview.fingerprint, now()));
    return preview.consequences;
  };
  const codeOf = async (staffId: StaffId) => {
    const [row] = await database.db
      .select()
      .from(staffCodes)
      .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));
    if (!row) throw new Error("no code");
    return getSecrets().unseal(row.code, `staff_code:${row.id}`);
  };
  const standings = async (deviceId: DeviceId = door().id) =>
    Object.fromEntries(
      (await listCodes(owner, deviceId, codes, now())).rows.map((row) => [row.name, row.standing]),
    );
  const events = async () =>
    (await database.db.select({ type: auditEvents.type }).from(auditEvents).orderBy(auditEvents.id)).map(
      (row) => row.type,
    );

  test("one row per device with a keypad, its places told apart", async () => {
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    await lab.settle([anna]);
    await foreignCode({});
    await foreignCode({
      ...{ name: "Fire brigade", code: 458_937, allowedWeekDays: 127 },
      allowedUntilDate: "2026-02-01T00:00:00Z",
    });
    await hire(database, ground, "Ben Coming", { doors: [door().id] }, lab.now());
    await lab.turn("all");

    const { rows, total } = await listKeypads(owner, list, now());
    expect(total).toBe(keypads().length);
    const row = rows.find((one) => one.deviceId === door().id);
    expect(row?.model).toBe(door().keypadModel);
    expect(row?.slots).toEqual({
      ...{ ours: 1, pending: 0, unmanaged: 1, expired: 0, expired_unmanaged: 1, used: 3, coming: 1 },
      ...{ capacity: 100, free: 96 },
    });
    expect(row?.attention).toEqual(["expired"]);
    expect(await standings()).toEqual({
      ...{ "Fire brigade": "expired_unmanaged", Postbote: "unmanaged", "Anna Berger": "ours" },
    });
  });

  test("a date without a weekday mask ends nothing, so such a code has not expired", async () => {
    await foreignCode({ allowedUntilDate: "2026-02-01T00:00:00Z" });
    expect(await standings()).toEqual({ Postbote: "unmanaged" });
  });

  test("wrong codes are counted by the hour, and thick ones are a burst that is found by the filter", async () => {
    const rowsOf = (minutesAgo: number[], state = 224) =>
      minutesAgo.map((minutes) => ({
        ...{ deviceId: door().id, nukiId: `${state}-${minutes}`, receivedAt: now(), deviceType: 4 },
        ...{ occurredAt: new Date(lab.now() - minutes * 60_000), action: 1, trigger: 255, state },
        ...{ source: 1, autoUnlock: false, name: "" },
      }));
    // A right code outside of its hours (9) is no wrong one.
    await database.db
      .insert(entries)
      .values([
        ...rowsOf([70, 71, 72, 73, 74, 600, 2_000]),
        ...rowsOf([1, 2, 3, 4, 5], 9),
        ...rowsOf([30], 0),
      ]);
    const { rows } = await listKeypads(owner, { ...list, filters: { attention: ["burst"] } }, now());
    expect(rows.map((row) => row.deviceId)).toEqual([door().id]);
    const [row] = rows;
    expect(row?.wrong.count).toBe(6);
    expect(row?.wrong.hours.at(-2)).toBe(5);
    expect(row?.wrong.burst?.count).toBe(5);
    expect(row?.lastUse).toEqual(new Date(lab.now() - 30 * 60_000));
    expect(await listBursts(owner, door().id, { now: now(), days: 7 })).toHaveLength(1);
  });

  test("a battery that runs out and a keypad that is nearly full ask for somebody", async () => {
    await verb("battery", { keypadCritical: true });
    await lab.advance(60_000);
    await lab.turn();
    await database.db.insert(authorizations).values(
      Array.from({ length: 180 }, (_, index) => ({
        ...{ deviceId: door(1).id, nukiId: `full-${index}` as NukiAuthId, type: 13, name: `Code ${index}` },
        ...{ enabled: true, remoteAllowed: false, busy: false, seenAt: now() },
      })),
    );
    const found = async (id: string) =>
      (await listKeypads(owner, { ...list, filters: { attention: [id] } }, now())).rows.map((row) => [
        row.deviceId,
        row.attention,
      ]);
    expect(await found("battery")).toEqual([[door().id, ["battery"]]]);
    expect(await found("nearly_full")).toEqual([[door(1).id, ["nearly_full"]]]);
    expect((await getOutlook(owner, door(1).id, now())).blocked).toBe(0);
  });

  test("who looks after another site sees no keypad of this one, nor what is on it", async () => {
    const [other] = await database.db
      .insert(sites)
      .values({ name: "London", timeZone: "Europe/London" })
      .returning();
    if (!other) throw new Error("no site");
    const authId = await foreignCode({});
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    const london = await actor("manager", [other.id]);
    expect((await listKeypads(london, list, now())).total).toBe(0);
    expect(await findKeypad(london, door().id, now())).toBeNull();
    expect((await listCodes(london, door().id, codes, now())).total).toBe(0);
    expect(await previewAdoption(london, adoption(authId, anna), now())).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await previewCleanUp(london, { deviceIds: [door().id] }, now())).toMatchObject({
      refusal: { code: "already_removed" },
    });
    const reception = await actor("reception");
    await expect(previewAdoption(reception, adoption(authId, anna), now())).rejects.toThrow("may not");
    await expect(cleanUpExpired(reception, { deviceIds: [door().id] }, now())).rejects.toThrow("may not");
  });

  test("a code of ours past its day is removed when somebody asks, one that is not ours never", async () => {
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    await database.db.update(staff).set({ lastDay: "2026-03-02" }).where(eq(staff.id, anna));
    await lab.settle([anna]);
    await foreignCode({
      ...{ name: "Fire brigade", code: 458_937, allowedWeekDays: 127 },
      allowedUntilDate: "2026-02-01T00:00:00Z",
    });
    await lab.advance(24 * 3_600_000);
    expect((await findKeypad(owner, door().id, now()))?.slots).toMatchObject({
      ...{ ours: 0, expired: 1, expired_unmanaged: 1 },
    });

    const asked = { deviceIds: [door().id] };
    const preview = expectOk(await previewCleanUp(owner, asked, now()));
    expect(preview.map(({ staffName, fate, waits }) => [staffName, fate, waits])).toEqual([
      ["Anna Berger", "removed", null],
    ]);
    expect(expectOk(await cleanUpExpired(owner, asked, now()))).toEqual({ count: 1 });
    expect(await events()).toContain("codes.expired_removed");
    const [job] = await queue.take("sync", 1);
    expect(job?.data.staffIds).toEqual([anna]);

    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["removed"]);
    expect(await standings()).toEqual({ "Fire brigade": "expired_unmanaged" });
    expect(await previewCleanUp(owner, asked, now())).toMatchObject({ refusal: { code: "already_removed" } });
  });

  test("an adopted code that the rules grant is brought to them, with the person's own digits", async () => {
    const authId = await foreignCode({});
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    const input = adoption(authId, anna);
    const { create, update, remove, doors } = await adoptSeen(input);
    expect([create.keypad, update.keypad, remove.keypad]).toEqual([0, 1, 0]);
    expect(doors.map(({ id, updated }) => [id, updated])).toEqual([[door().id, 1]]);
    expect(await events()).toEqual(["credential.adopted"]);

    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["active"]);
    expect(await standings()).toEqual({ "Anna Berger": "ours" });
    const [bound] = await database.db.select().from(bindings).where(eq(bindings.staffId, anna));
    expect([bound?.authId, bound?.origin]).toEqual([authId, "adopted"]);
    expect(await codeOf(anna)).not.toBe("458921");
    // Nothing was created: the one on the keypad was taken over.
    expect((await lab.writes()).filter(({ method }) => method === "PUT")).toEqual([]);
  });

  test("the digits on the keypad become the person's at every door, the same ones elsewhere with them", async () => {
    const first = await foreignCode({});
    await foreignCode({}, door(1));
    const doors = [door().id, door(1).id, door(2).id];
    const anna = await hire(database, ground, "Anna Berger", { doors }, lab.now());
    const [row] = (await listCodes(owner, door().id, codes, now())).rows;
    expect(row?.sameDigits.doors).toEqual([door(1).name]);

    const seen = await adoptSeen(adoption(first, anna, { code: "this", everywhere: true }));
    // Created at the third door as before, with other digits; both others are brought to the rules.
    expect(seen.update.keypad).toBe(2);
    expect(await codeOf(anna)).toBe("458921");
    expect(await events()).toEqual(["credential.adopted", "credential.adopted", "code.replaced"]);
    await lab.settle([anna]);
    expect(await statesOf(database, anna)).toEqual(["active", "active", "active"]);
    for (const id of doors) expect(await standings(id)).toEqual({ "Anna Berger": "ours" });
  });

  test("a code for somebody without a rule there is announced as removed, and then it is", async () => {
    const authId = await foreignCode({});
    const anna = await hire(database, ground, "Anna Berger", { doors: [] }, lab.now());
    const seen = await adoptSeen(adoption(authId, anna));
    expect(seen.doors.map(({ removed }) => removed)).toEqual([1]);
    await lab.settle([anna]);
    expect(await standings()).toEqual({});
  });

  test("nothing is adopted but what was previewed", async () => {
    const authId = await foreignCode({});
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    const input = adoption(authId, anna);
    const { fingerprint } = expectOk(await previewAdoption(owner, input, now()));
    // The preview left nothing behind.
    expect(await database.db.select().from(bindings)).toEqual([]);
    await database.db.delete(rules).where(eq(rules.staffId, anna));
    expect(await adoptCode(owner, input, fingerprint, now())).toMatchObject({
      refusal: { code: "plan_changed" },
    });
    expect(await database.db.select().from(bindings)).toEqual([]);
  });

  test("a person has one code per keypad, and a leaver gets none", async () => {
    const authId = await foreignCode({});
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    await lab.settle([anna]);
    expect(await previewAdoption(owner, adoption(authId, anna), now())).toMatchObject({
      refusal: { code: "has_code_there" },
    });
    const ben = await hire(database, ground, "Ben Gone", { doors: [] }, lab.now());
    await database.db.update(staff).set({ status: "removed" }).where(eq(staff.id, ben));
    expect(await previewAdoption(owner, adoption(authId, ben), now())).toMatchObject({
      refusal: { code: "not_found" },
    });
    // Ours already: there is nothing to adopt.
    const [own] = await database.db.select().from(bindings).where(eq(bindings.staffId, anna));
    const cara = await hire(database, ground, "Cara New", { doors: [] }, lab.now());
    if (!own) throw new Error("no binding");
    expect(await previewAdoption(owner, adoption(own.authId, cara), now())).toMatchObject({
      refusal: { code: "not_found" },
    });
  });

  test("a code that was ours once, for somebody else, can be adopted again", async () => {
    const authId = await foreignCode({});
    const ben = await hire(database, ground, "Ben Kramer", { doors: [] }, lab.now());
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    const before = { staffId: ben, deviceId: door().id, kind: "keypad" as const, authId };
    await database.db.insert(bindings).values({ ...before, origin: "created", endedAt: now() });
    await adoptSeen(adoption(authId, anna));
    const rows = await database.db.select().from(bindings);
    expect(rows.map(({ staffId, origin, endedAt }) => [staffId, origin, endedAt])).toEqual([
      [anna, "adopted", null],
    ]);
  });

  test("digits that somebody else has do not become anybody's", async () => {
    const ben = await hire(database, ground, "Ben Kramer", { doors: [] }, lab.now());
    const digits = Number(await codeOf(ben));
    const authId = await foreignCode({ code: digits });
    const anna = await hire(database, ground, "Anna Berger", { doors: [door().id] }, lab.now());
    expect(await previewAdoption(owner, adoption(authId, anna, { code: "this" }), now())).toMatchObject({
      refusal: { code: "duplicate_code" },
    });
    const [row] = (await listCodes(owner, door().id, codes, now())).rows;
    expect(row?.sameDigits.owner).toEqual({ id: ben, name: "Ben Kramer" });
  });
});
