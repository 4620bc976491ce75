import "server-only";
import { join } from "node:path";
import { type Database, openDatabase, setDatabase } from "@/lib/db/connection";
import { assertKeyFits } from "@/lib/db/key-check";
import { lockDataDir } from "@/lib/db/lock";
import { createSecrets, loadKey, setSecrets } from "@/lib/db/secrets";
import { type Env, getEnv } from "@/lib/env";
import { log } from "@/lib/log";

/** Opens everything that the process lives on, in the order in which one needs the other. */
export async function startRuntime(): Promise<void> {
  const env = getEnv();
  const database = await open(env);
  setDatabase(database);
  const secrets = createSecrets(loadKey(env));
  await assertKeyFits(database.db, secrets);
  setSecrets(secrets);
  stopOnSignal(async () => {
    await database.close();
  });
}

async function open(env: Env): Promise<Database> {
  if (env.databaseUrl) return openDatabase({ url: env.databaseUrl });
  const lock = lockDataDir(env.dataDir);
  // SQLite gives the lock back when its handle is collected, so it must stay reachable.
  (globalThis as { __posternLock?: unknown }).__posternLock = lock;
  return openDatabase({ dir: join(env.dataDir, "pglite") });
}

function stopOnSignal(stop: () => Promise<void>): void {
  const end = (signal: string) => {
    log.info({ signal }, "stopping");
    // Whatever hangs: what was promised is in the database already, and the queue takes its jobs back.
    setTimeout(() => process.exit(1), 8_000).unref();
    stop().then(
      () => process.exit(0),
      (error: unknown) => {
        log.error({ err: error }, "did not stop cleanly");
        process.exit(1);
      },
    );
  };
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => end(signal));
}
