import { eq } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { installation } from "@/lib/db/schema";
import type { TestDatabase } from "@/lib/db/testing";
import { logStateKey, logStateSchema } from "@/lib/entries/log-state";
import { NukiError } from "@/lib/nuki/errors";
import { createChance, noTrouble, type Trouble } from "@/scripts/testing/stand-in-chance";
import type { LogFault } from "@/scripts/testing/stand-in-log";
import type { SyncContext } from "./context";
import { followLog } from "./follow-log";
import { observeDevices } from "./observe-devices";
import { createLife, Killed, type Life, startChaosLab } from "./sample-lab";

/** The real reading of the log on a real database against the stand-in; every process of it can be killed. */
export async function openLogLab(
  database: TestDatabase,
  { seed, startAt, doors }: { seed: number; startAt: Instant; doors: readonly number[] },
) {
  const lab = await startChaosLab(database, {
    seed,
    startAt,
    doors: doors.map((id) => ({ id, type: 4, name: `Door ${id % 1000}`, keypad: false, foreign: [] })),
  });
  const { world, log, requests, violations } = lab.standIn;
  const chance = createChance(seed + 5);
  let [read, seen, killed] = [0, 0, 0];
  let lifetime: number | null = null;
  let onPage: ((page: number) => void) | null = null;
  let life: Life = createLife();
  // The client's pauses have fractions, and time moves with them.
  const now = () => Math.round(lab.now());

  function begin(): SyncContext {
    life = createLife(lifetime === null ? undefined : chance.between(1, lifetime));
    life.afterRequest = async () => {
      for (; seen < requests.length; seen += 1) {
        if (!requests[seen]?.path.endsWith("/log")) continue;
        read += 1;
        onPage?.(read);
      }
    };
    return { ...lab.newWorker(life), now };
  }
  let context = begin();

  async function hasProblem(): Promise<boolean> {
    const [row] = await database.db
      .select({ value: installation.value })
      .from(installation)
      .where(eq(installation.key, logStateKey(lab.account.id)));
    return row !== undefined && logStateSchema.parse(row.value).problem !== null;
  }

  /** What one process does until nothing is due: the doors are read, then the log. False: Nuki did not let it. */
  async function work(): Promise<boolean> {
    await observeDevices(context);
    for (let runs = 0; (await followLog(context)) !== null; runs += 1)
      if (runs > 500) throw new Error("the log never ends");
    return !(await hasProblem());
  }

  return {
    log,
    violations,
    account: lab.account,
    now,
    advance: (ms: number) => world.advance(ms),
    goOffline: (door: number) => world.goOffline(door),
    comeBack: (door: number) => world.comeBack(door),
    setFault: (fault: LogFault) => log.setFault(fault),
    setTrouble: (trouble: Partial<Trouble>) => lab.standIn.setTrouble({ ...noTrouble, ...trouble }),
    /** Steps after which a process is killed at the latest; null: nobody kills it. */
    setLifetime(steps: number | null): void {
      lifetime = steps;
      context = begin();
    },
    /** Is told after each page of the log, also when it got lost on its way. */
    onPage(next: typeof onPage): void {
      onPage = next;
    },
    pagesRead: () => read,
    killed: () => killed,
    removeLastTold(): void {
      const id = log.lastTold();
      if (id !== null) log.remove(id);
    },
    /** Until all that is due was read, whoever dies meanwhile. */
    async run(): Promise<void> {
      for (let tries = 0; tries < 400; tries += 1) {
        try {
          if (await work()) return;
        } catch (error) {
          if (life.alive && !(error instanceof NukiError)) throw error;
          if (!life.alive) {
            if (!(error instanceof Killed) && !String((error as Error).cause ?? error).includes("killed"))
              throw error;
            killed += 1;
            context = begin();
          }
        }
        // Nuki refused, or the process died: the newest are asked for again after half a minute.
        world.advance(31_000);
      }
      throw new Error("it never came to rest");
    },
    stop: () => lab.stop(),
  };
}
