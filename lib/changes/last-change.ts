import "server-only";
import { sql } from "drizzle-orm";
import { changes, credentials } from "@/lib/db/schema";

/**
 * Within a select on credentials that joins: when a credential was last made or changed on its door and read back; null
 * where that was never done from here. A use before it proves what was on the door then.
 */
export const lastChangedAt = sql<Date | null>`(
  select max(done.closed_at) from ${changes} done
  where done.staff_id = ${credentials.staffId} and done.device_id = ${credentials.deviceId}
    and done.kind = ${credentials.kind} and done.state = 'confirmed' and done.op in ('create', 'update'))`.mapWith(
  changes.closedAt,
);

/** The last use of a credential as a proof of what it is now: one before its last change proves nothing. */
export function proofOf(
  lastAt: Date | null,
  changedAt: Date | null,
): { readonly provenAt: Date | null; readonly unprovenSince: Date | null } {
  const isProof = lastAt !== null && (changedAt === null || lastAt >= changedAt);
  return { provenAt: isProof ? lastAt : null, unprovenSince: isProof || lastAt === null ? null : changedAt };
}
