import { and, isNotNull, isNull, or } from "drizzle-orm";
import type { CredentialKind, StaffId } from "@/lib/access/types";
import { isAny } from "@/lib/db/arrays";
import { staffCodes } from "@/lib/db/schema";
import type { SyncContext } from "./context";

/**
 * The codes of these people that may be on doors, opened; for the request to Nuki and nothing else. Asked by person and
 * hash, so that a code which was replaced a moment ago is not sent: only a rotation's former codes are known besides.
 */
export async function codesOf(
  { db, secrets }: SyncContext,
  staffIds: readonly StaffId[],
): Promise<(staffId: StaffId, hash: string | null, kind: CredentialKind) => string | null> {
  const rows =
    staffIds.length === 0
      ? []
      : await db
          .select()
          .from(staffCodes)
          .where(
            and(
              or(isNull(staffCodes.retiredAt), isNotNull(staffCodes.keepUntil)),
              isAny(staffCodes.staffId, staffIds),
            ),
          );
  return (staffId, hash, kind) => {
    const isOld = kind === "keypad_old";
    const row = rows.find(
      (one) => one.staffId === staffId && one.codeHash === hash && (one.retiredAt !== null) === isOld,
    );
    return row ? secrets.unseal(row.code, `staff_code:${row.id}`) : null;
  };
}
