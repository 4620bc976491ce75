import "server-only";
import { sql } from "drizzle-orm";
import type { AreaId, StaffId, TeamId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import type { Tx } from "@/lib/db/connection";
import { areaDevices, placements, rules, staffTeams } from "@/lib/db/schema";

/**
 * Does everything that these people, teams and areas lead to lie at sites of the actor? A role at one site must not
 * hand out, or take away, access at another (domain.md, rule 12).
 */
export async function staysWithinSites(
  tx: Tx,
  actor: Actor,
  of: { staffIds?: readonly StaffId[]; teamIds?: readonly TeamId[]; areaIds?: readonly AreaId[] },
): Promise<boolean> {
  if (actor.sites === "all") return true;
  const staffIds = list(of.staffIds);
  const teamIds = list(of.teamIds);
  const [outside] = await tx
    .select({ siteId: placements.siteId })
    .from(placements)
    .innerJoin(areaDevices, sql`${areaDevices.deviceId} = ${placements.deviceId}`)
    .where(sql`not (${placements.siteId} = any(${list(actor.sites)}::uuid[])) and (
      ${areaDevices.areaId} = any(${list(of.areaIds)}::uuid[])
      or ${areaDevices.areaId} in (
        select ${rules.areaId} from ${rules}
        where ${rules.staffId} = any(${staffIds}::uuid[])
          or ${rules.teamId} = any(${teamIds}::uuid[])
          or ${rules.teamId} in (
            select ${staffTeams.teamId} from ${staffTeams}
            where ${staffTeams.staffId} = any(${staffIds}::uuid[])
          )
      )
    )`)
    .limit(1);
  return outside === undefined;
}

/** A list of ids as one parameter. */
function list(ids: readonly string[] = []) {
  return sql.param(`{${ids.join(",")}}`);
}
