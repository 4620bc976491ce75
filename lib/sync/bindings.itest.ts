import { and, eq, isNull } from "drizzle-orm";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { transact } from "@/lib/db/connection";
import { authorizations, bindings, changes } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { bindDiscovered, endBindingsOfAbsent, reviveBindings } from "./bindings";
import { type Doors, openDoors } from "./sample-doors";

const now = new Date("2026-11-23T08:00:00Z");

describeDatabases("what is on a door and was ours", (open) => {
  let database: TestDatabase;
  let doors: Doors;
  let main: DeviceId;
  let anna: StaffId;

  beforeAll(async () => {
    database = await open();
  });
  afterAll(() => database.close());
  beforeEach(async () => {
    await database.empty();
    doors = await openDoors(database);
    main = await doors.door();
    anna = await doors.person([]);
    for (const hash of ["first", "second", "third"]) await doors.giveCode(anna, hash, now);
    await database.db.insert(changes).values({
      ...{ accountId: doors.accountId, staffId: anna, deviceId: main, kind: "keypad", op: "create" },
      ...{ state: "superseded", sentAt: now, closedAt: now },
    });
  });

  const discover = () => transact((tx) => bindDiscovered(tx, doors.accountId, [main], now));
  const revive = () => transact((tx) => reviveBindings(tx, [main]));
  const present = () => `code of ${anna}`;
  const bound = async () => {
    const rows = await database.db
      .select()
      .from(bindings)
      .where(and(eq(bindings.deviceId, main), isNull(bindings.endedAt)));
    return new Map(rows.map((row) => [row.authId, row.kind]));
  };

  test("a retired code that shows late is bound as the code where there is none, to be changed", async () => {
    const late = await doors.code(main, "first");
    expect(await discover()).toEqual([anna]);
    expect(await bound()).toEqual(new Map([[late, "keypad"]]));
    expect(await discover()).toEqual([]);
  });

  test("beside the present code it is bound as the former one, to be removed", async () => {
    const late = await doors.code(main, "first");
    const fresh = await doors.code(main, present());
    await discover();
    expect(await bound()).toEqual(
      new Map([
        [late, "keypad_old"],
        [fresh, "keypad"],
      ]),
    );
  });

  test("it is bound as the former one where the present code was bound before", async () => {
    await doors.bind(anna, main, await doors.code(main, present()), "keypad");
    const late = await doors.code(main, "second");
    await discover();
    expect((await bound()).get(late)).toBe("keypad_old");
  });

  test("of two retired codes each has its place, and a third waits until one is free", async () => {
    const [one, two, three] = [
      await doors.code(main, "first"),
      await doors.code(main, "second"),
      await doors.code(main, "third"),
    ];
    await discover();
    await discover();
    expect(await bound()).toEqual(
      new Map([
        [one, "keypad"],
        [two, "keypad_old"],
      ]),
    );
    await database.db.delete(authorizations).where(eq(authorizations.nukiId, two));
    await transact((tx) => endBindingsOfAbsent(tx, [main], now));
    await discover();
    expect((await bound()).get(three)).toBe("keypad_old");
  });

  test("a present code is never bound as a former one", async () => {
    await doors.bind(anna, main, await doors.code(main, "first"), "keypad");
    const fresh = await doors.code(main, present());
    await discover();
    expect((await bound()).has(fresh)).toBe(false);
  });

  test("the same digits are nobody's where no create of ours was sent", async () => {
    const side = await doors.door();
    await doors.code(side, "first");
    await transact((tx) => bindDiscovered(tx, doors.accountId, [side], now));
    expect(await database.db.$count(bindings)).toBe(0);
  });

  test("a code that had gone and is back is the former one where another has its place by now", async () => {
    const back = await doors.code(main, "first");
    await doors.bind(anna, main, back, "keypad", now);
    const fresh = await doors.code(main, present());
    await doors.bind(anna, main, fresh, "keypad");
    expect(await revive()).toEqual([anna]);
    expect(await bound()).toEqual(
      new Map([
        [fresh, "keypad"],
        [back, "keypad_old"],
      ]),
    );
  });

  test("what had gone comes back as what it was where its place is free, the latest first", async () => {
    const old = await doors.code(main, "first");
    const older = await doors.code(main, "second");
    const former = await doors.code(main, "third");
    await doors.bind(anna, main, older, "keypad", new Date(now.getTime() - 1000));
    await doors.bind(anna, main, old, "keypad", now);
    await doors.bind(anna, main, former, "keypad_old", now);
    await revive();
    const first = new Map([
      [old, "keypad"],
      [former, "keypad_old"],
    ]);
    expect(await bound()).toEqual(first);
    // The third one has to wait.
    expect(await revive()).toEqual([]);
    expect(await bound()).toEqual(first);
  });
});
