import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { type Actor, makeActor } from "@/lib/auth/actor";
import { hashPassword } from "@/lib/auth/password";
import { stepUp } from "@/lib/auth/step-up";
import { forgetCookies } from "@/lib/auth/testing";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, authorizations, bindings, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { expectOk, openTestQueue } from "@/lib/imports/testing";
import type { Queue } from "@/lib/jobs/queue";
import { addPerson, openPeopleOffice, type TestOffice } from "@/lib/staff/testing";
import {
  disableCode,
  newCode,
  previewDisableCode,
  previewNewCode,
  previewTypedCode,
  typeCode,
} from "./commands";
import { listCodesOfDoor } from "./door-codes";
import { findByCode } from "./find";
import { findListedDoor, getCodeFacts, getCodeSpace, listGuessOdds, listWithoutCode } from "./queries";
import { copyCode, revealCode } from "./reveal";
import { doorCodesSchema, findCodeSchema } from "./schema";

vi.mock("next/headers", async () => (await import("@/lib/auth/testing")).browser);

const now = new Date("2026-11-23T08:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1000);
const password = "open-sesame";

describeDatabases("personal codes in use", (open) => {
  let database: TestDatabase;
  let queue: Queue;
  let office: TestOffice;
  let passwordHash: string;
  let anna: StaffId;

  beforeAll(async () => {
    database = await open();
    queue = await openTestQueue(database);
    passwordHash = await hashPassword(password);
  });
  beforeEach(async () => {
    forgetCookies();
    await database.empty();
    office = await openPeopleOffice(database);
    await getDb().update(admins).set({ passwordHash });
    anna = await addPerson(office.owner, { teamIds: [office.engineering] });
  });
  afterAll(async () => {
    await queue.close();
    await database.close();
  });

  /** From now on this browser has given the password. */
  async function steppedUp(actor: Actor = office.owner): Promise<Actor> {
    expectOk(await stepUp(actor, password, "192.0.2.1", now));
    return actor;
  }

  const trail = async (type: string) =>
    getDb()
      .select({ subjectId: auditEvents.subjectId, detail: auditEvents.detail, by: auditEvents.adminId })
      .from(auditEvents)
      .where(eq(auditEvents.type, type as "code.revealed"))
      .orderBy(asc(auditEvents.id));

  async function codeOf(staffId: StaffId): Promise<string> {
    const rows = await getDb().select().from(staffCodes).where(eq(staffCodes.staffId, staffId));
    const current = rows.find((row) => row.retiredAt === null);
    return current ? getSecrets().unseal(current.code, `staff_code:${current.id}`) : "";
  }

  let placed = 0;
  /** The digits on a keypad, as a list that was read showed them. */
  async function onKeypad(door: string, digits: string, owner?: { staffId: StaffId; name: string }) {
    const deviceId = doorId(door);
    placed += 1;
    const nukiId = placed.toString(16).padStart(24, "0") as NukiAuthId;
    await getDb()
      .insert(authorizations)
      .values({
        deviceId,
        nukiId,
        type: 13,
        name: owner?.name ?? "Postbote",
        enabled: true,
        remoteAllowed: false,
        code: getSecrets().seal(digits, `authorization_code:${nukiId}`),
        codeHash: getSecrets().hashCode(digits),
        busy: false,
        seenAt: now,
      });
    if (owner) {
      await getDb()
        .insert(bindings)
        .values({ staffId: owner.staffId, deviceId, kind: "keypad", authId: nukiId, origin: "created" });
    }
    return deviceId;
  }

  function doorId(key: string): DeviceId {
    const deviceId = office.doorOf.get(key);
    if (!deviceId) throw new Error(`no door ${key}`);
    return deviceId;
  }

  test("nobody sees a code without giving the password again, and then it is in the trail whose it was", async () => {
    expect(await revealCode(office.owner, anna, now)).toEqual({
      ok: false,
      refusal: { code: "step_up_required" },
    });
    expect(await trail("code.revealed")).toEqual([]);
    await steppedUp();
    expect(expectOk(await revealCode(office.owner, anna, now))).toBe(await codeOf(anna));
    expect(expectOk(await copyCode(office.owner, anna, now))).toBe(await codeOf(anna));
    expect(await revealCode(office.owner, anna, after(300))).toMatchObject({ ok: false });
    const line = { subjectId: anna, detail: {}, by: office.owner.adminId };
    expect(await trail("code.revealed")).toEqual([line]);
    expect(await trail("code.copied")).toEqual([line]);
  });

  test.each(["reception", "auditor"] as const)("the %s may do nothing with codes", async (role) => {
    const actor = await steppedUp(office.actor(role));
    await expect(revealCode(actor, anna, now)).rejects.toThrow("may not");
    await expect(findByCode(actor, "583946", now)).rejects.toThrow("may not");
    await expect(typeCode(actor, { staffId: anna, digits: "583946" }, null, now)).rejects.toThrow("may not");
    await expect(newCode(actor, { staffId: anna, reason: "compromised" }, null, now)).rejects.toThrow(
      "may not",
    );
    await expect(disableCode(actor, anna, null, now)).rejects.toThrow("may not");
    await expect(listGuessOdds(actor, now)).rejects.toThrow("may not");
  });

  test("a manager of one site neither sees nor changes a code that opens doors at another", async () => {
    const london = await steppedUp(office.actor("manager", ["London office"]));
    const forbidden = { ok: false, refusal: { code: "forbidden" } };
    expect(await revealCode(london, anna, now)).toEqual(forbidden);
    expect(await copyCode(london, anna, now)).toEqual(forbidden);
    expect(await typeCode(london, { staffId: anna, digits: "583946" }, null, now)).toEqual(forbidden);
    expect(await newCode(london, { staffId: anna, reason: "compromised" }, null, now)).toEqual(forbidden);
    expect(await disableCode(london, anna, null, now)).toEqual(forbidden);
    expect(await trail("code.revealed")).toEqual([]);
    const vienna = office.actor("manager", ["Vienna headquarters"]);
    expect(await revealCode(vienna, anna, now)).toMatchObject({ ok: true });
    // The rules do not say so any more, but the keypad in London still knows it.
    await onKeypad("l-main", await codeOf(anna), { staffId: anna, name: "Anna Berger" });
    expect(await revealCode(vienna, anna, now)).toEqual(forbidden);
    expect(await getCodeFacts(vienna, anna)).toMatchObject({ isWithin: false });
  });

  test("a leaver has no code to show", async () => {
    await steppedUp();
    await getDb().update(staff).set({ status: "removed" });
    expect(await revealCode(office.owner, anna, now)).toEqual({ ok: false, refusal: { code: "not_found" } });
  });

  test("a code leads to its owner and the doors that show it, and the trail keeps only whether it did", async () => {
    await steppedUp();
    const digits = await codeOf(anna);
    await onKeypad("v-main", digits, { staffId: anna, name: "Anna Berger" });
    const found = expectOk(await findByCode(office.owner, digits, now));
    expect(found).toEqual({
      owners: [{ staffId: anna, name: "Anna Berger", until: null }],
      doors: [
        expect.objectContaining({
          name: "Main entrance",
          siteName: "Vienna headquarters",
          owner: "Anna Berger",
        }),
      ],
      elsewhere: false,
    });
    expect(expectOk(await findByCode(office.owner, "583946", now))).toBeNull();
    expect((await trail("code.searched")).map(({ subjectId, detail }) => [subjectId, detail])).toEqual([
      [anna, { found: true }],
      [null, { found: false }],
    ]);
  });

  test("a stranger's code on a keypad is found with the name that it has there", async () => {
    await steppedUp();
    await onKeypad("v-main", "583946");
    const found = expectOk(await findByCode(office.owner, "583946", now));
    expect(found?.owners).toEqual([]);
    expect(found?.doors).toMatchObject([{ name: "Main entrance", owner: null, nameThere: "Postbote" }]);
  });

  test("a retired code is still known as somebody's", async () => {
    await steppedUp();
    const digits = await codeOf(anna);
    expectOk(await newCode(office.owner, { staffId: anna, reason: "compromised" }, null, now));
    const found = expectOk(await findByCode(office.owner, digits, now));
    expect(found?.owners).toEqual([{ staffId: anna, name: "Anna Berger", until: now }]);
  });

  test("of somebody at another site it is only told that there is somebody", async () => {
    const london = await steppedUp(office.actor("manager", ["London office"]));
    const digits = await codeOf(anna);
    await onKeypad("v-main", digits, { staffId: anna, name: "Anna Berger" });
    expect(expectOk(await findByCode(london, digits, now))).toEqual({
      owners: [],
      doors: [],
      elsewhere: true,
    });
    expect((await trail("code.searched"))[0]?.subjectId).toBeNull();
    await onKeypad("v-main", "583946");
    expect(expectOk(await findByCode(london, "583946", now))).toEqual({
      owners: [],
      doors: [],
      elsewhere: true,
    });
  });

  test("ten codes a minute may be asked for, and the eleventh is refused and not looked up", async () => {
    await steppedUp();
    for (let n = 0; n < 10; n++) expectOk(await findByCode(office.owner, "583946", now));
    expect(await findByCode(office.owner, "583946", after(1))).toEqual({
      ok: false,
      refusal: { code: "too_many_attempts", params: { waitSeconds: 59 } },
    });
    expect(await trail("code.searched")).toHaveLength(10);
    // Typing a code for somebody asks the same question.
    expect(await previewTypedCode(office.owner, { staffId: anna, digits: "583946" }, after(1))).toMatchObject(
      {
        refusal: { code: "too_many_attempts" },
      },
    );
    expect(await findByCode(office.owner, "583946", after(61))).toMatchObject({ ok: true });
  });

  test("a typed code goes through the plan like any other change", async () => {
    const input = { staffId: anna, digits: "583946" };
    expect(await previewTypedCode(office.owner, input, now)).toMatchObject({
      refusal: { code: "step_up_required" },
    });
    await steppedUp();
    const preview = expectOk(await previewTypedCode(office.owner, input, now));
    expect(preview.consequences.create.keypad).toBe(2);
    expect(await codeOf(anna)).not.toBe("583946");
    expectOk(await typeCode(office.owner, input, preview.fingerprint, now));
    expect(await codeOf(anna)).toBe("583946");
    expect(await trail("code.replaced")).toMatchObject([{ subjectId: anna, detail: { reason: "typed" } }]);
    expect(JSON.stringify(preview)).not.toContain("583946");
  });

  test("a typed code that is taken, nearly taken or a stranger's is refused in the same words", async () => {
    await steppedUp();
    const ben = await addPerson(office.owner, { firstName: "Ben" });
    const taken = await codeOf(ben);
    const near = `${taken.slice(0, 5)}${taken.endsWith("9") ? "8" : "9"}`;
    await onKeypad("l-main", "583946");
    const refusals = [];
    for (const digits of [taken, near, "583946", "583947"]) {
      refusals.push(await previewTypedCode(office.owner, { staffId: anna, digits }, now));
    }
    const refusal = { code: "duplicate_code", field: "digits" };
    expect(refusals).toEqual(Array(4).fill({ ok: false, refusal }));
    expect(await typeCode(office.owner, { staffId: anna, digits: "111222" }, null, now)).toEqual({
      ok: false,
      refusal: { code: "code_not_allowed", field: "digits" },
    });
  });

  test("a compromised code is replaced everywhere by another that nobody chose", async () => {
    await steppedUp();
    const before = await codeOf(anna);
    const input = { staffId: anna, reason: "compromised" } as const;
    const preview = expectOk(await previewNewCode(office.owner, input, now));
    expectOk(await newCode(office.owner, input, preview.fingerprint, now));
    const rows = await getDb().select().from(staffCodes).where(eq(staffCodes.staffId, anna));
    expect(rows).toHaveLength(2);
    expect(await codeOf(anna)).not.toBe(before);
    expect(await trail("code.replaced")).toMatchObject([
      { subjectId: anna, detail: { reason: "compromised" } },
    ]);
  });

  test("two admins who press at once give one person one code", async () => {
    const input = { staffId: anna, reason: "compromised" } as const;
    await Promise.all([
      newCode(office.owner, input, null, now),
      newCode(office.owner, input, null, now),
      typeCode(await steppedUp(), { staffId: anna, digits: "583946" }, null, now),
    ]);
    const rows = await getDb().select().from(staffCodes).where(eq(staffCodes.staffId, anna));
    expect(rows.filter((row) => row.retiredAt === null)).toHaveLength(1);
  });

  test("a disabled code leaves the person without one, listed as such, until they get another", async () => {
    expect(await listWithoutCode(office.owner)).toEqual({ rows: [], total: 0 });
    const preview = expectOk(await previewDisableCode(office.owner, anna, now));
    expectOk(await disableCode(office.owner, anna, preview.fingerprint, now));
    expect(await disableCode(office.owner, anna, null, now)).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await trail("code.disabled")).toMatchObject([{ subjectId: anna }]);
    expect(await listWithoutCode(office.owner)).toEqual({
      rows: [{ staffId: anna, name: "Anna Berger" }],
      total: 1,
    });
    expect((await listWithoutCode(office.actor("manager", ["London office"]))).total).toBe(0);
    expect((await listWithoutCode(office.actor("manager", ["Vienna headquarters"]))).total).toBe(1);
    expect(await getCodeFacts(office.owner, anna)).toMatchObject({ since: null });
    expectOk(await newCode(office.owner, { staffId: anna, reason: "none_yet" }, null, now));
    expect(await listWithoutCode(office.owner)).toEqual({ rows: [], total: 0 });
    expect((await trail("code.created")).at(-1)).toMatchObject({
      subjectId: anna,
      detail: { reason: "none_yet" },
    });
  });

  test("the card tells which doors still have a code of before", async () => {
    const digits = await codeOf(anna);
    await onKeypad("v-main", digits, { staffId: anna, name: "Anna Berger" });
    expect(await getCodeFacts(office.owner, anna)).toMatchObject({ formerAt: [], isWithin: true });
    expectOk(await newCode(office.owner, { staffId: anna, reason: "compromised" }, null, now));
    expect(await getCodeFacts(office.owner, anna)).toMatchObject({ formerAt: ["Main entrance"], since: now });
  });

  test("the meter counts what opens a keypad, and leaves out what is past its day or switched off", async () => {
    const deviceId = await onKeypad("v-main", "583946");
    await onKeypad("v-main", "739416");
    const [first] = await listGuessOdds(office.owner, now);
    expect(first).toMatchObject({ name: "Main entrance", codes: 2, oneIn: 250_152 });
    await getDb()
      .update(authorizations)
      .set({ days: 127, validUntil: after(-1) });
    expect((await listGuessOdds(office.owner, now)).find((row) => row.deviceId === deviceId)).toMatchObject({
      codes: 0,
    });
    const london = await listGuessOdds(office.actor("manager", ["London office"]), now);
    expect(london.map(({ siteName }) => siteName)).not.toContain("Vienna headquarters");
  });

  test("a code that is ours and on two keypads takes its place once", async () => {
    const { taken } = await getCodeSpace(office.owner, now);
    const digits = await codeOf(anna);
    await onKeypad("v-main", digits, { staffId: anna, name: "Anna Berger" });
    await onKeypad("v-side", digits, { staffId: anna, name: "Anna Berger" });
    expect(await getCodeSpace(office.owner, now)).toMatchObject({ taken, thin: false });
    await onKeypad("v-side", "583946");
    expect((await getCodeSpace(office.owner, now)).taken).toBe(taken + 1);
  });

  test("all codes of a door are for an owner with a reason, and the list says whose it is", async () => {
    const deviceId = await onKeypad("v-main", await codeOf(anna), { staffId: anna, name: "Anna B." });
    await onKeypad("v-main", "583946");
    const input = { deviceId, reason: "Keypad is replaced" };
    expect(await listCodesOfDoor(office.owner, input, now)).toMatchObject({
      refusal: { code: "step_up_required" },
    });
    await steppedUp();
    for (const role of ["admin", "manager", "reception", "auditor"] as const)
      await expect(listCodesOfDoor(office.actor(role), input, now)).rejects.toThrow("may not");
    const { rows, watermark } = expectOk(await listCodesOfDoor(office.owner, input, now));
    expect(rows).toMatchObject([
      { name: "Anna Berger", isOurs: true, digits: await codeOf(anna) },
      { name: "Postbote", isOurs: false, digits: "583946" },
    ]);
    expect(watermark).toEqual({ by: office.owner.name, at: now });
    expect(await trail("codes.listed")).toMatchObject([
      { subjectId: deviceId, detail: { name: "Main entrance", reason: "Keypad is replaced", count: 2 } },
    ]);
    const elsewhere = makeActor({ ...office.owner, sites: [office.siteOf("London office")] });
    expect(await listCodesOfDoor(elsewhere, input, now)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await findListedDoor(elsewhere, deviceId)).toBeNull();
    expect(await findListedDoor(office.owner, deviceId)).toMatchObject({ name: "Main entrance" });
    expect(await findListedDoor(office.owner, "nonsense")).toBeNull();
  });
});

test("digits are taken as they stand on a slip, and a reason keeps none", () => {
  expect(findCodeSchema.parse({ digits: " 583 946 " })).toEqual({ digits: "583946" });
  expect(findCodeSchema.safeParse({ digits: "58394" }).success).toBe(false);
  expect(findCodeSchema.safeParse({ digits: "58394a" }).success).toBe(false);
  const deviceId = "11111111-2222-4333-8444-555555555555";
  const { reason } = doorCodesSchema.parse({ deviceId, reason: "Is 583 946 or 739416 in use?" });
  expect(reason).toBe("Is *** *** or ****** in use?");
});
