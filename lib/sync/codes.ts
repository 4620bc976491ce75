import { and, isNull, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { staffCodes } from "@/lib/db/schema";
import type { SyncContext } from "./context";
import { idList } from "./open-changes";

/** The current codes of these people, opened; for the request to Nuki and nothing else. */
export async function codesOf(
  { db, secrets }: SyncContext,
  staffIds: readonly StaffId[],
): Promise<Map<StaffId, { code: string; hash: string }>> {
  if (staffIds.length === 0) return new Map();
  const rows = await db
    .select()
    .from(staffCodes)
    .where(and(isNull(staffCodes.retiredAt), sql`${staffCodes.staffId} = any(${idList(staffIds)}::uuid[])`));
  return new Map(
    rows.map((row) => [
      row.staffId,
      { code: secrets.unseal(row.code, `staff_code:${row.id}`), hash: row.codeHash },
    ]),
  );
}
