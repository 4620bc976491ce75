import "server-only";
import { join } from "node:path";
import { type Database, openDatabase, setDatabase } from "@/lib/db/connection";
import { assertKeyFits } from "@/lib/db/key-check";
import { lockDataDir } from "@/lib/db/lock";
import { assertModeFits } from "@/lib/db/mode-check";
import { createSecrets, loadKey, setSecrets } from "@/lib/db/secrets";
import { type Env, getEnv } from "@/lib/env";
import { startApp } from "@/lib/jobs/registry";
import { log } from "@/lib/log";

/** Opens everything that the process lives on; without it the process ends, since Next would stay up and answer 500. */
export async function startRuntime(): Promise<void> {
  try {
    await openAll();
  } catch (error) {
    log.debug({ err: error }, "start failed");
    console.error(`Postern cannot start: ${reasonOf(error)}`);
    process.exit(1);
  }
}

async function openAll(): Promise<void> {
  const env = getEnv();
  const database = await open(env);
  setDatabase(database);
  const secrets = createSecrets(loadKey(env));
  await assertKeyFits(database.db, secrets);
  await assertModeFits(database.db, env.mode);
  setSecrets(secrets);
  const app = await startApp();
  if (app.setupPath) {
    console.log(
      `\nNobody can sign in yet. This link makes the first owner: ${env.publicUrl}${app.setupPath}\n`,
    );
  }
  stopOnSignal(async () => {
    await app.stop();
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

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  // Drizzle's message is the statement; why it failed is in the cause, which has only a code when nobody listens.
  if (error.cause && error.message.startsWith("Failed query")) {
    return `the database refused: ${reasonOf(error.cause)}`;
  }
  return error.message || String((error as { code?: unknown }).code ?? error.name);
}
