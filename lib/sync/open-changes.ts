import { and, eq, isNull, sql } from "drizzle-orm";
import type { CredentialKey, StaffId } from "@/lib/access/types";
import type { Scope } from "@/lib/changes/picture";
import type { Tx } from "@/lib/db/connection";
import { changes } from "@/lib/db/schema";

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
