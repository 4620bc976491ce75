import { and, eq, isNull } from "drizzle-orm";
import fc from "fast-check";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { devices, entries, installation, logHoles } from "@/lib/db/schema";
import { describeDatabases, type TestDatabase } from "@/lib/db/testing";
import { logStateKey, logStateSchema } from "@/lib/entries/log-state";
import { noTrouble, type Trouble } from "@/scripts/testing/stand-in-chance";
import type { LogEvent, LogFault } from "@/scripts/testing/stand-in-log";
import { openLogLab } from "./sample-log";

/** Sunday, 25 October 2026, 01:30 in Vienna: the night in which an hour comes twice. */
const startAt = Date.parse("2026-10-24T23:30:00.000Z");
const minute = 60_000;
const hour = 60 * minute;
const day = 24 * hour;
const doors = Array.from({ length: 7 }, (_, index) => 17_179_869_185 + index);
const [front = 0, gate = 0] = doors;
/** Somebody else's door, whose rows are in the same log. */
const unknown = 17_179_999_999;

interface Scenario {
  /** 120 rows of each stretch share one second, or are a minute apart. */
  readonly apart?: number;
  readonly fault?: LogFault;
  readonly trouble?: Partial<Trouble>;
  readonly onPage?: (lab: Lab, page: number) => void;
  /** Killed after every so many steps. */
  readonly lifetime?: number;
  /** What the door brings that was offline. */
  readonly late?: number;
}

type Act =
  | { readonly is: "happen"; readonly door: number; readonly rows: number; readonly apart: number }
  | { readonly is: "told late"; readonly door: number; readonly rows: number; readonly hours: number }
  | { readonly is: "away" | "back"; readonly door: number; readonly rows: number }
  | { readonly is: "pass"; readonly minutes: number }
  | { readonly is: "read"; readonly lifetime: number | null }
  | { readonly is: "fault"; readonly fault: LogFault }
  | { readonly is: "trouble"; readonly trouble: Partial<Trouble> };

type Lab = Awaited<ReturnType<typeof openLogLab>>;

describeDatabases("the log of a strange Nuki", (open) => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await open();
  });
  beforeEach(() => database.empty());
  afterAll(() => database.close());

  const rowsAt = (at: number, count: number, apart: number, of: readonly number[] = [front, gate, unknown]) =>
    Array.from(
      { length: count },
      (_, index): LogEvent => ({ deviceId: of[index % of.length] ?? front, at: at - index * apart }),
    );

  const openHoles = () => database.db.select().from(logHoles).where(isNull(logHoles.filledAt));
  /** Rows of known doors that are neither here nor covered by a hole, and rows that are here twice or should not be. */
  const wrong = async (lab: Lab) => {
    const kept = await database.db
      .select({ id: entries.nukiId, door: devices.nukiId, at: entries.occurredAt })
      .from(entries)
      .innerJoin(devices, eq(devices.id, entries.deviceId));
    const ids = new Set(kept.map((row) => row.id));
    const holes = await openHoles();
    const isCovered = ({ deviceId, at }: { deviceId: number; at: number }) =>
      holes.some(
        (hole) =>
          (hole.deviceNukiId === null || hole.deviceNukiId === deviceId) &&
          hole.from.getTime() <= at &&
          at <= hole.to.getTime() + 999,
      );
    const border = lab.now() - 91 * day;
    const missing = lab.log
      .rows()
      .filter((row) => row.deviceId !== unknown && row.at > border && !ids.has(row.id) && !isCovered(row));
    return {
      missing: missing.length,
      twice: kept.length - ids.size,
      foreign: kept.filter((row) => row.door === unknown || row.at.getTime() < border).length,
    };
  };
  const right = { missing: 0, twice: 0, foreign: 0 };

  /** A day in which every kind of walk has something to read. */
  async function live(lab: Lab, { apart = 0, onPage, ...scenario }: Scenario): Promise<void> {
    const read = async () => {
      await lab.run();
      // What comes in the middle of a walk may be for the next one.
      if (!onPage) expect(await wrong(lab)).toEqual(right);
    };
    lab.setFault(scenario.fault ?? {});
    lab.setTrouble(scenario.trouble ?? {});
    lab.setLifetime(scenario.lifetime ?? null);
    lab.onPage(onPage ? (page) => onPage(lab, page) : null);
    // history, and what nobody wants any more
    lab.log.add([...rowsAt(startAt - 20 * day, 120, apart), ...rowsAt(startAt - 100 * day, 10, 0)]);
    await read();
    // newest
    lab.advance(minute);
    lab.log.add(rowsAt(lab.now() - 20_000, 120, apart / 60));
    await read();
    lab.goOffline(gate);
    lab.advance(90 * minute);
    await read();
    lab.advance(18 * hour);
    await read();
    // daily: told eighteen hours late
    lab.log.add(rowsAt(startAt + 80 * minute, 120, apart / 10, [front]));
    // gap
    lab.advance(5 * hour);
    lab.log.add(rowsAt(lab.now() - 2 * hour, 120, apart, [front, unknown]));
    await read();
    // late
    lab.comeBack(gate);
    lab.advance(minute);
    lab.log.add(rowsAt(startAt + 10 * hour, scenario.late ?? 120, apart / 10, [gate]));
    await read();
    lab.advance(6 * minute);
    await read();
  }

  async function heal(lab: Lab): Promise<void> {
    lab.setFault({});
    lab.setTrouble(noTrouble);
    lab.setLifetime(null);
    lab.onPage(null);
    for (let days = 0; days < 2; days += 1) {
      lab.advance(25 * hour);
      await lab.run();
    }
  }

  async function inLab(work: (lab: Lab) => Promise<void>, seed = 1): Promise<void> {
    const lab = await openLogLab(database, { seed, startAt, doors });
    try {
      await work(lab);
      expect(lab.violations).toEqual([]);
    } finally {
      await lab.stop();
    }
  }

  const gentle: [string, Scenario][] = [
    ["rows of one second across pages", { late: 600 }],
    ["rows in their order", { apart: minute, late: 600 }],
    ["rows that come while pages are read", { onPage: (lab) => void lab.log.add(rowsAt(lab.now(), 7, 0)) }],
    [
      "a door that returns with 600 rows while pages are read",
      {
        onPage: (lab, page) => {
          // In the middle of a walk; that it was away was seen long before.
          if (page === 3) lab.goOffline(doors[3] ?? 0);
          if (page !== 17) return;
          lab.comeBack(doors[3] ?? 0);
          lab.log.add(rowsAt(lab.now() - 30 * minute, 600, 10, [doors[3] ?? 0]));
        },
      },
    ],
    [
      "a row that Nuki deletes after it was told, with pages to come",
      { apart: minute, onPage: (lab, page) => (page % 3 === 0 ? lab.removeLastTold() : undefined) },
    ],
    ["being killed between two steps, again and again", { lifetime: 120 }],
    [
      "being told to wait, and connections that break",
      {
        trouble: {
          storm: 0.05,
          status: { 401: 0.02, 500: 0.05 },
          reset: 0.1,
          html: 0.03,
          truncated: 0.03,
        },
      },
    ],
  ];

  test.for(gentle)(
    "is here once and whole, with %s",
    { timeout: 180_000 },
    async ([, scenario], { skip }) => {
      skip(
        database.kind === "pg" && scenario.lifetime === undefined,
        "a few are enough on the second database",
      );
      await inLab(async (lab) => {
        await live(lab, scenario);
        lab.onPage(null);
        await lab.run();
        lab.advance(6 * minute);
        await lab.run();
        expect(await wrong(lab)).toEqual(right);
        expect(await openHoles()).toEqual([]);
      });
    },
  );

  const broken: [string, LogFault, string][] = [
    ["repeats its page at once", { circle: { after: 0, length: 1 } }, "repeated_cursor"],
    ["repeats its third page", { circle: { after: 2, length: 1 } }, "repeated_cursor"],
    ["goes round in a circle of three pages", { circle: { after: 0, length: 3 } }, "repeated_cursor"],
    ["knows no row any more", { forgets: true }, "refused"],
  ];

  test.for(broken)(
    "that %s has holes that are told, until it is whole again",
    { timeout: 180_000 },
    async ([, fault, why], { skip }) => {
      skip(database.kind === "pg" && why !== "refused", "a few are enough on the second database");
      await inLab(async (lab) => {
        await live(lab, { fault, apart: minute });
        expect(await wrong(lab)).toEqual(right);
        const holes = await openHoles();
        expect(new Set(holes.map((hole) => hole.why))).toEqual(new Set([why]));
        expect(holes.length).toBeLessThan(6);
        // Neither a thousand rows nor a thousand requests for one broken log.
        expect(lab.pagesRead()).toBeLessThan(250);
        await heal(lab);
        expect(await openHoles()).toEqual([]);
        expect(await wrong(lab)).toEqual(right);
        expect(await database.db.$count(logHoles)).toBe(holes.length);
      });
    },
  );

  test("of one broken door is a hole of that door, and the others are read", async () => {
    await inLab(async (lab) => {
      await live(lab, { fault: { circle: { after: 0, length: 1 }, device: gate } });
      expect(await openHoles()).toMatchObject([{ deviceNukiId: gate, why: "repeated_cursor" }]);
      expect(await wrong(lab)).toEqual(right);
      await heal(lab);
      expect(await openHoles()).toEqual([]);
      expect(await wrong(lab)).toEqual(right);
    });
  });

  test("holes that an earlier version kept beside its walks are moved, and read again", async () => {
    await inLab(async (lab) => {
      await lab.run();
      const key = logStateKey(lab.account.id);
      const read = async () =>
        logStateSchema.parse(
          (await database.db.select().from(installation).where(eq(installation.key, key)))[0]?.value,
        );
      const hole = {
        device: gate,
        from: startAt - 9 * day,
        to: startAt - 8 * day,
        why: "refused",
        at: startAt,
      };
      const { history: _new, ...old } = await read();
      await database.db
        .update(installation)
        .set({ value: { ...old, holes: [hole, { ...hole, from: 0, to: 5, device: null }] } })
        .where(eq(installation.key, key));
      const added = lab.log.add(rowsAt(startAt - 8.5 * day, 3, 0, [gate]));
      lab.advance(minute);
      await lab.run();
      expect((await read()).holes).toEqual([]);
      expect(await openHoles()).toMatchObject([
        { deviceNukiId: gate, from: new Date(hole.from), to: new Date(hole.to), why: "refused" },
        { deviceNukiId: null, from: new Date(0) },
      ]);
      await heal(lab);
      expect(await openHoles()).toEqual([]);
      const kept = await database.db.select().from(entries);
      expect(kept.map((row) => row.nukiId).toSorted()).toEqual(added.toSorted());
    });
  });

  test("is read on where it was by the process after a killed one", async () => {
    await inLab(async (lab) => {
      lab.log.add(rowsAt(startAt - day, 2_000, 30_000));
      lab.setLifetime(120);
      await lab.run();
      lab.setLifetime(null);
      await lab.run();
      expect(await wrong(lab)).toEqual(right);
      // Forty pages and the empty one, and for each killed process at most one page again, and the newest.
      expect(lab.pagesRead()).toBeLessThan(41 + 3 * lab.killed() + 5);
      expect(lab.killed()).toBeGreaterThan(1);
    });
  });

  const door = fc.integer({ min: 0, max: 2 });
  const rows = fc.integer({ min: 1, max: 130 });
  const act: fc.Arbitrary<Act> = fc.oneof(
    {
      weight: 4,
      arbitrary: fc.record({
        is: fc.constant("read" as const),
        lifetime: fc.option(fc.integer({ min: 100, max: 250 })),
      }),
    },
    {
      weight: 3,
      arbitrary: fc.record({ is: fc.constant("pass" as const), minutes: fc.integer({ min: 1, max: 900 }) }),
    },
    {
      weight: 3,
      arbitrary: fc.record({
        is: fc.constant("happen" as const),
        door,
        rows,
        apart: fc.constantFrom(0, 10, 1_000),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant("told late" as const),
        door,
        rows,
        hours: fc.integer({ min: 0, max: 24 }),
      }),
    },
    {
      weight: 2,
      arbitrary: fc.record({ is: fc.constantFrom("away" as const, "back" as const), door, rows }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant("fault" as const),
        fault: fc.constantFrom<LogFault>(
          {},
          { circle: { after: 0, length: 1 } },
          { circle: { after: 1, length: 4 }, device: front },
          { forgets: true },
        ),
      }),
    },
    {
      weight: 1,
      arbitrary: fc.record({
        is: fc.constant("trouble" as const),
        trouble: fc.constantFrom<Partial<Trouble>>({}, { reset: 0.1, storm: 0.05, status: { 500: 0.1 } }),
      }),
    },
  );

  async function play(lab: Lab, acts: readonly Act[]): Promise<void> {
    const away = new Map<number, number>();
    const of = (place: number) => [doors[place] ?? front];
    for (const item of acts) {
      if (item.is === "read") {
        lab.setLifetime(item.lifetime);
        await lab.run();
      } else if (item.is === "pass") lab.advance(item.minutes * minute);
      else if (item.is === "fault") lab.setFault(item.fault);
      else if (item.is === "trouble") lab.setTrouble(item.trouble);
      else if (item.is === "told late")
        lab.log.add(rowsAt(lab.now() - item.hours * hour, item.rows, 10, of(item.door)));
      else if (item.is === "happen") {
        if (!away.has(item.door)) lab.log.add(rowsAt(lab.now(), item.rows, item.apart, of(item.door)));
      } else if (item.is === "away") {
        if (!away.has(item.door)) away.set(item.door, lab.now());
        lab.goOffline(doors[item.door] ?? front);
      } else {
        const since = away.get(item.door);
        away.delete(item.door);
        lab.comeBack(doors[item.door] ?? front);
        if (since === undefined) continue;
        const apart = (lab.now() - since) / item.rows;
        lab.log.add(rowsAt(lab.now(), item.rows, apart, of(item.door)));
      }
    }
    for (const place of away.keys()) lab.comeBack(doors[place] ?? front);
  }

  test("keeps every row exactly once or tells that it may be missing, whatever comes in whatever order", {
    timeout: 600_000,
  }, async ({ skip }) => {
    skip(database.kind === "pg" && !process.env.LOG_RUNS, "once is enough");
    await fc.assert(
      fc.asyncProperty(
        fc.array(act, { minLength: 4, maxLength: 16 }),
        fc.integer({ min: 0, max: 120 }),
        async (acts, old) => {
          await database.empty();
          await inLab(async (lab) => {
            lab.log.add(rowsAt(startAt - hour, old, 3 * hour));
            await play(lab, acts);
            lab.setLifetime(null);
            lab.setTrouble({});
            for (const pause of [0, minute, 6 * minute]) {
              lab.advance(pause);
              await lab.run();
            }
            // What came late without a sign is found by the reading of the next day.
            const isLate = acts.some((item) => item.is === "told late");
            if (!isLate) expect(await wrong(lab)).toEqual(right);
            await heal(lab);
            expect(await wrong(lab)).toEqual(right);
            expect(await openHoles()).toEqual([]);
          });
        },
      ),
      {
        numRuns: Number(process.env.LOG_RUNS ?? 2),
        seed: Number(process.env.LOG_SEED ?? 20_261_025),
        endOnFailure: true,
      },
    );
  });

  test("of a day in which an hour comes twice has every minute of it", async () => {
    await inLab(async (lab) => {
      lab.log.add(rowsAt(startAt + 3 * hour, 180, minute, [front]));
      await lab.run();
      lab.advance(3 * hour + minute);
      await lab.run();
      const rows = await database.db
        .select()
        .from(entries)
        .where(and(eq(entries.action, 1)));
      expect(new Set(rows.map((row) => row.occurredAt.getTime())).size).toBe(180);
      expect(rows.every((row) => row.receivedAt.getTime() >= row.occurredAt.getTime() - 3 * hour)).toBe(true);
    });
  });
});
