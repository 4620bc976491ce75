import "server-only";
import { eq, sql } from "drizzle-orm";
import type { AccountId } from "@/lib/access/types";
import { canonicalJson } from "@/lib/audit/canonical-json";
import type { Db } from "@/lib/db/connection";
import { webhooks } from "@/lib/db/schema";
import type { Secrets } from "@/lib/db/secrets";
import { log } from "@/lib/log";
import { featureOf, payloadsOf, recurringFeatures, signerOf, withoutSecrets } from "@/lib/nuki/webhooks";
import { secretOf } from "./registration";
import { noteRejected } from "./rejected";

/** On this channel the chore hears that there is something to work off. */
export const webhookChannel = "postern_webhooks";

export const mostBytes = 256 * 1024;

export interface Delivery {
  readonly accountId: string;
  readonly rawBody: Uint8Array;
  readonly signature: string | null;
  readonly receivedAt: Date;
}

/**
 * Takes what somebody posted: false when no key of the account signed it, or there is no such account. What is genuine is
 * stored without its secrets and once, however often it comes, and worked off afterwards.
 */
export async function receiveWebhook(db: Db, secrets: Secrets, delivery: Delivery): Promise<boolean> {
  const { accountId, rawBody, signature, receivedAt } = delivery;
  const known = await keysOf(db, secrets, accountId);
  const signer = signerOf(
    rawBody,
    signature,
    known.map(({ key }) => key),
  );
  const webhookId = known[signer]?.id;
  if (webhookId === undefined) {
    if (known.length > 0) noteRejected(db, accountId as AccountId);
    return false;
  }
  const rows = rowsOf(rawBody, secrets);
  await db.execute(sql`
    with stored as (
      insert into webhook_deliveries as d (account_id, digest, feature, body, received_at)
      select ${accountId}::uuid, r.digest, r.feature, r.body, ${receivedAt.toISOString()}::timestamptz
      from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as r(digest text, feature text, body jsonb)
      on conflict (account_id, digest) do update set received_at = excluded.received_at, processed_at = null
        where d.processed_at is not null and d.feature = any(${sql.param(recurringList)}::text[])
      returning 1
    ), counted as (
      update webhooks set received = received + 1, last_received_at = ${receivedAt.toISOString()}::timestamptz
      where id = ${webhookId}::uuid
    )
    select pg_notify(${webhookChannel}, '') from stored limit 1`);
  return true;
}

const recurringList = `{${recurringFeatures.join(",")}}`;

async function keysOf(db: Db, secrets: Secrets, accountId: string): Promise<{ id: string; key: string }[]> {
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(accountId)) return [];
  const rows = await db
    .select({
      id: webhooks.id,
      accountId: webhooks.accountId,
      kind: webhooks.kind,
      secret: webhooks.secret,
    })
    .from(webhooks)
    .where(eq(webhooks.accountId, accountId as AccountId));
  return rows.map((row) => ({ id: row.id, key: secrets.unseal(row.secret, secretOf(row)) }));
}

interface Row {
  readonly digest: string;
  readonly feature: string;
  readonly body: unknown;
}

/** What is signed but makes no sense is accepted and left alone: refusals would make Nuki stop calling us. */
function rowsOf(rawBody: Uint8Array, secrets: Secrets): Row[] {
  try {
    const payloads = payloadsOf(rawBody);
    if (payloads === null) log.warn({ bytes: rawBody.length }, "a webhook was signed, but is not JSON");
    const rows = (payloads ?? []).map((payload) => ({
      // Over sorted members, so that other spacing is no other payload; with a key, since six digits are soon guessed.
      digest: secrets.hashCode(canonicalJson(payload)),
      feature: featureOf(payload),
      body: withoutSecrets(payload),
    }));
    return [...new Map(rows.map((row) => [row.digest, row])).values()];
  } catch (error) {
    // Deeper than anything can be read. Its own message may quote it.
    log.warn({ kind: error instanceof Error ? error.name : "unknown" }, "a signed webhook could not be read");
    return [];
  }
}
