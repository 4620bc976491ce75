import "server-only";
import { createHash } from "node:crypto";
import { asc, eq } from "drizzle-orm";
import type { AccountId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accountSync, accounts, installation } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { getEnv } from "@/lib/env";
import { lastTokenKey } from "./connection";

export type ConnectionStatus = (typeof accountSync.$inferSelect)["status"];

/** A connection as the settings show it: everything but the token. */
export interface Connection {
  readonly id: AccountId;
  readonly name: string;
  readonly apiUrl: string;
  readonly nukiAccountName: string | null;
  readonly status: ConnectionStatus;
  /** Nuki's own words about the last trouble. */
  readonly problem: string | null;
  readonly lastOkAt: Date | null;
  readonly scopes: Readonly<Record<string, "granted" | "missing" | "unknown">> | null;
  readonly scopesCheckedAt: Date | null;
  /** Where the token in use came from. */
  readonly tokenFrom: "environment" | "demo" | "settings";
}

export interface Connections {
  readonly connections: readonly Connection[];
  readonly requestsPerMinute: number;
  /** NUKI_API_TOKEN is set: it takes over again when it changes. */
  readonly environmentToken: boolean;
}

export async function getConnections(actor: Actor): Promise<Connections> {
  assertMay(actor, "settings:read");
  const db = getDb();
  const env = getEnv();
  const [rows, [last]] = await Promise.all([
    db
      .select({ account: accounts, sync: accountSync })
      .from(accounts)
      .leftJoin(accountSync, eq(accountSync.accountId, accounts.id))
      .orderBy(asc(accounts.createdAt)),
    db.select({ value: installation.value }).from(installation).where(eq(installation.key, lastTokenKey)),
  ]);
  const given = env.nukiApiToken ? "environment" : "demo";
  return {
    requestsPerMinute: env.nukiRequestsPerMinute,
    environmentToken: Boolean(env.nukiApiToken),
    connections: rows.map(({ account, sync }) => ({
      id: account.id,
      name: account.name,
      apiUrl: account.apiUrl,
      nukiAccountName: sync?.nukiAccountName ?? null,
      status: sync?.status ?? "unknown",
      problem: sync?.problem ?? null,
      lastOkAt: sync?.lastOkAt ?? null,
      ...checkedSince(account.updatedAt, sync),
      tokenFrom: hashOf(account.token) === last?.value ? given : "settings",
    })),
  };
}

/** What was found with another token or at another address says nothing about this one. */
function checkedSince(
  changedAt: Date,
  sync: typeof accountSync.$inferSelect | null,
): Pick<Connection, "scopes" | "scopesCheckedAt"> {
  const at = sync?.scopesCheckedAt ?? null;
  if (!sync || at === null || at < changedAt) return { scopes: null, scopesCheckedAt: null };
  return { scopes: sync.scopes, scopesCheckedAt: at };
}

/** Only the hash of the present token is looked at, to tell where it came from; the token itself goes nowhere. */
function hashOf(token: (typeof accounts.$inferSelect)["token"]): string {
  return createHash("sha256").update(getSecrets().unseal(token, "account_token")).digest("hex");
}
