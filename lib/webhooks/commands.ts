import "server-only";
import { and, eq } from "drizzle-orm";
import type { z } from "zod";
import type { AccountId } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import { getDb, type Tx, transact } from "@/lib/db/connection";
import { accounts, webhooks } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import { getEnv } from "@/lib/env";
import { publish } from "@/lib/live/publish";
import { NukiError } from "@/lib/nuki/errors";
import { isForbidden } from "@/lib/nuki/registrar";
import { webhookFeatures } from "@/lib/nuki/webhooks";
import { ok, type Result, refuse } from "@/lib/result";
import { getConnector } from "@/lib/sync/connector";
import type { Account } from "@/lib/sync/context";
import { canBeCalled, webhookUrlOf } from "./address";
import { register, secretOf, unregister } from "./registration";
import type { webhookOffSchema, webhookSecretSchema } from "./schema";

/** Asks Nuki to tell news at once. A person waits for it, so Nuki is asked now. */
export async function switchOnWebhook(actor: Actor, accountId: AccountId): Promise<Result<null>> {
  assertMay(actor, "connection:write");
  const account = await findAccount(accountId);
  if (!account) return refuse("not_found");
  const { publicUrl } = getEnv();
  if (!canBeCalled(publicUrl, account.apiUrl)) return refuse("webhooks_not_available");
  try {
    await register(getConnector()(account), publicUrl);
  } catch (error) {
    return refusalOf(error);
  }
  await transact((tx) => note(tx, actor, account, "webhook.registered", "decentral"));
  return ok(null);
}

/** Takes the webhook away, at Nuki too where it was registered by us. */
export async function switchOffWebhook(
  actor: Actor,
  { accountId, kind }: z.output<typeof webhookOffSchema>,
): Promise<Result<null>> {
  assertMay(actor, "connection:write");
  const account = await findAccount(accountId);
  if (!account) return refuse("not_found");
  try {
    if (kind === "decentral") await unregister(getConnector()(account));
  } catch (error) {
    return refusalOf(error);
  }
  return transactResult(async (tx) => {
    const gone = await tx
      .delete(webhooks)
      .where(and(eq(webhooks.accountId, accountId), eq(webhooks.kind, kind)))
      .returning({ id: webhooks.id });
    if (gone.length === 0) return refuse("already_removed");
    await note(tx, actor, account, "webhook.removed", kind);
    return ok(null);
  });
}

/** Takes the key with which Nuki signs what it sends to the address that was entered in Nuki Web by hand. */
export async function enterWebhookSecret(
  actor: Actor,
  { accountId, secret }: z.output<typeof webhookSecretSchema>,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "connection:write");
  const account = await findAccount(accountId);
  if (!account) return refuse("not_found");
  const sealed = getSecrets().seal(secret, secretOf({ accountId, kind: "central" }));
  const url = webhookUrlOf(getEnv().publicUrl, accountId);
  const facts = { url, secret: sealed, createdAt: now, problem: null };
  await transact(async (tx) => {
    await tx
      .insert(webhooks)
      .values({ accountId, kind: "central", features: [...webhookFeatures], ...facts })
      .onConflictDoUpdate({ target: [webhooks.accountId, webhooks.kind], set: facts });
    await note(tx, actor, account, "webhook.registered", "central");
  });
  return ok(null);
}

async function findAccount(accountId: AccountId): Promise<Account | null> {
  const [account] = await getDb().select().from(accounts).where(eq(accounts.id, accountId));
  return account ?? null;
}

async function note(
  tx: Tx,
  actor: Actor,
  account: Account,
  type: "webhook.registered" | "webhook.removed",
  kind: "central" | "decentral",
): Promise<void> {
  await record(tx, actor, [{ type, subjectId: account.id, detail: { name: account.name, kind } }]);
  await publish(tx, [{ topic: "connection" }]);
}

function refusalOf(error: unknown): Result<null> {
  if (!(error instanceof NukiError)) throw error;
  if (isForbidden(error)) return refuse("webhooks_not_available");
  return refuse(error.nextStep === "act" ? "nuki_refused" : "nuki_unreachable");
}
