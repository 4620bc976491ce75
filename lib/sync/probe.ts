import { and, eq, inArray, isNull } from "drizzle-orm";
import type { AccountId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { accountSync, changes } from "@/lib/db/schema";
import { NukiError } from "@/lib/nuki/errors";
import type { NukiReader, NukiScope } from "@/lib/nuki/reader";

type Found = "granted" | "missing" | "unknown";

/** What a connection was found to be good for, at the moment of asking. */
export type Probe =
  | {
      readonly outcome: "answered";
      /** False: Nuki knows the token for nothing at all. */
      readonly signedIn: boolean;
      readonly scopes: Readonly<Record<NukiScope, Found>>;
      readonly accountName: string | null;
    }
  | { readonly outcome: "unreachable"; readonly problem: string };

/** Without these nothing can be read, so nothing can be confirmed either. */
const needed: readonly NukiScope[] = ["smartlock", "smartlock.auth"];

/** Asks Nuki what the token opens: a handful of reads, nothing is written and no door is touched. */
export async function probeConnection(reader: NukiReader): Promise<Probe> {
  try {
    const { signedIn, scopes } = await reader.probeScopes();
    const account = scopes.account === "granted" ? await reader.getAccount() : null;
    return {
      outcome: "answered",
      signedIn,
      scopes,
      accountName: account && (account.name || account.email),
    };
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    return { outcome: "unreachable", problem: error.text ?? error.name };
  }
}

/** Can everything be read that the worker needs to read? */
export function isUsable(probe: Probe): boolean {
  return probe.outcome === "answered" && needed.every((scope) => probe.scopes[scope] === "granted");
}

/** Writes down what a person's test found. Where it works again, what waited for the connection waits no longer. */
export async function noteProbe(tx: Tx, accountId: AccountId, probe: Probe, now: Date): Promise<void> {
  await tx.update(accountSync).set(factsOf(probe, now)).where(eq(accountSync.accountId, accountId));
  if (!isUsable(probe)) return;
  await tx
    .update(changes)
    .set({ nextTryAt: now, putOff: 0 })
    .where(
      and(
        eq(changes.accountId, accountId),
        isNull(changes.closedAt),
        eq(changes.state, "waiting"),
        inArray(changes.reason, ["signed_out", "unreachable"]),
      ),
    );
}

function factsOf(probe: Probe, now: Date): Partial<typeof accountSync.$inferInsert> {
  if (probe.outcome === "unreachable") return { status: "unreachable", problem: probe.problem };
  const checked = { scopes: probe.scopes, scopesCheckedAt: now };
  if (!isUsable(probe)) return { ...checked, status: "unauthorized", problem: null };
  return {
    ...checked,
    status: "connected",
    problem: null,
    lastOkAt: now,
    // A token without `account` does not tell the name: what was known stays.
    ...(probe.accountName === null ? {} : { nukiAccountName: probe.accountName }),
    // Read anew at the next turn, whatever the intervals say.
    devicesSeenAt: null,
    authorizationsSeenAt: null,
  };
}
