import "server-only";
import { and, asc, eq, isNull, lte, sql } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import type { Db } from "@/lib/db/connection";
import { accounts, alertChannels, alertDeliveries, alerts, bridges, devices, sites } from "@/lib/db/schema";
import type { Secrets } from "@/lib/db/secrets";
import type { ChannelId } from "@/lib/db/tables/alerts";
import { log } from "@/lib/log";
import { domainOf, type Mailer } from "@/lib/mail/mailer";
import { localDateOf } from "@/lib/time/zones";
import { type AlertEvent, digestMail, singleMail, type Told, type WrittenMail, webhookBody } from "./message";
import { officeZone } from "./note-deliveries";
import { postWebhook } from "./post";
import { type Problem, problem } from "./problem";
import { viewColumns } from "./queries";
import { pauseAfter } from "./retry";

export type ChannelRow = typeof alertChannels.$inferSelect;

export interface DeliverTools {
  readonly db: Db;
  readonly secrets: Secrets;
  /** Null: SMTP_URL is not set. */
  readonly mailer: Mailer | null;
  readonly mailFrom: string;
  readonly publicUrl: string;
  /** May webhooks go to this machine itself? */
  readonly loopback: boolean;
  readonly now: () => Instant;
}

interface Due extends Told {
  readonly channel: ChannelRow;
  readonly attempts: number;
}

/** So many at once: what is left comes with the next run, seconds later. */
const most = 100;

const isDue = (now: Instant) =>
  and(
    eq(alertDeliveries.state, "waiting"),
    lte(alertDeliveries.nextTryAt, new Date(now)),
    eq(alertChannels.enabled, true),
  );

export async function hasDueDeliveries(db: Db, now: Instant): Promise<boolean> {
  const [found] = await db
    .select({ one: sql`1` })
    .from(alertDeliveries)
    .innerJoin(alertChannels, eq(alertChannels.id, alertDeliveries.channelId))
    .where(isDue(now))
    .limit(1);
  return found !== undefined;
}

/**
 * Sends what is due. A message is noted as delivered after the other side has taken it, so a process that dies in between
 * sends it again, under the same id: at least once, and a double can be recognised.
 */
export async function deliverAlerts(tools: DeliverTools): Promise<void> {
  const due = await loadDue(tools);
  const channels = new Map<ChannelId, Due[]>();
  for (const item of due) channels.set(item.channel.id, [...(channels.get(item.channel.id) ?? []), item]);
  for (const items of channels.values()) {
    const [first] = items;
    const batches = first?.channel.mode === "daily" ? [items] : items.map((item) => [item]);
    for (const batch of batches) {
      const failed = await sendBatch(tools, batch);
      await settle(tools, batch, failed);
      // The other side is not well: the rest of what goes there waits for the next run.
      if (failed) break;
    }
  }
}

async function sendBatch(tools: DeliverTools, batch: readonly Due[]): Promise<Problem | null> {
  const [first] = batch;
  if (!first) return null;
  const { channel, alert, event } = first;
  if (channel.kind === "webhook") {
    const deliveryId = `${alert.id}.${event}`;
    return send(tools, channel, { deliveryId, body: webhookBody(first, channel.language) });
  }
  const { language } = channel;
  if (channel.mode === "single") {
    return send(tools, channel, {
      deliveryId: `${alert.id}.${event}`,
      mail: singleMail(first, language, tools.publicUrl),
    });
  }
  const open = await tools.db.$count(alerts, isNull(alerts.resolvedAt));
  const day = localDateOf(tools.now(), await officeZone(tools.db));
  return send(tools, channel, {
    deliveryId: `digest.${day}`,
    mail: digestMail(batch, open, language, tools.publicUrl),
  });
}

export type Content =
  | { readonly deliveryId: string; readonly mail: WrittenMail }
  | { readonly deliveryId: string; readonly body: string };

/** One message to one channel; null: it was taken. What goes wrong is a value, since it is shown. */
export async function send(
  tools: DeliverTools,
  channel: ChannelRow,
  content: Content,
): Promise<Problem | null> {
  if ("mail" in content) {
    if (tools.mailer === null) return problem("not_configured");
    const messageId = `<${content.deliveryId}.${channel.id}@${domainOf(tools.mailFrom)}>`;
    try {
      await tools.mailer.send({ to: channel.target, ...content.mail, messageId });
      return null;
    } catch (error) {
      log.warn({ err: error, channel: channel.id }, "a mail about alerts was not taken");
      return problem("rejected", error instanceof Error ? error.message : undefined);
    }
  }
  if (channel.secret === null) return problem("not_configured");
  const { target, id } = channel;
  const secret = tools.secrets.unseal(channel.secret, channelSecretOf(id));
  const { deliveryId, body } = content;
  const post = { target, secret, deliveryId, body, at: new Date(tools.now()) };
  const failed = await postWebhook(post, tools);
  if (failed) log.warn({ channel: id, problem: failed }, "a webhook about alerts was not taken");
  return failed;
}

export function channelSecretOf(channelId: ChannelId) {
  return `webhook_secret:alert:${channelId}` as const;
}

async function settle(tools: DeliverTools, batch: readonly Due[], failed: Problem | null): Promise<void> {
  const now = new Date(tools.now());
  await tools.db.transaction(async (tx) => {
    for (const { alert, channel, event, attempts: before } of batch) {
      const attempts = before + 1;
      const pause = failed ? pauseAfter(attempts) : null;
      const outcome = failed
        ? {
            state: pause === null ? ("failed" as const) : ("waiting" as const),
            nextTryAt: pause === null ? null : new Date(now.getTime() + pause),
          }
        : { state: "delivered" as const, nextTryAt: null, deliveredAt: now };
      await tx
        .update(alertDeliveries)
        .set({ ...outcome, attempts, problem: failed })
        .where(
          and(
            eq(alertDeliveries.alertId, alert.id),
            eq(alertDeliveries.channelId, channel.id),
            eq(alertDeliveries.event, event),
          ),
        );
    }
    const [first] = batch;
    if (first?.channel.mode === "daily" && !failed) {
      await tx.update(alertChannels).set({ digestedAt: now }).where(eq(alertChannels.id, first.channel.id));
    }
  });
}

async function loadDue({ db, now }: DeliverTools): Promise<Due[]> {
  const rows = await db
    .select({
      alert: viewColumns,
      channel: alertChannels,
      event: alertDeliveries.event,
      attempts: alertDeliveries.attempts,
    })
    .from(alertDeliveries)
    .innerJoin(alertChannels, eq(alertChannels.id, alertDeliveries.channelId))
    .innerJoin(alerts, eq(alerts.id, alertDeliveries.alertId))
    .leftJoin(devices, eq(devices.id, alerts.deviceId))
    .leftJoin(bridges, eq(bridges.id, alerts.bridgeId))
    .leftJoin(accounts, eq(accounts.id, alerts.accountId))
    .leftJoin(sites, eq(sites.id, alerts.siteId))
    .where(isDue(now()))
    .orderBy(asc(alertDeliveries.nextTryAt), asc(alerts.openedAt), asc(alerts.id), asc(alertDeliveries.event))
    .limit(most);
  return rows.map(({ event, ...row }) => ({ ...row, event: event as AlertEvent }));
}
