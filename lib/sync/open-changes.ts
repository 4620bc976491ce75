import { and, eq, isNull, sql } from "drizzle-orm";
import type { CredentialKey, DeviceId } from "@/lib/access/types";
import type { Scope } from "@/lib/changes/picture";
import { arrayOf, isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { changes, devices } from "@/lib/db/schema";

export type ChangeRow = typeof changes.$inferSelect;

/** One string per credential, for maps. */
export function keyOf({ staffId, deviceId, kind }: CredentialKey): string {
  return `${staffId} ${deviceId} ${kind}`;
}

/** The open change of each credential in scope; there is at most one (a unique index sees to it). */
export async function loadOpenChanges(
  tx: Tx,
  accountId: ChangeRow["accountId"],
  scope: Scope,
): Promise<Map<string, ChangeRow>> {
  const rows = await tx
    .select()
    .from(changes)
    .where(
      and(
        eq(changes.accountId, accountId),
        isNull(changes.closedAt),
        scope === "all" ? undefined : isAny(changes.staffId, scope.staffIds),
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/**
 * These devices, their rows taken one after the other by id: turns and looks write to the same rows side by side, and
 * would wait for each other for ever if each took them in an order of its own.
 */
export function devicesInOrder(ids: readonly DeviceId[]) {
  return sql`${devices.id} in (
    select id from devices where id = any(${arrayOf(ids)}) order by id for no key update)`;
}
