import { randomUUID } from "node:crypto";
import { join } from "node:path";
import { count, isNull } from "drizzle-orm";
import pino from "pino";
import { openDatabase, setDatabase } from "@/lib/db/connection";
import { lockDataDir } from "@/lib/db/lock";
import { changes, credentials } from "@/lib/db/schema";
import { createSecrets, getSecrets, setSecrets } from "@/lib/db/secrets";
import { openQueue, setQueue } from "@/lib/jobs/queue";
import { createWorker } from "@/lib/jobs/worker";
import { createNuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";

/*
 * The worker as a process of its own, to be killed: the data folder, the key, how fast time runs and since when. Says
 * what is open, line by line.
 */
const [dataDir = "", key = "", speed = "1", since = "0"] = process.argv.slice(2);
const startedAt = Number(since);
const now = () => startedAt + (Date.now() - startedAt) * Number(speed);

const lock = lockDataDir(dataDir);
const database = await openDatabase({ dir: join(dataDir, "pglite") });
setDatabase(database);
setSecrets(createSecrets(Buffer.from(key, "hex")));
const queue = await openQueue(database);
setQueue(queue);

const limiter = createLimiter({ perMinute: 1_200, burst: 20 });
const worker = createWorker({
  queue,
  now,
  runImport: async () => false,
  connect: (account) => ({
    db: database.db,
    account,
    nuki: createNuki({
      baseUrl: account.apiUrl,
      token: async () => getSecrets().unseal(account.token, "account_token"),
      limiter,
    }),
    secrets: getSecrets(),
    log: pino({ level: "silent" }),
    worker: randomUUID(),
    now,
    random: Math.random,
  }),
});
worker.start();

async function tell(): Promise<void> {
  const [open] = await database.db.select({ count: count() }).from(changes).where(isNull(changes.closedAt));
  const states = await database.db
    .select({ state: credentials.state, count: count() })
    .from(credentials)
    .groupBy(credentials.state);
  const byState = Object.fromEntries(states.map((row) => [row.state, row.count]));
  console.log(JSON.stringify({ open: open?.count ?? 0, states: byState }));
}

const telling = setInterval(() => void tell(), 150);
process.once("SIGTERM", () => {
  clearInterval(telling);
  void worker
    .stop()
    .then(() => queue.close())
    .then(() => database.close())
    .then(() => {
      lock.release();
      process.exit(0);
    });
});
