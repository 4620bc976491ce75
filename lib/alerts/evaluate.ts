import "server-only";
import { isDeepStrictEqual } from "node:util";
import { eq, inArray, isNull } from "drizzle-orm";
import type { Instant } from "@/lib/access/types";
import { type Db, type Tx, transact } from "@/lib/db/connection";
import { alertRules, alerts, installation } from "@/lib/db/schema";
import type { AlertId } from "@/lib/db/tables/alerts";
import { publish } from "@/lib/live/publish";
import { type AlertRules, rulesOf } from "./kinds";
import { noteDeliveries } from "./note-deliveries";
import { type Cause, type Judgement, judge } from "./rules";
import { loadSnapshot } from "./snapshot";

type AlertRow = typeof alerts.$inferSelect;

/** A cause has to be seen gone for so long, or a flapping door would open and resolve an alert each minute. */
const goneMs = 5 * 60_000;

const firstSeenKey = "alerts:first-seen";

/**
 * Looks once at everything that is known: opens alerts for causes that are new, keeps those that still hold, and resolves
 * those that were seen to be gone. Running it twice, or in two processes, opens nothing twice.
 */
export async function evaluateAlerts(db: Db, now: Instant): Promise<{ opened: number; resolved: number }> {
  const [open, changed, firstSeen] = await Promise.all([
    db.select().from(alerts).where(isNull(alerts.resolvedAt)),
    db.select().from(alertRules),
    loadFirstSeen(db),
  ]);
  const rules = rulesOf(changed);
  const judged = judge(await loadSnapshot(db, open, firstSeen, now), rules);
  if (!isDeepStrictEqual(judged.firstSeen, firstSeen)) await saveFirstSeen(db, judged.firstSeen);
  const holds = new Map(judged.causes.map((cause) => [cause.cause, cause]));
  const fresh = judged.causes.filter(({ cause }) => !open.some((alert) => alert.cause === cause));
  const steps = open.map((alert) => stepOf(alert, holds.get(alert.cause), judged, rules, now));
  if (fresh.length === 0 && steps.every(({ does }) => does === "nothing")) return { opened: 0, resolved: 0 };
  return transact(async (tx) => {
    const opened = await openAlerts(tx, fresh, new Date(now));
    const resolved = await follow(tx, steps, new Date(now));
    return { opened, resolved };
  });
}

type Step =
  | { does: "nothing"; alert: AlertRow }
  /** What it tells is another now, or its cause was seen gone for the first time. */
  | { does: "change"; alert: AlertRow; set: Partial<AlertRow>; isNews: boolean }
  | { does: "touch"; alert: AlertRow }
  | { does: "resolve"; alert: AlertRow; isSwitchedOff: boolean };

/** seenAt is for people; a write each time would wear the disk for nothing. */
const touchMs = 60_000;

function stepOf(
  alert: AlertRow,
  cause: Cause | undefined,
  { unsure, settled }: Pick<Judgement, "unsure" | "settled">,
  rules: AlertRules,
  now: Instant,
): Step {
  const { goneSince, ...told } = alert.detail;
  if (cause) {
    const { severity, siteId, detail } = cause;
    const isSame =
      goneSince === undefined &&
      isDeepStrictEqual(told, detail) &&
      severity === alert.severity &&
      siteId === alert.siteId;
    if (!isSame) {
      const set = { severity, siteId, detail: { ...detail }, seenAt: new Date(now) };
      return { does: "change", alert, set, isNews: true };
    }
    return now - alert.seenAt.getTime() >= touchMs ? { does: "touch", alert } : { does: "nothing", alert };
  }
  if (!rules[alert.kind].enabled) return { does: "resolve", alert, isSwitchedOff: true };
  if (unsure.has(alert.cause)) {
    if (goneSince === undefined) return { does: "nothing", alert };
    return { does: "change", alert, set: { detail: told }, isNews: false };
  }
  if (settled.has(alert.cause)) return { does: "resolve", alert, isSwitchedOff: false };
  if (typeof goneSince !== "number") {
    return { does: "change", alert, set: { detail: { ...told, goneSince: now } }, isNews: false };
  }
  return now - goneSince >= goneMs
    ? { does: "resolve", alert, isSwitchedOff: false }
    : { does: "nothing", alert };
}

async function openAlerts(tx: Tx, causes: readonly Cause[], now: Date): Promise<number> {
  if (causes.length === 0) return 0;
  const rows = causes.map((cause) => ({ ...cause, detail: { ...cause.detail }, openedAt: now, seenAt: now }));
  // Somebody else may have opened it meanwhile: the index has the last word.
  const opened = await tx.insert(alerts).values(rows).onConflictDoNothing().returning();
  await noteDeliveries(tx, opened, "opened", now);
  await publish(
    tx,
    opened.map(({ deviceId }) => ({ topic: "alerts", deviceId })),
  );
  return opened.length;
}

async function follow(tx: Tx, steps: readonly Step[], now: Date): Promise<number> {
  const idsOf = (found: readonly Step[]): AlertId[] => found.map(({ alert }) => alert.id);
  const touched = steps.filter(({ does }) => does === "touch");
  if (touched.length > 0) {
    await tx
      .update(alerts)
      .set({ seenAt: now })
      .where(inArray(alerts.id, idsOf(touched)));
  }
  for (const step of steps) {
    if (step.does !== "change") continue;
    await tx.update(alerts).set(step.set).where(eq(alerts.id, step.alert.id));
    if (step.isNews) await publish(tx, [{ topic: "alerts", deviceId: step.alert.deviceId }]);
  }
  const over = steps.filter((step) => step.does === "resolve");
  if (over.length === 0) return 0;
  const resolved = await tx
    .update(alerts)
    .set({ resolvedAt: now })
    .where(inArray(alerts.id, idsOf(over)))
    .returning();
  // A kind that somebody switched off has not become fine.
  const fine = new Set(idsOf(over.filter(({ isSwitchedOff }) => !isSwitchedOff)));
  await noteDeliveries(
    tx,
    resolved.filter(({ id }) => fine.has(id)),
    "resolved",
    now,
  );
  await publish(
    tx,
    resolved.map(({ deviceId }) => ({ topic: "alerts", deviceId })),
  );
  return resolved.length;
}

async function loadFirstSeen(db: Db): Promise<Record<string, Instant>> {
  const [row] = await db.select().from(installation).where(eq(installation.key, firstSeenKey));
  return (row?.value ?? {}) as Record<string, Instant>;
}

async function saveFirstSeen(db: Db, value: Readonly<Record<string, Instant>>): Promise<void> {
  await db
    .insert(installation)
    .values({ key: firstSeenKey, value })
    .onConflictDoUpdate({ target: installation.key, set: { value } });
}
