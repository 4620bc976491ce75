import "server-only";
import { webhooks } from "@/lib/db/schema";
import type { SealContext } from "@/lib/db/secrets";
import { NukiError } from "@/lib/nuki/errors";
import { isForbidden, type NukiWebhook } from "@/lib/nuki/registrar";
import { webhookFeatures } from "@/lib/nuki/webhooks";
import type { SyncContext } from "@/lib/sync/context";
import { isOurs, webhookUrlOf } from "./address";

export type Webhook = typeof webhooks.$inferSelect;

/**
 * Asks Nuki to call us for this account, and makes sure that it is asked once: a registration of ours whose secret nobody
 * knows any more, or at an address of old, is taken away first. Throws NukiError; a plain API token is refused with 403.
 */
export async function register(context: SyncContext, publicUrl: string): Promise<Webhook> {
  const { account, nuki } = context;
  for (const { id } of await listOurs(context)) await nuki.registrar.removeWebhook(id);
  const url = webhookUrlOf(publicUrl, account.id);
  const made = await nuki.registrar.registerWebhook(url, webhookFeatures);
  return store(context, made);
}

/** Told once and never again, so nothing comes between hearing the secret and keeping it. */
async function store(
  { db, secrets, account, now }: SyncContext,
  made: NukiWebhook & { secret: string },
): Promise<Webhook> {
  const facts = {
    nukiId: made.id,
    url: made.url,
    secret: secrets.seal(made.secret, secretOf({ accountId: account.id, kind: "decentral" })),
    features: [...made.features],
    createdAt: new Date(now()),
    checkedAt: new Date(now()),
    problem: null,
  };
  const [row] = await db
    .insert(webhooks)
    .values({ accountId: account.id, kind: "decentral", ...facts })
    // Of two who registered at once the later one counts; the next check takes the other registration away.
    .onConflictDoUpdate({ target: [webhooks.accountId, webhooks.kind], set: facts })
    .returning();
  if (!row) throw new Error("the webhook was not stored");
  return row;
}

/** Where the key of a webhook is sealed for: one per account and kind. */
export function secretOf({ accountId, kind }: Pick<Webhook, "accountId" | "kind">): SealContext {
  return `webhook_secret:${accountId}:${kind}`;
}

/** Takes away everything of ours at Nuki. What this token may not take away stays: Nuki stops calling by itself. */
export async function unregister(context: SyncContext): Promise<void> {
  try {
    for (const { id } of await listOurs(context)) await context.nuki.registrar.removeWebhook(id);
  } catch (error) {
    if (!isForbidden(error)) throw error;
    context.log.warn({ err: error }, "a webhook could not be taken away at Nuki");
  }
}

/** What may be wrong with a webhook, as the settings tell it; null: nothing. */
export type WebhookProblem = "not_allowed" | "unreachable" | "stopped" | "refused" | "silent";

/**
 * Looks whether Nuki still has the registration as it was made, makes it anew where not, takes away left-overs and starts
 * again what Nuki stopped. Returns what is wrong in the end.
 */
export async function check(
  context: SyncContext,
  webhook: Webhook,
  publicUrl: string,
): Promise<WebhookProblem | null> {
  try {
    if (webhook.kind === "decentral") await repair(context, webhook, publicUrl);
    const deliveries = await context.nuki.registrar.reactivateStopped();
    if (deliveries && deliveries.stopped > 0) {
      context.log.warn(deliveries, "Nuki had stopped calling; it was asked to start again");
      if (deliveries.started < deliveries.stopped) return "stopped";
    }
    return null;
  } catch (error) {
    if (!(error instanceof NukiError)) throw error;
    context.log.info({ err: error }, "a webhook could not be checked");
    if (isForbidden(error)) return "not_allowed";
    return error.nextStep === "act" ? "refused" : "unreachable";
  }
}

async function repair(context: SyncContext, webhook: Webhook, publicUrl: string): Promise<void> {
  const ours = await listOurs(context);
  const right = ours.find(({ id }) => id === webhook.nukiId);
  const isMoved = !isSameAddress(webhook.url, webhookUrlOf(publicUrl, context.account.id));
  if (!right || isMoved || !isAsMade(right, webhook)) {
    await register(context, publicUrl);
    return;
  }
  for (const { id } of ours) if (id !== right.id) await context.nuki.registrar.removeWebhook(id);
}

/**
 * Compared with what Nuki answered when it was made: it may write an address in its own way or grant less than was asked
 * for, and asking for more again and again would only change the secret each time.
 */
function isAsMade(seen: NukiWebhook, made: Webhook): boolean {
  return (
    isSameAddress(seen.url, made.url) && made.features.every((feature) => seen.features.includes(feature))
  );
}

function isSameAddress(a: string, b: string): boolean {
  return new URL(a).href === new URL(b).href;
}

/** Every registration whose address is ours; others of the same Nuki account are nobody's business here. */
async function listOurs({ nuki, account }: SyncContext): Promise<NukiWebhook[]> {
  const all = await nuki.registrar.listWebhooks();
  return all.filter(({ url }) => isOurs(url, account.id));
}
