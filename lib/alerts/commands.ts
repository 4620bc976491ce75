import "server-only";
import { and, eq, inArray, isNull } from "drizzle-orm";
import type { z } from "zod";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { accounts, alertRules, alerts, bridges, devices } from "@/lib/db/schema";
import type { AlertId } from "@/lib/db/tables/alerts";
import { publish } from "@/lib/live/publish";
import { ok, type Result, refuse } from "@/lib/result";
import { rulesOf } from "./kinds";
import { ofActor } from "./queries";
import type { acknowledgeSchema, ruleSchema } from "./schema";

/** Says that somebody knows and sees to it. The alert stays until its cause is gone. */
export async function acknowledgeAlerts(
  actor: Actor,
  { alertIds, note }: z.output<typeof acknowledgeSchema>,
  now = new Date(),
): Promise<Result<{ count: number }>> {
  assertMay(actor, "alerts:write");
  return transactResult(async (tx) => {
    const taken = await tx
      .update(alerts)
      .set({ acknowledgedAt: now, acknowledgedBy: actor.adminId, note: note || null })
      .where(
        and(
          inArray(alerts.id, alertIds),
          isNull(alerts.resolvedAt),
          isNull(alerts.acknowledgedAt),
          ofActor(actor),
        ),
      )
      .returning({ id: alerts.id, kind: alerts.kind, deviceId: alerts.deviceId });
    if (taken.length === 0) return refuse("already_removed");
    const names = await namesOf(
      tx,
      taken.map(({ id }) => id),
    );
    await record(
      tx,
      actor,
      taken.map(({ id, kind }) => ({
        type: "alert.acknowledged" as const,
        subjectId: id,
        detail: { kind, name: names.get(id) ?? "", ...(note ? { note } : {}) },
      })),
      now,
    );
    await publish(
      tx,
      taken.map(({ deviceId }) => ({ topic: "alerts", deviceId })),
    );
    return ok({ count: taken.length });
  });
}

/** What each of the alerts is about, as it is called now. */
async function namesOf(tx: Tx, ids: readonly AlertId[]): Promise<Map<AlertId, string>> {
  const rows = await tx
    .select({ id: alerts.id, device: devices.name, bridge: bridges.name, account: accounts.name })
    .from(alerts)
    .leftJoin(devices, eq(devices.id, alerts.deviceId))
    .leftJoin(bridges, eq(bridges.id, alerts.bridgeId))
    .leftJoin(accounts, eq(accounts.id, alerts.accountId))
    .where(inArray(alerts.id, [...ids]));
  return new Map(rows.map(({ id, device, bridge, account }) => [id, device ?? bridge ?? account ?? ""]));
}

/** Switches a kind of alert on or off, or sets from when on it is told. The next look, seconds later, goes by it. */
export async function changeAlertRule(
  actor: Actor,
  { kind, enabled, threshold }: z.output<typeof ruleSchema>,
  now = new Date(),
): Promise<Result<null>> {
  assertMay(actor, "alerts:configure");
  if (!mayConfigure(actor)) return refuse("forbidden");
  return transactResult(async (tx) => {
    const before = rulesOf(await tx.select().from(alertRules).for("update"))[kind];
    if (before.enabled === enabled && before.threshold === threshold) return ok(null);
    const after = { enabled, threshold };
    await tx
      .insert(alertRules)
      .values({ kind, ...after, updatedAt: now })
      .onConflictDoUpdate({ target: alertRules.kind, set: { ...after, updatedAt: now } });
    await record(
      tx,
      actor,
      [{ type: "alert.rule_changed", subjectId: kind, detail: { before, after } }],
      now,
    );
    return ok(null);
  });
}

/** Rules and channels are one set for all sites, so who looks after some of them may not change them. */
export function mayConfigure(actor: Actor): boolean {
  return actor.sites === "all";
}
