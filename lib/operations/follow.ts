import "server-only";
import { and, asc, eq, gte, inArray, isNull, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { DeviceId, Instant } from "@/lib/access/types";
import { getDb, transact } from "@/lib/db/connection";
import { devices, entries, operations } from "@/lib/db/schema";
import { type OpenOperation, type SeenDevice, type SeenEntry, verdictOf } from "./proof";
import { lookSoon, settle } from "./settle";

/** Is a press open? Nothing else is to be done otherwise. */
export async function hasOpenOperations(): Promise<boolean> {
  const [open] = await getDb()
    .select({ id: operations.id })
    .from(operations)
    .where(isNull(operations.settledAt))
    .limit(1);
  return open !== undefined;
}

/** lib/sync looks again by itself while a press is open; where it has not for so long, it is asked. */
const lookEveryMs = 6_000;

/**
 * Makes the chore that follows open presses to their end, by what lib/sync reads of their doors. It sends nothing, ever:
 * what a killed process left behind is told as not sent or as unknown.
 */
export function createFollower(now: () => Instant = Date.now): () => Promise<boolean> {
  const askedAt = new Map<DeviceId, Instant>();
  return async () => {
    const open = await readOpen();
    const rows = await readEntries(open);
    const used = new Set<string>();
    const waiting = new Map<DeviceId, Instant>();
    for (const { id, deviceId, operation, device } of open) {
      const free = rows.filter((row) => row.deviceId === deviceId && !used.has(row.nukiId));
      const verdict = verdictOf(operation, device, free, new Date(now()));
      if (verdict?.entryNukiId) used.add(verdict.entryNukiId);
      if (verdict) await settle(id, verdict, new Date(now()));
      else if (operation.sentAt) waiting.set(deviceId, device.seenAt.getTime());
    }
    for (const deviceId of askedAt.keys()) if (!waiting.has(deviceId)) askedAt.delete(deviceId);
    for (const [deviceId, seenAt] of waiting) {
      if (now() - Math.max(seenAt, askedAt.get(deviceId) ?? 0) < lookEveryMs) continue;
      askedAt.set(deviceId, now());
      await transact((tx) => lookSoon(tx, deviceId));
    }
    return false;
  };
}

interface Open {
  readonly id: string;
  readonly deviceId: DeviceId;
  readonly operation: OpenOperation;
  readonly device: SeenDevice;
}

/** Oldest first: an earlier press takes the earlier row of the log. */
function readOpen(): Promise<Open[]> {
  const previous = alias(operations, "previous");
  const previousEndedAt = sql<Date | null>`(
    select max(${previous.settledAt}) from ${operations} as previous
    where ${previous.deviceId} = ${operations.deviceId} and ${previous.requestedAt} < ${operations.requestedAt}
  )`.mapWith(operations.settledAt);
  const next = alias(operations, "next");
  const nextSentAt = sql<Date | null>`(
    select min(${next.sentAt}) from ${operations} as next
    where ${next.deviceId} = ${operations.deviceId} and ${next.requestedAt} > ${operations.requestedAt}
  )`.mapWith(operations.sentAt);
  return getDb()
    .select({
      id: operations.id,
      deviceId: operations.deviceId,
      operation: {
        kind: operations.kind,
        state: operations.state,
        outcome: operations.outcome,
        requestedAt: operations.requestedAt,
        sentAt: operations.sentAt,
        previousEndedAt,
        nextSentAt,
      },
      device: {
        type: devices.type,
        state: devices.state,
        mode: devices.mode,
        trigger: devices.trigger,
        lastAction: devices.lastAction,
        stateSince: devices.stateSince,
        ringToOpenUntil: devices.ringToOpenUntil,
        seenAt: devices.seenAt,
      },
    })
    .from(operations)
    .innerJoin(devices, eq(devices.id, operations.deviceId))
    .where(isNull(operations.settledAt))
    .orderBy(asc(operations.requestedAt), asc(operations.id));
}

type Row = SeenEntry & { readonly deviceId: DeviceId };

/** Log rows that came in since the first of these presses left, and that prove no other press. */
async function readEntries(open: readonly Open[]): Promise<Row[]> {
  const sent = open.filter(({ operation }) => operation.sentAt !== null);
  if (sent.length === 0) return [];
  const since = Math.min(...sent.map(({ operation }) => operation.sentAt?.getTime() ?? 0));
  const deviceIds = [...new Set(sent.map(({ deviceId }) => deviceId))];
  const proof = and(eq(operations.deviceId, entries.deviceId), eq(operations.entryNukiId, entries.nukiId));
  return getDb()
    .select({
      deviceId: entries.deviceId,
      nukiId: entries.nukiId,
      occurredAt: entries.occurredAt,
      receivedAt: entries.receivedAt,
      action: entries.action,
      trigger: entries.trigger,
      state: entries.state,
    })
    .from(entries)
    .leftJoin(operations, proof)
    .where(
      and(
        inArray(entries.deviceId, deviceIds),
        gte(entries.receivedAt, new Date(since)),
        isNull(operations.id),
      ),
    );
}
