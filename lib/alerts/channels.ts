import "server-only";
import { randomBytes, randomUUID } from "node:crypto";
import { eq } from "drizzle-orm";
import type { z } from "zod";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import { getDb } from "@/lib/db/connection";
import { alertChannels } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { ChannelId } from "@/lib/db/tables/alerts";
import { getEnv } from "@/lib/env";
import { isLocalApi } from "@/lib/nuki/bridge/address";
import { ok, type Result, refuse } from "@/lib/result";
import { parseMinute } from "@/lib/time/minutes";
import { mayConfigure } from "./commands";
import { channelSecretOf, type DeliverTools, send } from "./deliver";
import { testBody, testMail } from "./message";
import type { Problem } from "./problem";
import type { ChannelInput, channelIdSchema, channelSwitchSchema } from "./schema";
import { webhookTarget } from "./target";

/** Adds a way on which alerts leave. A webhook's key is made here and shown this once. */
export async function addChannel(
  actor: Actor,
  input: ChannelInput,
  now = new Date(),
): Promise<Result<{ channelId: ChannelId; secret: string | null }>> {
  assertMay(actor, "alerts:configure");
  if (!mayConfigure(actor)) return refuse("forbidden");
  const { kind, target, language, kinds } = input;
  const env = getEnv();
  if (kind === "mail" && !env.smtpUrl) return refuse("mail_not_configured");
  if (kind === "webhook" && !webhookTarget(target, { loopback: isLocalApi(env.nukiApiUrl) })) {
    return refuse("address_not_allowed", { field: "target" });
  }
  const channelId = randomUUID() as ChannelId;
  const secret = kind === "webhook" ? randomBytes(32).toString("base64url") : null;
  return transactResult(async (tx) => {
    const facts = {
      ...{ kind, target, language },
      // One message each is what a machine wants.
      mode: kind === "webhook" ? ("single" as const) : input.mode,
      digestMinute: parseMinute(input.digestTime) ?? undefined,
      kinds: kinds.length === 0 ? null : kinds,
    };
    await tx.insert(alertChannels).values({
      ...{ id: channelId, ...facts, createdAt: now },
      secret: secret === null ? null : getSecrets().seal(secret, channelSecretOf(channelId)),
    });
    const detail = { name: target, after: facts };
    await record(tx, actor, [{ type: "alert.channel_created", subjectId: channelId, detail }], now);
    return ok({ channelId, secret });
  });
}

/** Pauses a channel or takes it up again; what is due meanwhile waits. */
export async function switchChannel(
  actor: Actor,
  { channelId, enabled }: z.output<typeof channelSwitchSchema>,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "alerts:configure");
  if (!mayConfigure(actor)) return refuse("forbidden");
  return transactResult(async (tx) => {
    const [channel] = await tx
      .update(alertChannels)
      .set({ enabled })
      .where(eq(alertChannels.id, channelId))
      .returning();
    if (!channel) return refuse("already_removed");
    const detail = { name: channel.target, before: { enabled: !enabled }, after: { enabled } };
    await record(tx, actor, [{ type: "alert.channel_changed", subjectId: channelId, detail }], now);
    return ok(null);
  });
}

/** Takes a channel away, with what was still to be sent on it. */
export async function removeChannel(
  actor: Actor,
  { channelId }: z.output<typeof channelIdSchema>,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "alerts:configure");
  if (!mayConfigure(actor)) return refuse("forbidden");
  return transactResult(async (tx) => {
    const [channel] = await tx.delete(alertChannels).where(eq(alertChannels.id, channelId)).returning();
    if (!channel) return refuse("already_removed");
    const detail = { name: channel.target };
    await record(tx, actor, [{ type: "alert.channel_removed", subjectId: channelId, detail }], now);
    return ok(null);
  });
}

/** Sends a test message now. What went wrong on the way is an answer, not a refusal. */
export async function testChannel(
  actor: Actor,
  { channelId }: z.output<typeof channelIdSchema>,
  tools: DeliverTools,
): Promise<Result<{ problem: Problem | null }>> {
  assertMay(actor, "alerts:configure");
  if (!mayConfigure(actor)) return refuse("forbidden");
  const [channel] = await getDb().select().from(alertChannels).where(eq(alertChannels.id, channelId));
  if (!channel) return refuse("already_removed");
  const deliveryId = `test.${randomUUID()}`;
  const content =
    channel.kind === "mail"
      ? { deliveryId, mail: testMail(channel.language, tools.publicUrl) }
      : { deliveryId, body: testBody(channel.language, new Date(tools.now())) };
  return ok({ problem: await send(tools, channel, content) });
}
