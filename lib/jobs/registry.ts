import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { ensureConnection } from "@/lib/accounts/connection";
import { ensureFirstOwner } from "@/lib/auth/setup";
import { getDatabase, getDb, transact } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { seedDemo } from "@/lib/demo/seed";
import { type Env, getEnv } from "@/lib/env";
import { runImport } from "@/lib/imports/run";
import { log } from "@/lib/log";
import { createNuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";
import type { Account, SyncContext } from "@/lib/sync/context";
import { openQueue, setQueue } from "./queue";
import { createWorker } from "./worker";

/** The simulator's token with every scope; it opens nothing but the demo. */
const demoToken = "demo-token-full-access";

export interface App {
  /** The one-time link for the first owner, while there is none. */
  readonly setupPath: string | null;
  stop(): Promise<void>;
}

/** Opens the queue, makes sure of a first owner and a connection, fills the demo, and starts the worker. */
export async function startApp(): Promise<App> {
  const env = getEnv();
  const queue = await openQueue(getDatabase(), env.databaseUrl);
  setQueue(queue);
  const demo = env.mode === "demo";
  const owner = { adminEmail: env.adminEmail, adminPassword: env.adminPassword, demo };
  const setupPath = await ensureFirstOwner(owner, new Date());
  await transact((tx) =>
    ensureConnection(tx, getSecrets(), {
      name: demo ? "Demo office (simulator)" : "Nuki Web",
      apiUrl: env.nukiApiUrl,
      token: env.nukiApiToken ?? demoToken,
    }),
  );
  const connect = createConnector(env);
  if (demo) await seedFirstAccount(connect);
  const worker = createWorker({ queue, connect, runImport, now: Date.now });
  worker.start();
  return {
    setupPath,
    async stop() {
      await worker.stop();
      await queue.close();
    },
  };
}

async function seedFirstAccount(connect: (account: Account) => SyncContext): Promise<void> {
  const [account] = await getDb().select().from(accounts).orderBy(accounts.createdAt).limit(1);
  if (account) await seedDemo(connect(account));
}

/** One client and one limiter per account, made anew when its address or token changed. */
function createConnector(env: Env): (account: Account) => SyncContext {
  const worker = randomUUID();
  const clients = new Map<string, { version: number; nuki: SyncContext["nuki"] }>();
  return (account) => {
    const version = account.updatedAt.getTime();
    let client = clients.get(account.id);
    if (!client || client.version !== version) {
      client = { version, nuki: connectTo(account, env.nukiRequestsPerMinute) };
      clients.set(account.id, client);
    }
    return {
      db: getDb(),
      account,
      nuki: client.nuki,
      secrets: getSecrets(),
      log: log.child({ part: "sync", account: account.name }),
      worker,
      now: Date.now,
      random: Math.random,
    };
  };
}

function connectTo(account: Account, perMinute: number): SyncContext["nuki"] {
  return createNuki({
    baseUrl: account.apiUrl,
    token: async () => getSecrets().unseal(await currentToken(account), "account_token"),
    limiter: createLimiter({ perMinute, burst: Math.max(10, Math.floor(perMinute / 2)) }),
    log: (call) => log.debug(call, "nuki"),
  });
}

async function currentToken(account: Account): Promise<Account["token"]> {
  const [row] = await getDb()
    .select({ token: accounts.token })
    .from(accounts)
    .where(eq(accounts.id, account.id));
  if (!row) throw new Error(`the account ${account.name} is gone`);
  return row.token;
}
