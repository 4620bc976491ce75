import { eq } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { StaffId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { authorizations, bindings, changes, credentials, staff } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { type Doors, openDoors } from "./sample-doors";
import { type CodeStep, setAside } from "./set-aside";

describeDatabases("setting a code aside", (open) => {
  let database: TestDatabase;
  let doors: Doors;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    doors = await openDoors(database);
  });

  const aside = (...ids: StaffId[]): Promise<CodeStep[]> => transact((tx) => setAside(tx, ids));
  const modes = (steps: readonly CodeStep[]) => steps.map((step) => step.mode);
  const kindsOf = async (staffId: StaffId) =>
    (await database.db.select().from(bindings).where(eq(bindings.staffId, staffId))).map((row) => row.kind);

  test("with 199 of 200 codes on the keypad there is a place for the new one", async () => {
    const main = await doors.door();
    await doors.codes(main, 198);
    const anna = await doors.person([main]);
    expect(await aside(anna)).toEqual([{ staffId: anna, deviceId: main, mode: "seamless" }]);
    expect(await kindsOf(anna)).toEqual(["keypad_old"]);
  });

  test("with 200 of 200 the code is changed where it is", async () => {
    const main = await doors.door();
    await doors.codes(main, 199);
    const anna = await doors.person([main]);
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    expect(await kindsOf(anna)).toEqual(["keypad"]);
  });

  test("where the rules block the person's code it is changed where it is, since no new one would come beside it", async () => {
    const main = await doors.door();
    const anna = await doors.person([main]);
    const blocked = { state: "needs_review", reason: "windows_differ", since: new Date() } as const;
    await database.db
      .insert(credentials)
      .values({ staffId: anna, deviceId: main, kind: "keypad", ...blocked });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    expect(await kindsOf(anna)).toEqual(["keypad"]);
  });

  test("a lock of the first generations holds a hundred", async () => {
    const old = await doors.door(0);
    await doors.codes(old, 99);
    expect(modes(await aside(await doors.person([old])))).toEqual(["in_place"]);
  });

  test("the last place is given once, and the other doors do not mind", async () => {
    const full = await doors.door();
    const roomy = await doors.door();
    await doors.codes(full, 197);
    const people = [await doors.person([full, roomy]), await doors.person([full, roomy])];
    const steps = await aside(...people);
    expect(modes(steps.filter((step) => step.deviceId === full)).toSorted()).toEqual([
      "in_place",
      "seamless",
    ]);
    expect(modes(steps.filter((step) => step.deviceId === roomy))).toEqual(["seamless", "seamless"]);
  });

  test("the last place is given once also when the next rotation comes before anything was sent", async () => {
    const main = await doors.door();
    await doors.codes(main, 197);
    const people = [await doors.person([main]), await doors.person([main])];
    const steps = [...(await aside(...people.slice(0, 1))), ...(await aside(...people.slice(1)))];
    expect(modes(steps)).toEqual(["seamless", "in_place"]);
  });

  test("a code that is on its way to the keypad has its place already", async () => {
    const main = await doors.door();
    await doors.codes(main, 198);
    const anna = await doors.person([main]);
    const ben = await doors.person([]);
    const create = {
      accountId: doors.accountId,
      staffId: ben,
      deviceId: main,
      kind: "keypad",
      op: "create",
    } as const;
    await database.db.insert(changes).values(create);
    expect(modes(await aside(anna))).toEqual(["in_place"]);
  });

  test("while something is being written to the code it is changed where it is", async () => {
    const main = await doors.door();
    const anna = await doors.person([main]);
    const update = {
      accountId: doors.accountId,
      staffId: anna,
      deviceId: main,
      kind: "keypad",
      op: "update",
    } as const;
    await database.db.insert(changes).values({ ...update, state: "accepted", inFlight: true });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
  });

  test("a second code is never set aside beside the first", async () => {
    const main = await doors.door();
    const anna = await doors.person([main]);
    const [authId] = await doors.codes(main, 1, "an older one");
    if (!authId) throw new Error("no code");
    await doors.bind(anna, main, authId, "keypad_old");
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    expect((await kindsOf(anna)).toSorted()).toEqual(["keypad", "keypad_old"]);
  });

  test("what is not the person's present code, or is switched off, is not kept", async () => {
    const main = await doors.door();
    const anna = await doors.person([main]);
    await database.db.update(authorizations).set({ codeHash: "compromised" });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    await database.db.update(authorizations).set({ codeHash: `code of ${anna}`, enabled: false });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
    await database.db.update(authorizations).set({ enabled: true });
    await database.db.update(staff).set({ status: "suspended" });
    expect(modes(await aside(anna))).toEqual(["in_place"]);
  });

  test("others keep their codes as they are", async () => {
    const main = await doors.door();
    const anna = await doors.person([main]);
    const ben = await doors.person([main]);
    await aside(anna);
    expect(await kindsOf(ben)).toEqual(["keypad"]);
    expect(await aside()).toEqual([]);
  });
});
