import "server-only";
import { asc, eq, sql } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { alertChannels, alertDeliveries, alertRules } from "@/lib/db/schema";
import type { AlertKind, ChannelId } from "@/lib/db/tables/alerts";
import { getEnv } from "@/lib/env";
import { mayConfigure } from "./commands";
import { type AlertRule, rulesOf } from "./kinds";
import { officeZone } from "./note-deliveries";
import { type ProblemCode, readProblem } from "./problem";

/** A channel as the settings show it: everything but its key. */
export interface ChannelView {
  readonly id: ChannelId;
  readonly kind: "mail" | "webhook";
  readonly target: string;
  readonly mode: "single" | "daily";
  readonly digestMinute: number;
  readonly language: "en" | "de";
  readonly kinds: readonly AlertKind[] | null;
  readonly enabled: boolean;
  readonly waiting: number;
  /** Given up after a day. */
  readonly failed: number;
  readonly lastDeliveredAt: Date | null;
  /** Why the last try that failed did, where nothing got through since. */
  readonly trouble: { readonly code: ProblemCode; readonly said: string } | null;
}

export interface AlertSettings {
  readonly rules: Readonly<Record<AlertKind, AlertRule>>;
  readonly channels: readonly ChannelView[];
  readonly mailConfigured: boolean;
  /** The zone by whose clock daily mails go out. */
  readonly timeZone: string;
  readonly mayWrite: boolean;
}

/** The rules in force, and where alerts go. */
export async function getAlertSettings(actor: Actor): Promise<AlertSettings> {
  assertMay(actor, "settings:read");
  const db = getDb();
  const count = (state: string) =>
    sql<number>`(count(*) filter (where ${alertDeliveries.state} = ${state}))::int`;
  const [changed, channels, timeZone] = await Promise.all([
    db.select().from(alertRules),
    db
      .select({
        channel: alertChannels,
        waiting: count("waiting"),
        failed: count("failed"),
        lastDeliveredAt: sql<string | null>`max(${alertDeliveries.deliveredAt})`,
        problem: sql<string | null>`max(${alertDeliveries.problem})`,
      })
      .from(alertChannels)
      .leftJoin(alertDeliveries, eq(alertDeliveries.channelId, alertChannels.id))
      .groupBy(alertChannels.id)
      .orderBy(asc(alertChannels.createdAt), asc(alertChannels.id)),
    officeZone(db),
  ]);
  return {
    rules: rulesOf(changed),
    mailConfigured: getEnv().smtpUrl !== undefined,
    timeZone,
    mayWrite: mayConfigure(actor),
    channels: channels.map(({ channel, waiting, failed, lastDeliveredAt, problem }) => {
      const { id, kind, target, mode, digestMinute, language, kinds, enabled } = channel;
      return {
        ...{ id, kind, target, mode, digestMinute, language, kinds, enabled, waiting, failed },
        lastDeliveredAt: lastDeliveredAt === null ? null : new Date(lastDeliveredAt),
        trouble: problem === null ? null : readProblem(problem),
      };
    }),
  };
}
