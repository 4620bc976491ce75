import "server-only";
import { and, eq, gt, lt } from "drizzle-orm";
import type { AccountId, Instant } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { accounts, devices, entries, installation, webhooks } from "@/lib/db/schema";
import { publish } from "@/lib/live/publish";
import { NukiError } from "@/lib/nuki/errors";
import { isForbidden } from "@/lib/nuki/registrar";
import type { Connector } from "@/lib/sync/connector";
import type { SyncContext } from "@/lib/sync/context";
import { canBeCalled } from "./address";
import { check, type Webhook } from "./registration";

export interface TendTools {
  readonly db: Db;
  readonly connect: Connector;
  readonly publicUrl: string;
  readonly now: () => number;
}

/** Looks after the webhooks of all accounts; where there is none, finds out whether there could be one. */
export async function tendWebhooks(tools: TendTools): Promise<void> {
  const { db, connect, publicUrl } = tools;
  const [all, kept] = await Promise.all([db.select().from(accounts), db.select().from(webhooks)]);
  for (const account of all) {
    const context = connect(account);
    const own = kept.filter(({ accountId }) => accountId === account.id);
    if (!own.some(({ kind }) => kind === "decentral")) await askWhetherAllowed(context);
    if (!canBeCalled(publicUrl, account.apiUrl)) continue;
    for (const webhook of own) await tend(tools, context, webhook);
  }
}

async function tend(
  { db, publicUrl, now }: TendTools,
  context: SyncContext,
  webhook: Webhook,
): Promise<void> {
  const found = await check(context, webhook, publicUrl);
  const problem = found ?? ((await isSilent(context, webhook.id)) ? "silent" : null);
  await db.transaction(async (tx) => {
    await tx
      .update(webhooks)
      .set({ problem, ...(found === null ? { checkedAt: new Date(now()) } : {}) })
      .where(eq(webhooks.id, webhook.id));
    if (problem !== webhook.problem) await publish(tx, [{ topic: "connection" }]);
  });
}

/** Doors moved, as their logs tell, and no call came: it is registered, but something in between keeps it from us. */
async function isSilent({ db, account, now }: SyncContext, webhookId: string): Promise<boolean> {
  // As it is now: the check may have made it anew.
  const [webhook] = await db.select().from(webhooks).where(eq(webhooks.id, webhookId));
  if (!webhook) return false;
  const { createdAt, lastReceivedAt } = webhook;
  const heardAt = Math.max(createdAt.getTime(), lastReceivedAt?.getTime() ?? 0);
  const missed = await db
    .select({ id: entries.id })
    .from(entries)
    .innerJoin(devices, eq(devices.id, entries.deviceId))
    .where(
      and(
        eq(devices.accountId, account.id),
        gt(entries.occurredAt, new Date(heardAt + lateMs)),
        lt(entries.occurredAt, new Date(now() - lateMs)),
      ),
    )
    .limit(missedCalls);
  return missed.length === missedCalls;
}

/** What was found out about one token; another token is asked about anew. */
export interface WebhookAccess {
  readonly allowed: boolean;
  /** When the account was changed last, as it was then: stands for the token. */
  readonly tokenOf: number;
  readonly askedAt: Instant;
}

const lateMs = 5 * 60_000;
/** Nuki promises no call: a single one may get lost. */
const missedCalls = 3;
/** A token gets rights at Nuki without changing here. */
const askAgainMs = 24 * 60 * 60_000;

export function accessKeyOf(accountId: AccountId): string {
  return `webhook_access:${accountId}`;
}

/** Nuki lets nobody register with a plain API token, so the settings should not offer it. One read per token and day. */
async function askWhetherAllowed({ db, account, nuki, log, now }: SyncContext): Promise<void> {
  const key = accessKeyOf(account.id);
  const tokenOf = account.updatedAt.getTime();
  const [known] = await db.select().from(installation).where(eq(installation.key, key));
  const last = known?.value as WebhookAccess | undefined;
  if (last?.tokenOf === tokenOf && last.askedAt + askAgainMs > now()) return;
  let allowed = true;
  try {
    await nuki.registrar.listWebhooks();
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    if (!isForbidden(error)) {
      log.debug({ err: error }, "whether webhooks are possible is not known yet");
      return;
    }
    allowed = false;
  }
  const value = { allowed, tokenOf, askedAt: now() } satisfies WebhookAccess;
  await db
    .insert(installation)
    .values({ key, value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
