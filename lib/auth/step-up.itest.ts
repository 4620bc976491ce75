import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { getDb } from "@/lib/db/connection";
import { type AdminId, admins, auditEvents, signInAttempts, stepUps } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type Actor, systemActor } from "./actor";
import { findAdminById } from "./admins";
import { hashPassword } from "./password";
import { endStepUps, isSteppedUp, requireStepUp, stepUp } from "./step-up";
import { forgetCookies } from "./testing";

vi.mock("next/headers", async () => (await import("./testing")).browser);

const start = new Date("2026-03-02T08:00:00.000Z");
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000);
const right = "open-sesame";
const address = "192.0.2.1";

describeDatabases("the password that is asked for again", (open) => {
  let database: TestDatabase;
  let passwordHash: string;
  beforeAll(async () => {
    database = await open();
    passwordHash = await hashPassword(right);
  });
  beforeEach(async () => {
    forgetCookies();
    await database.empty();
  });
  afterAll(() => database.close());

  async function add(name: string): Promise<Actor & { adminId: AdminId }> {
    const [row] = await getDb()
      .insert(admins)
      .values({ email: `${name}@office.test`, name, role: "manager", passwordHash, allSites: true })
      .returning();
    const admin = row && (await findAdminById(row.id));
    if (!admin) throw new Error("not stored");
    return { ...admin.actor, adminId: admin.adminId };
  }

  const trail = async () =>
    (await getDb().select({ type: auditEvents.type, by: auditEvents.adminId }).from(auditEvents)).map(
      ({ type, by }) => [type, by],
    );

  test("counts for five minutes, and not a second longer", async () => {
    const eva = await add("eva");
    expect(await requireStepUp(eva, start)).toEqual({ ok: false, refusal: { code: "step_up_required" } });
    expect(await stepUp(eva, right, address, start)).toEqual({ ok: true, value: undefined });
    expect(await requireStepUp(eva, after(299))).toEqual({ ok: true, value: undefined });
    expect(await isSteppedUp(eva, after(300))).toBe(false);
    expect(await trail()).toEqual([["step_up.passed", eva.adminId]]);
  });

  test("a wrong one is refused at its field, noted, and leaves nothing behind", async () => {
    const eva = await add("eva");
    expect(await stepUp(eva, "open-barley", address, start)).toEqual({
      ok: false,
      refusal: { code: "wrong_password", field: "password" },
    });
    expect(await isSteppedUp(eva, start)).toBe(false);
    expect(await getDb().$count(stepUps)).toBe(0);
    expect(await trail()).toEqual([["step_up.failed", eva.adminId]]);
  });

  test("is worth nothing to another admin who uses the same browser", async () => {
    const [eva, max] = [await add("eva"), await add("max")];
    await stepUp(eva, right, address, start);
    expect(await isSteppedUp(max, start)).toBe(false);
    expect(await isSteppedUp(eva, start)).toBe(true);
  });

  test("is worth nothing in another browser", async () => {
    const eva = await add("eva");
    await stepUp(eva, right, address, start);
    forgetCookies();
    expect(await isSteppedUp(eva, start)).toBe(false);
  });

  test("ends with the sign-out, with the session epoch and with being disabled", async () => {
    const eva = await add("eva");
    const set = (values: Partial<typeof admins.$inferInsert>) =>
      getDb().update(admins).set(values).where(eq(admins.id, eva.adminId));
    await stepUp(eva, right, address, start);
    await set({ sessionEpoch: 1 });
    expect(await isSteppedUp(eva, start)).toBe(false);
    await stepUp(eva, right, address, start);
    expect(await isSteppedUp(eva, start)).toBe(true);
    await set({ disabledAt: start });
    expect(await isSteppedUp(eva, start)).toBe(false);
    await set({ disabledAt: null });
    expect(await isSteppedUp(eva, start)).toBe(true);
    await endStepUps(eva.adminId);
    expect(await isSteppedUp(eva, start)).toBe(false);
  });

  test("wrong ones run into the throttle, by admin and whatever the address", async () => {
    const [eva, max] = [await add("eva"), await add("max")];
    for (let n = 0; n < 5; n++) await stepUp(eva, "open-barley", `192.0.2.${n}`, start);
    expect(await stepUp(eva, right, "198.51.100.7", start)).toEqual({
      ok: false,
      refusal: { code: "too_many_attempts", params: { waitSeconds: 60 } },
    });
    expect(await stepUp(max, right, "198.51.100.7", start)).toMatchObject({ ok: true });
    expect(await stepUp(eva, right, "198.51.100.7", after(60))).toMatchObject({ ok: true });
    expect(await getDb().$count(signInAttempts)).toBeLessThanOrEqual(5);
  });

  test("old ones are deleted by the next, and neither token nor password is kept", async () => {
    const eva = await add("eva");
    await stepUp(eva, right, address, start);
    await stepUp(eva, right, address, after(600));
    const rows = await getDb().select().from(stepUps);
    expect(rows).toHaveLength(1);
    const { browser } = await import("./testing");
    const token = (await browser.cookies()).get("postern-step-up")?.value ?? "missing";
    const kept = JSON.stringify([rows, await getDb().select().from(auditEvents)]);
    expect(kept).not.toContain(token);
    expect(kept).not.toContain(right);
  });

  test("the system has no password to give", async () => {
    expect(await stepUp(systemActor(), right, address, start)).toMatchObject({ ok: false });
    expect(await isSteppedUp(systemActor(), start)).toBe(false);
  });
});
