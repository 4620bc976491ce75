import "server-only";
import { and, eq, isNull, ne } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/connection";
import { staff, staffCodes } from "@/lib/db/schema";
import { type Result, refuse } from "@/lib/result";
import { listOpeningElsewhere } from "@/lib/staff/reach";

/**
 * Why this actor may not have to do with this person's code, or null. A code opens every door that the person has, so a
 * role at one site neither shows nor changes one that opens, or is about to open, a door at another.
 */
export async function refusalOf(
  tx: Tx,
  actor: Actor,
  staffId: StaffId,
): Promise<Extract<Result<never>, { ok: false }> | null> {
  const [person] = await tx
    .select({ id: staff.id })
    .from(staff)
    .where(and(eq(staff.id, staffId), ne(staff.status, "removed")));
  if (!person) return refuse("not_found");
  return (await opensOnlyWithin(tx, actor, staffId)) ? null : refuse("forbidden");
}

export async function opensOnlyWithin(tx: Tx, actor: Actor, staffId: StaffId): Promise<boolean> {
  return (await listOpeningElsewhere(tx, actor, [staffId])).size === 0;
}

/** The code that the person types today. Sealed, as it is stored. */
export async function findCurrentCode(
  tx: Tx,
  staffId: StaffId,
): Promise<{ id: string; code: Buffer; codeHash: string; createdAt: Date } | null> {
  const [row] = await tx
    .select({
      id: staffCodes.id,
      code: staffCodes.code,
      codeHash: staffCodes.codeHash,
      createdAt: staffCodes.createdAt,
    })
    .from(staffCodes)
    .where(and(eq(staffCodes.staffId, staffId), isNull(staffCodes.retiredAt)));
  return row ?? null;
}
