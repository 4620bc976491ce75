import { and, eq, isNull, sql } from "drizzle-orm";
import type { CredentialKey, DeviceId, StaffId } from "@/lib/access/types";
import type { Scope } from "@/lib/changes/picture";
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
        scope === "all" ? undefined : sql`${changes.staffId} = any(${idList(scope.staffIds)}::uuid[])`,
      ),
    );
  return new Map(rows.map((row) => [keyOf(row), row]));
}

/** Many ids as one parameter. */
export function idList(ids: readonly (StaffId | string)[]) {
  return sql.param(`{${ids.join(",")}}`);
}

/**
 * These devices, their rows taken one after the other by id: turns and looks write to the same rows side by side, and
 * would wait for each other for ever if each took them in an order of its own.
 */
export function devicesInOrder(ids: readonly DeviceId[]) {
  return sql`${devices.id} in (
    select id from devices where id = any(${idList(ids)}::uuid[]) order by id for no key update)`;
}
