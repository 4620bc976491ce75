import "server-only";
import { sql } from "drizzle-orm";
import type { AreaId, StaffId, TeamId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import type { Db, Tx } from "@/lib/db/connection";
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
  const staffIds = arrayOf(of.staffIds ?? []);
  const teamIds = arrayOf(of.teamIds ?? []);
  const [outside] = await tx
    .select({ siteId: placements.siteId })
    .from(placements)
    .innerJoin(areaDevices, sql`${areaDevices.deviceId} = ${placements.deviceId}`)
    .where(sql`not (${placements.siteId} = any(${arrayOf(actor.sites)})) and (
      ${areaDevices.areaId} = any(${arrayOf(of.areaIds ?? [])})
      or ${areaDevices.areaId} in (
        select ${rules.areaId} from ${rules}
        where ${rules.staffId} = any(${staffIds})
          or ${rules.teamId} = any(${teamIds})
          or ${rules.teamId} in (
            select ${staffTeams.teamId} from ${staffTeams}
            where ${staffTeams.staffId} = any(${staffIds})
          )
      )
    )`)
    .limit(1);
  return outside === undefined;
}

/**
 * Whose of these people's codes opens, or is about to open, a door at a site that is not the actor's: such a code is not
 * the actor's to show, print or change. By the rules and by what is on the keypads, since neither alone says which doors a
 * code opens.
 */
export async function listOpeningElsewhere(
  db: Db | Tx,
  actor: Actor,
  staffIds: readonly StaffId[],
): Promise<ReadonlySet<StaffId>> {
  if (actor.sites === "all" || staffIds.length === 0) return new Set();
  const people = arrayOf(staffIds);
  const isOutside = sql`not (p.site_id = any(${arrayOf(actor.sites)}))`;
  const { rows } = await db.execute<{ id: StaffId }>(sql`
    select b.staff_id as id
    from bindings b join placements p on p.device_id = b.device_id
    where b.staff_id = any(${people}) and b.kind <> 'app' and b.ended_at is null and ${isOutside}
    union
    select r.staff_id
    from rules r join area_devices d on d.area_id = r.area_id join placements p on p.device_id = d.device_id
    where r.staff_id = any(${people}) and ${isOutside}
    union
    select m.staff_id
    from staff_teams m
    join rules r on r.team_id = m.team_id
    join area_devices d on d.area_id = r.area_id
    join placements p on p.device_id = d.device_id
    where m.staff_id = any(${people}) and ${isOutside}`);
  return new Set(rows.map(({ id }) => id));
}
