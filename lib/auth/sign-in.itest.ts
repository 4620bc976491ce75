import { asc, eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { getDb } from "@/lib/db/connection";
import { adminSites, admins, auditEvents, sites } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { findSignedInAdmin } from "./admins";
import { hashPassword, isOutdated } from "./password";
import { signIn } from "./sign-in";

const now = new Date("2026-03-02T08:00:00.000Z");
const right = { email: "eva@office.test", password: "open-sesame", address: "192.0.2.1" };
// 8 MiB and one pass: what an older release might have stored for the same password.
const cheapHash =
  "$argon2id$v=19$m=8192,t=1,p=1$AQEBAQEBAQEBAQEBAQEBAQ$yWvjsAW2VEoMnEK3YFsQKJMKs10uW0koN07Det_1Tmw";

describeDatabases("the sign-in", (open) => {
  let database: TestDatabase;
  let passwordHash: string;
  beforeAll(async () => {
    database = await open();
    passwordHash = await hashPassword(right.password);
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  async function addEva(values: Partial<typeof admins.$inferInsert> = {}) {
    const [eva] = await getDb()
      .insert(admins)
      .values({ email: "Eva@office.test", name: "Eva", role: "manager", passwordHash, ...values })
      .returning();
    if (!eva) throw new Error("not stored");
    return eva;
  }

  const trail = () =>
    getDb()
      .select({ type: auditEvents.type, adminId: auditEvents.adminId, subjectId: auditEvents.subjectId })
      .from(auditEvents)
      .orderBy(asc(auditEvents.id));

  test("knows the admin by e-mail in any case and by the password", async () => {
    const eva = await addEva({ sessionEpoch: 3 });
    const outcome = await signIn(right, now);
    expect(outcome).toMatchObject({ kind: "signed_in", admin: { adminId: eva.id, sessionEpoch: 3 } });
    expect(await trail()).toEqual([{ type: "admin.signed_in", adminId: eva.id, subjectId: eva.id }]);
  });

  test("answers nobody, a wrong password, a disabled admin and one without a password alike", async () => {
    await addEva();
    await addEva({ email: "left@office.test", disabledAt: now });
    await addEva({ email: "invited@office.test", passwordHash: null });
    const outcomes = await Promise.all([
      signIn({ ...right, email: "nobody@office.test" }, now),
      signIn({ ...right, password: "open-barley" }, now),
      signIn({ ...right, email: "left@office.test" }, now),
      signIn({ ...right, email: "invited@office.test" }, now),
    ]);
    expect(outcomes).toEqual(Array(4).fill({ kind: "wrong" }));
  });

  test("leaves a failed attempt in the trail, but no stranger's e-mail", async () => {
    const eva = await addEva();
    await signIn({ ...right, password: "open-barley" }, now);
    await signIn({ ...right, email: "stranger@elsewhere.test" }, now);
    expect(await trail()).toEqual([
      { type: "admin.sign_in_failed", adminId: null, subjectId: eva.id },
      { type: "admin.sign_in_failed", adminId: null, subjectId: null },
    ]);
    expect(JSON.stringify(await getDb().select().from(auditEvents))).not.toContain("stranger");
  });

  test("is throttled for a stranger's e-mail just as for an admin's, right password or not", async () => {
    await addEva();
    for (const email of [right.email, "nobody@office.test"]) {
      for (let n = 0; n < 5; n++) {
        expect(await signIn({ ...right, email, password: "open-barley" }, now)).toEqual({ kind: "wrong" });
      }
      expect(await signIn({ ...right, email }, now)).toEqual({ kind: "throttled", waitSeconds: 60 });
    }
  });

  test("starts counting afresh after a right password", async () => {
    await addEva();
    for (let round = 0; round < 3; round++) {
      for (let n = 0; n < 4; n++)
        await signIn({ ...right, password: "open-barley", address: `a${round}` }, now);
      expect(await signIn(right, now)).toMatchObject({ kind: "signed_in" });
    }
  });

  test("hashes the password again when the parameters have changed", async () => {
    const eva = await addEva({ passwordHash: cheapHash });
    expect(await signIn(right, now)).toMatchObject({ kind: "signed_in" });
    const [stored] = await getDb().select().from(admins).where(eq(admins.id, eva.id));
    expect(isOutdated(stored?.passwordHash ?? "")).toBe(false);
    expect(await signIn(right, now)).toMatchObject({ kind: "signed_in" });
  });

  test("a session ends with the epoch, with being disabled, and with the admin", async () => {
    const eva = await addEva();
    expect(await findSignedInAdmin(eva.id, 0)).toMatchObject({
      adminId: eva.id,
      name: "Eva",
      role: "manager",
    });
    await getDb().update(admins).set({ sessionEpoch: 1 });
    expect(await findSignedInAdmin(eva.id, 0)).toBeNull();
    expect(await findSignedInAdmin(eva.id, 1)).not.toBeNull();
    await getDb().update(admins).set({ disabledAt: now });
    expect(await findSignedInAdmin(eva.id, 1)).toBeNull();
    await getDb().delete(admins);
    expect(await findSignedInAdmin(eva.id, 1)).toBeNull();
  });

  test("a session has the role and the sites of this moment, and no sites is none", async () => {
    const eva = await addEva();
    expect(await findSignedInAdmin(eva.id, 0)).toMatchObject({ sites: [] });
    const both = await getDb()
      .insert(sites)
      .values([
        { name: "Vienna", timeZone: "Europe/Vienna" },
        { name: "Lisbon", timeZone: "Europe/Lisbon" },
      ])
      .returning();
    await getDb()
      .insert(adminSites)
      .values(both.map(({ id: siteId }) => ({ adminId: eva.id, siteId })));
    const actor = await findSignedInAdmin(eva.id, 0);
    expect([...(actor?.sites ?? [])].sort()).toEqual(both.map(({ id }) => id).sort());
    await getDb().update(admins).set({ allSites: true, role: "auditor" });
    expect(await findSignedInAdmin(eva.id, 0)).toMatchObject({ role: "auditor", sites: "all" });
  });
});
