import "server-only";
import { eq } from "drizzle-orm";
import type { LocalDate, StaffId } from "@/lib/access/types";
import type { Tx } from "@/lib/db/connection";
import { staff, visits } from "@/lib/db/schema";
import { refuse } from "@/lib/result";

/**
 * A visitor stays longer only when the host agreed. Every way to write a person's last day asks here, so that none of
 * them goes around the question; the answer itself goes past it (lib/visits/extension).
 */
export async function refusalOfLongerStay(
  tx: Tx,
  staffId: StaffId,
  lastDay: LocalDate | null,
): Promise<ReturnType<typeof refuse> | null> {
  const [visit] = await tx
    .select({ lastDay: staff.lastDay })
    .from(visits)
    .innerJoin(staff, eq(staff.id, visits.staffId))
    .where(eq(visits.staffId, staffId));
  if (!visit || visit.lastDay === null || (lastDay !== null && lastDay <= visit.lastDay)) return null;
  return refuse("host_must_agree", { field: "lastDay" });
}
