import "server-only";
import { asc, inArray } from "drizzle-orm";
import type { AccountId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accounts, installation, webhooks } from "@/lib/db/schema";
import { getEnv } from "@/lib/env";
import { canBeCalled, webhookUrlOf } from "./address";
import type { Webhook, WebhookProblem } from "./registration";
import { accessKeyOf, type WebhookAccess } from "./tend";

/** A webhook as the settings show it: everything but the secret. */
export interface WebhookView {
  readonly kind: Webhook["kind"];
  readonly problem: WebhookProblem | null;
  readonly createdAt: Date;
  readonly checkedAt: Date | null;
  readonly lastReceivedAt: Date | null;
  readonly received: number;
  readonly lastRejectedAt: Date | null;
  readonly rejected: number;
}

/** Whether and how Nuki tells one account's news at once. */
export interface InstantNews {
  readonly accountId: AccountId;
  /** What Nuki has to call. */
  readonly url: string;
  /** False: Nuki could not call this server, since it calls https only. */
  readonly canBeCalled: boolean;
  /** May this token register? Null: nobody has asked Nuki yet. */
  readonly mayRegister: boolean | null;
  readonly decentral: WebhookView | null;
  readonly central: WebhookView | null;
}

export async function listInstantNews(actor: Actor): Promise<InstantNews[]> {
  assertMay(actor, "settings:read");
  const db = getDb();
  const { publicUrl } = getEnv();
  const all = await db.select().from(accounts).orderBy(asc(accounts.createdAt));
  const keys = all.map(({ id }) => accessKeyOf(id));
  const [kept, access] = await Promise.all([
    db.select().from(webhooks),
    keys.length > 0 ? db.select().from(installation).where(inArray(installation.key, keys)) : [],
  ]);
  return all.map((account) => {
    const found = access.find(({ key }) => key === accessKeyOf(account.id))?.value as
      | WebhookAccess
      | undefined;
    const viewOf = (kind: Webhook["kind"]) => {
      const row = kept.find((each) => each.accountId === account.id && each.kind === kind);
      return row ? view(row) : null;
    };
    return {
      accountId: account.id,
      url: webhookUrlOf(publicUrl, account.id),
      canBeCalled: canBeCalled(publicUrl, account.apiUrl),
      // What was found out about another token says nothing about this one.
      mayRegister: found?.tokenOf === account.updatedAt.getTime() ? found.allowed : null,
      decentral: viewOf("decentral"),
      central: viewOf("central"),
    };
  });
}

function view(row: Webhook): WebhookView {
  const { kind, createdAt, checkedAt, lastReceivedAt, received, lastRejectedAt, rejected } = row;
  const problem = row.problem as WebhookProblem | null;
  return { kind, problem, createdAt, checkedAt, lastReceivedAt, received, lastRejectedAt, rejected };
}
