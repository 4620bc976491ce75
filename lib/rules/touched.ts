import "server-only";
import { and, eq, inArray, ne, type SQL, sql } from "drizzle-orm";
import type { AreaId, DeviceId, ScheduleId, StaffId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import { areaDevices, rules, staff, staffTeams } from "@/lib/db/schema";

/** The person that a rule is about, one row per member of its team. Wants `rules` left-joined with `staffTeams`. */
export const personOfRule = sql<StaffId>`coalesce(${rules.staffId}, ${staffTeams.staffId})`;

/** Everybody whose credentials these rules decide: the people they name, and the members of the teams they name. */
export async function staffUnderRules(tx: Db | Tx, condition: SQL | undefined): Promise<StaffId[]> {
  const rows = await tx
    .selectDistinct({ id: staff.id })
    .from(rules)
    .leftJoin(staffTeams, eq(staffTeams.teamId, rules.teamId))
    .innerJoin(staff, sql`${staff.id} = ${personOfRule}`)
    .where(and(ne(staff.status, "removed"), condition));
  return rows.map((row) => row.id).sort();
}

export const underSchedule = (scheduleId: ScheduleId) => eq(rules.scheduleId, scheduleId);

export const underAreas = (areaIds: readonly AreaId[]) => inArray(rules.areaId, [...areaIds]);

/** Rules that lead to one of these devices, through whatever area. */
export const underDevices = (deviceIds: readonly DeviceId[]) =>
  sql`${rules.areaId} in (
    select ${areaDevices.areaId} from ${areaDevices} where ${inArray(areaDevices.deviceId, [...deviceIds])}
  )`;
