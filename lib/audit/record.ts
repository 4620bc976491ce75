import "server-only";
import { createHash } from "node:crypto";
import { desc, sql } from "drizzle-orm";
import type { Actor } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/connection";
import { auditEvents } from "@/lib/db/schema";
import { canonicalJson } from "./canonical-json";
import type { AuditEventType } from "./events";

export interface AuditEntry {
  readonly type: AuditEventType;
  readonly subjectId?: string;
  /** Before and after, as far as they differ; never a secret. */
  readonly detail?: Record<string, unknown>;
}

/** Any number that nothing else locks on: the audit chain is written by one transaction at a time. */
const chainLock = 4_151_701;

/** Nobody else adds to the trail or takes from it before this transaction ends. */
export async function lockTrail(tx: Tx): Promise<void> {
  await tx.execute(sql`select pg_advisory_xact_lock(${chainLock})`);
}

/**
 * Adds events to the trail within the transaction that makes them true. Each row's hash covers its content and the
 * hash before it, so a row cannot be changed or taken out without breaking every later one.
 */
export async function record(
  tx: Tx,
  actor: Actor,
  entries: readonly AuditEntry[],
  now = new Date(),
): Promise<void> {
  if (entries.length === 0) return;
  await lockTrail(tx);
  const [last] = await tx
    .select({ hash: auditEvents.hash })
    .from(auditEvents)
    .orderBy(desc(auditEvents.id))
    .limit(1);
  let previousHash = last?.hash ?? "";
  const rows = entries.map((entry) => {
    const row = {
      at: now,
      adminId: actor.adminId,
      type: entry.type,
      subjectId: entry.subjectId ?? null,
      detail: entry.detail ?? {},
      address: actor.address ?? null,
      previousHash,
    };
    const hash = hashOf(row);
    previousHash = hash;
    return { ...row, hash };
  });
  for (let start = 0; start < rows.length; start += 1000)
    await tx.insert(auditEvents).values(rows.slice(start, start + 1000));
}

/** The hash of one event: SHA-256 over canonical JSON of its content and the hash before it. */
export function hashOf(row: {
  at: Date;
  adminId: string | null;
  type: string;
  subjectId: string | null;
  detail: Record<string, unknown>;
  address: string | null;
  previousHash: string;
}): string {
  const { at, adminId, type, subjectId, detail, address, previousHash } = row;
  // Events from before addresses were kept have none, and their hashes must stay what they are.
  const from = address === null ? {} : { address };
  const content = canonicalJson({
    ...{ at: at.toISOString(), adminId, type, subjectId, detail, previousHash },
    ...from,
  });
  return createHash("sha256").update(content).digest("hex");
}
