import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, NukiAuthId, StaffId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { accounts, authorizations, bindings, changes, devices, staff, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type CodeStep, setAside } from "./set-aside";

const now = new Date("2026-11-23T08:00:00Z");

describeDatabases("setting a code aside", (open) => {
  let database: TestDatabase;
  let accountId: (typeof accounts.$inferSelect)["id"];
  let numbers = 0;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    const [account] = await database.db
      .insert(accounts)
      .values({ name: "Lab", apiUrl: "http://localhost", token: getSecrets().seal("token", "account_token") })
      .returning();
    if (!account) throw new Error("no account");
    accountId = account.id;
  });

  async function door(type = 4): Promise<DeviceId> {
    numbers += 1;
    const [row] = await database.db
      .insert(devices)
      .values({
        accountId,
        nukiId: 17_179_869_184 + numbers,
        type,
        name: `Door ${numbers}`,
        serverState: 0,
        adminPinState: 0,
        batteryCritical: false,
        firmware: "1",
        seenAt: now,
      })
      .returning({ id: devices.id });
    if (!row) throw new Error("no door");
    return row.id;
  }

  async function codes(deviceId: DeviceId, count: number, codeHash = "foreign"): Promise<NukiAuthId[]> {
    const rows = Array.from({ length: count }, () => {
      numbers += 1;
      return {
        deviceId,
        nukiId: String(numbers).padStart(24, "0") as NukiAuthId,
        type: 13,
        name: "Code",
        enabled: true,
        remoteAllowed: false,
        codeHash,
        busy: false,
        seenAt: now,
      };
    });
    await database.db.insert(authorizations).values(rows);
    return rows.map((row) => row.nukiId);
  }

  /** Somebody whose code is on these doors. */
  async function person(
    at: readonly DeviceId[],
    status: "active" | "suspended" = "active",
  ): Promise<StaffId> {
    const [row] = await database.db.insert(staff).values({ displayName: "Anna", status }).returning();
    if (!row) throw new Error("nobody");
    const codeHash = `code of ${row.id}`;
    await database.db
      .insert(staffCodes)
      .values({ staffId: row.id, code: getSecrets().seal("583194", `staff_code:${row.id}`), codeHash });
    for (const deviceId of at) {
      const [authId] = await codes(deviceId, 1, codeHash);
      if (authId) await bind(row.id, deviceId, authId, "keypad");
    }
    return row.id;
  }

  const bind = (staffId: StaffId, deviceId: DeviceId, authId: NukiAuthId, kind: "keypad" | "keypad_old") =>
    database.db.insert(bindings).values({ staffId, deviceId, kind, authId, origin: "created" });
  const aside = (...ids: StaffId[]): Promise<CodeStep[]> => transact((tx) => setAside(tx, ids));
  const modes = (steps: readonly CodeStep[]) => steps.map((step) => step.mode);
  const kindsOf = async (staffId: StaffId) =>
    (await database.db.select().from(bindings).where(eq(bindings.staffId, staffId))).map((row) => row.kind);

  test("with 199 of 200 codes on the keypad there is a place for the new one", async () => {
    const main = await door();
    await codes(main, 198);
    const anna = await person([main]);
    expect(await aside(anna)).toEqual([{ staffId: anna, deviceId: main, mode: "seamless" }]);
    expect(await kindsOf(anna)).toEqual(["keypad_old"]);
  });

  test("with 200 of 200 the code is changed where it is", async () => {
    const main = await door();
    await codes(main, 199);
    const anna = await person([main]);
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    expect(await kindsOf(anna)).toEqual(["keypad"]);
  });

  test("a lock of the first generations holds a hundred", async () => {
    const old = await door(0);
    await codes(old, 99);
    expect(modes(await aside(await person([old])))).toEqual(["in_place"]);
  });

  test("the last place is given once, and the other doors do not mind", async () => {
    const full = await door();
    const roomy = await door();
    await codes(full, 197);
    const people = [await person([full, roomy]), await person([full, roomy])];
    const steps = await aside(...people);
    expect(modes(steps.filter((step) => step.deviceId === full)).toSorted()).toEqual([
      "in_place",
      "seamless",
    ]);
    expect(modes(steps.filter((step) => step.deviceId === roomy))).toEqual(["seamless", "seamless"]);
  });

  test("the last place is given once also when the next rotation comes before anything was sent", async () => {
    const main = await door();
    await codes(main, 197);
    const people = [await person([main]), await person([main])];
    const steps = [...(await aside(...people.slice(0, 1))), ...(await aside(...people.slice(1)))];
    expect(modes(steps)).toEqual(["seamless", "in_place"]);
  });

  test("a code that is on its way to the keypad has its place already", async () => {
    const main = await door();
    await codes(main, 198);
    const anna = await person([main]);
    const ben = await person([]);
    const create = { accountId, staffId: ben, deviceId: main, kind: "keypad", op: "create" } as const;
    await database.db.insert(changes).values(create);
    expect(modes(await aside(anna))).toEqual(["in_place"]);
  });

  test("while something is being written to the code it is changed where it is", async () => {
    const main = await door();
    const anna = await person([main]);
    const update = { accountId, staffId: anna, deviceId: main, kind: "keypad", op: "update" } as const;
    await database.db.insert(changes).values({ ...update, state: "accepted", inFlight: true });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
  });

  test("a second code is never set aside beside the first", async () => {
    const main = await door();
    const anna = await person([main]);
    const [authId] = await codes(main, 1, "an older one");
    if (!authId) throw new Error("no code");
    await bind(anna, main, authId, "keypad_old");
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    expect((await kindsOf(anna)).toSorted()).toEqual(["keypad", "keypad_old"]);
  });

  test("what is not the person's present code, or is switched off, is not kept", async () => {
    const main = await door();
    const anna = await person([main]);
    await database.db.update(authorizations).set({ codeHash: "compromised" });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    await database.db.update(authorizations).set({ codeHash: `code of ${anna}`, enabled: false });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    await database.db.update(authorizations).set({ enabled: true });
    await database.db.update(staff).set({ status: "suspended" });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
  });

  test("others keep their codes as they are", async () => {
    const main = await door();
    const anna = await person([main]);
    const ben = await person([main]);
    await aside(anna);
    expect(await kindsOf(ben)).toEqual(["keypad"]);
    expect(await aside()).toEqual([]);
  });
});
