import "server-only";
import { ensureConnection } from "@/lib/accounts/connection";
import { ensureFirstOwner } from "@/lib/auth/setup";
import { getDatabase, getDb, transact } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { seedBridges } from "@/lib/demo/bridges";
import { seedDemo } from "@/lib/demo/seed";
import { seedWebhook } from "@/lib/demo/webhook";
import { getEnv } from "@/lib/env";
import { runImport } from "@/lib/imports/run";
import { closeHub } from "@/lib/live/hub";
import { type Connector, createConnector, setConnector } from "@/lib/sync/connector";
import { choreList } from "./chore-list";
import { createChores } from "./chores";
import { openQueue, setQueue } from "./queue";
import { createWorker } from "./worker";

/** The simulator's token with every scope, webhooks too; it opens nothing but the demo. */
const demoToken = "demo-token-oauth";

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
  const connect = createConnector(env.nukiRequestsPerMinute);
  setConnector(connect);
  if (demo) await seedFirstAccount(connect, env.publicUrl);
  const worker = createWorker({ queue, connect, runImport, now: Date.now });
  worker.start();
  const chores = createChores(getDb(), choreList({ connect, queue, env }));
  chores.start();
  return {
    setupPath,
    async stop() {
      await closeHub();
      await chores.stop();
      await worker.stop();
      await queue.close();
    },
  };
}

async function seedFirstAccount(connect: Connector, publicUrl: string): Promise<void> {
  const [account] = await getDb().select().from(accounts).orderBy(accounts.createdAt).limit(1);
  if (!account) return;
  await seedDemo(connect(account));
  await seedWebhook(connect(account), publicUrl);
  await seedBridges(connect(account));
}
