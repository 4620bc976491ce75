import "server-only";
import { randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import { getDb } from "@/lib/db/connection";
import { accounts } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { log } from "@/lib/log";
import { createNuki } from "@/lib/nuki/client";
import { createLimiter } from "@/lib/nuki/limiter";
import type { Account, SyncContext } from "./context";

/** What to talk to one account with. */
export type Connector = (account: Account) => SyncContext;

const held = globalThis as typeof globalThis & { posternConnector?: Connector };

export function setConnector(connector: Connector): void {
  held.posternConnector = connector;
}

/** For the few commands that a person waits for: they share the limiter with the worker, so that neither starves Nuki. */
export function getConnector(): Connector {
  if (!held.posternConnector) throw new Error("nothing is connected yet");
  return held.posternConnector;
}

/** One client and one limiter per account, made anew when its address or token changed. */
export function createConnector(requestsPerMinute: number): Connector {
  const worker = randomUUID();
  const clients = new Map<string, { version: number; nuki: SyncContext["nuki"] }>();
  return (account) => {
    const version = account.updatedAt.getTime();
    let client = clients.get(account.id);
    if (!client || client.version !== version) {
      client = { version, nuki: connectTo(account, requestsPerMinute) };
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
