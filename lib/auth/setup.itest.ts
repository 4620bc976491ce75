import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, setupLinks } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { demoAccount } from "./demo-account";
import { createFirstOwner, ensureFirstOwner, isSetupLinkOpen } from "./setup";
import { signIn } from "./sign-in";

const now = new Date("2026-03-02T08:00:00.000Z");
const hoursLater = (hours: number) => new Date(now.getTime() + hours * 3_600_000);
const eva = { name: "Eva", email: "eva@office.test", password: "open-sesame" };

describeDatabases("the first owner", (open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  const start = async (at = now) => {
    const path = await ensureFirstOwner({ demo: false }, at);
    expect(path).toMatch(/^\/setup\/[\w-]{43}$/);
    return path?.slice("/setup/".length) ?? "";
  };
  const owners = () =>
    getDb().select({ email: admins.email, role: admins.role, allSites: admins.allSites }).from(admins);

  test("comes from the environment, and signs in with that password", async () => {
    const source = { adminEmail: "boss@office.test", adminPassword: "open-sesame-boss", demo: true };
    expect(await ensureFirstOwner(source, now)).toBeNull();
    expect(await owners()).toEqual([{ email: "boss@office.test", role: "owner", allSites: true }]);
    const given = { email: "boss@office.test", password: "open-sesame-boss", address: "x" };
    expect(await signIn(given, now)).toMatchObject({ kind: "signed_in" });
  });

  test("is the demo account in the demo office only", async () => {
    expect(await ensureFirstOwner({ demo: true }, now)).toBeNull();
    expect(await signIn({ ...demoAccount, address: "x" }, now)).toMatchObject({ kind: "signed_in" });
    await database.empty();
    await start();
    expect(await signIn({ ...demoAccount, address: "x" }, now)).toEqual({ kind: "wrong" });
  });

  test("is not made twice, and a changed environment does not change who there is", async () => {
    await ensureFirstOwner({ demo: true }, now);
    const source = { adminEmail: "boss@office.test", adminPassword: "open-sesame-boss", demo: false };
    expect(await ensureFirstOwner(source, now)).toBeNull();
    expect(await owners()).toHaveLength(1);
  });

  test("is made through the link, which leaves a trace and no secret", async () => {
    const token = await start();
    expect(await isSetupLinkOpen(token, now)).toBe(true);
    expect(await createFirstOwner(token, eva, now)).toEqual({ ok: true, value: null });
    expect(await owners()).toEqual([{ email: "eva@office.test", role: "owner", allSites: true }]);
    expect(await signIn({ ...eva, address: "x" }, now)).toMatchObject({ kind: "signed_in" });
    const stored = JSON.stringify([
      await getDb().select().from(auditEvents),
      await getDb().select().from(setupLinks),
    ]);
    expect(stored).toContain("admin.created");
    expect(stored).not.toContain(token);
    expect(stored).not.toContain(eva.password);
  });

  test("link works once, also when it is used twice at the same moment", async () => {
    const token = await start();
    const results = await Promise.all([
      createFirstOwner(token, eva, now),
      createFirstOwner(token, { ...eva, email: "eve@office.test" }, now),
    ]);
    expect(results.filter(({ ok }) => ok)).toHaveLength(1);
    expect(await owners()).toHaveLength(1);
    expect(await isSetupLinkOpen(token, now)).toBe(false);
    expect(await createFirstOwner(token, eva, now)).toMatchObject({ refusal: { code: "not_found" } });
  });

  test("link ends after a day", async () => {
    const token = await start();
    expect(await isSetupLinkOpen(token, hoursLater(23.9))).toBe(true);
    expect(await isSetupLinkOpen(token, hoursLater(24))).toBe(false);
    expect(await createFirstOwner(token, eva, hoursLater(24))).toMatchObject({
      refusal: { code: "not_found" },
    });
    expect(await owners()).toEqual([]);
  });

  test("link ends when a start makes a new one", async () => {
    const first = await start();
    const second = await start(hoursLater(1));
    expect(await isSetupLinkOpen(first, hoursLater(1))).toBe(false);
    expect(await isSetupLinkOpen(second, hoursLater(1))).toBe(true);
  });

  test("link ends when somebody can sign in by other means", async () => {
    const token = await start();
    await getDb().insert(admins).values({ email: "boss@office.test", name: "Boss", role: "owner" });
    expect(await createFirstOwner(token, eva, now)).toMatchObject({ refusal: { code: "not_found" } });
    expect(await ensureFirstOwner({ demo: false }, now)).toBeNull();
    expect(await isSetupLinkOpen(token, now)).toBe(false);
  });

  test("link that was made up opens nothing", async () => {
    await start();
    expect(await isSetupLinkOpen("", now)).toBe(false);
    expect(await isSetupLinkOpen("a".repeat(43), now)).toBe(false);
  });
});
