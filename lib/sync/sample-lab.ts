import { randomUUID } from "node:crypto";
import pino from "pino";
import type { Instant } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { accountSync, accounts } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { TestDatabase } from "@/lib/db/testing";
import { createNuki } from "@/lib/nuki/client";
import { type StandIn, type StandInOptions, startStandIn } from "@/scripts/testing/stand-in";
import { createChance } from "@/scripts/testing/stand-in-chance";
import type { Account, SyncContext } from "./context";

/** What is thrown everywhere once a worker was killed: nothing that it does afterwards may have an effect. */
export class Killed extends Error {}

/** A worker's life: after so many steps (statements and requests), or at a call, it is over. */
export interface Life {
  alive: boolean;
  /** Steps left; infinite for a worker that nobody kills. */
  steps: number;
  /** Is told after each request that was answered, so that the world can change in the middle of a turn. */
  afterRequest: () => Promise<void>;
}

export function createLife(steps = Number.POSITIVE_INFINITY): Life {
  return { alive: true, steps, afterRequest: async () => {} };
}

function breathe(life: Life): void {
  life.steps -= 1;
  if (life.steps < 0) life.alive = false;
  if (!life.alive) throw new Killed("killed");
}

const entries = new Set([
  "select",
  "selectDistinct",
  "selectDistinctOn",
  "insert",
  "update",
  "delete",
  "execute",
  "$count",
]);

/** The database as a process sees it that may die between any two statements, in a transaction too. */
function mortal<T extends object>(db: T, life: Life): T {
  return new Proxy(db, {
    get(target, name) {
      const value = Reflect.get(target, name, target) as unknown;
      if (typeof value !== "function") return value;
      if (name === "transaction") {
        return (work: (tx: object) => Promise<unknown>, ...more: unknown[]) => {
          breathe(life);
          const run = value as (
            work: (tx: object) => Promise<unknown>,
            ...more: unknown[]
          ) => Promise<unknown>;
          return run.call(
            target,
            async (tx) => {
              const result = await work(mortal(tx, life));
              breathe(life);
              return result;
            },
            ...more,
          );
        };
      }
      if (typeof name !== "string" || !entries.has(name)) return value.bind(target);
      return (...args: unknown[]) => {
        breathe(life);
        return (value as (...args: unknown[]) => unknown).apply(target, args);
      };
    },
  });
}

/**
 * Ids that are counted instead of drawn: they decide the order of what has no other, so that a seed tells the same
 * story each time. The database belongs to the test.
 */
async function countIds(db: Db): Promise<void> {
  await db.execute(`
    do $$ declare item record; begin
      create sequence if not exists lab_ids;
      perform setval('lab_ids', 1);
      for item in select table_name, column_name from information_schema.columns
        where table_schema = 'public' and column_default = 'gen_random_uuid()'
      loop execute format(
        'alter table %I alter %I set default md5(nextval(''lab_ids'')::text)::uuid', item.table_name, item.column_name);
      end loop;
    end $$`);
}

/** The real sync on a real database against the stand-in; every worker of it can be killed. */
export async function startChaosLab(database: TestDatabase, options: StandInOptions) {
  const standIn = await startStandIn(options);
  await countIds(database.db);
  const jitter = createChance(options.seed + 1).next;
  const secrets = getSecrets();
  const [account] = await database.db
    .insert(accounts)
    .values({ name: "Lab", apiUrl: standIn.url, token: secrets.seal(standIn.token, "account_token") })
    .returning();
  if (!account) throw new Error("no account");
  await database.db.insert(accountSync).values({ accountId: account.id });
  return {
    standIn,
    account,
    now: (): Instant => standIn.world.now(),
    newWorker: (life: Life) => contextOf(database.db, account, standIn, life, jitter),
    stop: () => standIn.stop(),
  };
}

export type ChaosLab = Awaited<ReturnType<typeof startChaosLab>>;

function contextOf(
  db: Db,
  account: Account,
  standIn: StandIn,
  life: Life,
  jitter: () => number,
): SyncContext {
  return {
    db: mortal(db, life),
    account,
    secrets: getSecrets(),
    nuki: createNuki({
      baseUrl: standIn.url,
      token: async () => standIn.token,
      fetch: async (input, init) => {
        breathe(life);
        try {
          return await fetch(input, init);
        } finally {
          await life.afterRequest();
        }
      },
      now: () => standIn.world.now(),
      random: jitter,
      // Time moves while the client waits for another try, and the world with it.
      sleep: async (ms) => standIn.world.advance(Math.min(ms, 20_000)),
      limiter: { acquire: async () => {}, pause: () => {} },
      timeoutMs: 3_000,
    }),
    log: pino({ level: process.env.CHAOS_LOG ?? "silent" }),
    worker: randomUUID(),
    now: () => standIn.world.now(),
    random: () => 0.5,
  };
}
