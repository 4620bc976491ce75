import "server-only";
import { eq } from "drizzle-orm";
import type { AccountId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requestSync, transactResult } from "@/lib/changes/edit";
import { getDb, type Tx } from "@/lib/db/connection";
import { accountSync, accounts, devices } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { log } from "@/lib/log";
import { createNuki } from "@/lib/nuki/client";
import { NukiError, PersonMustAct, SignInAgain } from "@/lib/nuki/errors";
import { createLimiter } from "@/lib/nuki/limiter";
import type { NukiAccount } from "@/lib/nuki/schemas";
import { ok, type Result, refuse } from "@/lib/result";
import { isUsable, noteProbe, type Probe, probeConnection } from "@/lib/sync/probe";
import type { TokenInput } from "./schema";

export type Tested =
  | { readonly outcome: "usable" | "incomplete" | "refused" }
  | { readonly outcome: "unreachable"; readonly problem: string };

/** Asks Nuki now what the token opens, and writes down what came out. Nothing is changed at Nuki. */
export async function testConnection(
  actor: Actor,
  accountId: AccountId,
  now = new Date(),
): Promise<Result<Tested>> {
  assertMay(actor, "connection:write");
  const [account] = await getDb().select().from(accounts).where(eq(accounts.id, accountId));
  if (!account) return refuse("not_found");
  const token = getSecrets().unseal(account.token, "account_token");
  const probe = await probeConnection(createReader(account.apiUrl, token));
  return transactResult(async (tx) => {
    const [current] = await tx
      .select({ token: accounts.token })
      .from(accounts)
      .where(eq(accounts.id, accountId))
      .for("update");
    // The token was replaced while Nuki thought about the old one: what it said is about nothing any more.
    if (!current?.token.equals(account.token)) return refuse("plan_changed");
    await noteProbe(tx, accountId, probe, now);
    const tested = testedOf(probe);
    await record(
      tx,
      actor,
      [
        {
          type: "connection.tested",
          subjectId: accountId,
          detail: { name: account.name, outcome: tested.outcome },
        },
      ],
      now,
    );
    if (isUsable(probe)) await requestSync(tx, "all");
    return ok(tested);
  });
}

/**
 * Takes another token for the connection; the old one is forgotten. Everything is looked at with it at once. A token of
 * another Nuki account is refused: all doors would count as missing, and what was sent to them would be forgotten. One that
 * opens nothing yet is taken, since only the test can tell what it is.
 */
export async function replaceToken(
  actor: Actor,
  { accountId, token }: TokenInput,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "connection:write");
  const stranger = await findStranger(accountId, token);
  if (!stranger.ok) return stranger;
  if (stranger.value) return refuse("other_nuki_account", { field: "token", params: stranger.value });
  return transactResult(async (tx) => {
    const name = await storeToken(tx, accountId, token, now);
    if (name === null) return refuse("not_found");
    const detail = { name, changed: ["token"] };
    await record(tx, actor, [{ type: "connection.changed", subjectId: accountId, detail }], now);
    await requestSync(tx, "all");
    return ok(null);
  });
}

/** The message's word for an account whose name nobody knows. */
const nameless = "unknown";

/** Whose token it is and whose it should be, if it sees other doors and none of those that are known. */
async function findStranger(
  accountId: AccountId,
  token: string,
): Promise<Result<{ known: string; given: string } | null>> {
  const [account] = await getDb()
    .select({ apiUrl: accounts.apiUrl, name: accountSync.nukiAccountName })
    .from(accounts)
    .leftJoin(accountSync, eq(accountSync.accountId, accounts.id))
    .where(eq(accounts.id, accountId));
  const doors = await getDb()
    .select({ nukiId: devices.nukiId })
    .from(devices)
    .where(eq(devices.accountId, accountId));
  if (!account || doors.length === 0) return ok(null);
  const reader = createReader(account.apiUrl, token);
  const known = new Set(doors.map(({ nukiId }) => nukiId));
  try {
    const seen = await unlessRefused(reader.listDevices());
    if (seen === null || seen.some(({ id }) => known.has(id))) return ok(null);
    const owner = await unlessRefused(reader.getAccount());
    return ok({ known: account.name || nameless, given: owner ? nameOf(owner) : nameless });
  } catch (error) {
    if (error instanceof NukiError) return refuse("nuki_unreachable");
    throw error;
  }
}

async function unlessRefused<T>(answer: Promise<T>): Promise<T | null> {
  try {
    return await answer;
  } catch (error) {
    if (error instanceof SignInAgain || error instanceof PersonMustAct) return null;
    throw error;
  }
}

function nameOf({ name, email }: NukiAccount): string {
  return name && email ? `${name} (${email})` : name || email || nameless;
}

async function storeToken(tx: Tx, accountId: AccountId, token: string, now: Date): Promise<string | null> {
  const [account] = await tx
    .update(accounts)
    // The worker makes its client anew when `updatedAt` has moved.
    .set({ token: getSecrets().seal(token, "account_token"), updatedAt: now })
    .where(eq(accounts.id, accountId))
    .returning({ name: accounts.name });
  return account?.name ?? null;
}

/** A client of its own: a person waits for these few reads, so they do not queue behind the worker's. */
function createReader(baseUrl: string, token: string) {
  const { reader } = createNuki({
    baseUrl,
    token: async () => token,
    limiter: createLimiter({ perMinute: 60, burst: 10 }),
    timeoutMs: 10_000,
    log: (call) => log.debug(call, "nuki"),
  });
  return reader;
}

function testedOf(probe: Probe): Tested {
  if (probe.outcome === "unreachable") return { outcome: "unreachable", problem: probe.problem };
  if (!probe.signedIn) return { outcome: "refused" };
  return { outcome: isUsable(probe) ? "usable" : "incomplete" };
}
