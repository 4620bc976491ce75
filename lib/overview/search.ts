import "server-only";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import { type Actor, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { devices, placements, sites, staff, teams } from "@/lib/db/schema";
import { literal, matching } from "@/lib/staff/search";

export interface Found {
  readonly kind: "staff" | "team" | "door";
  readonly id: string;
  readonly name: string;
  /** What tells two of the same name apart: department, site. */
  readonly detail: string;
}

/** How many of each kind: a palette is for those who know what they look for. */
const most = 6;

/** People, teams and doors whose name has what was typed, as far as the actor sees them. */
export async function searchEverything(actor: Actor, q: string): Promise<Found[]> {
  const text = q.trim();
  if (text.length < 2) return [];
  const found = await Promise.all([findStaff(actor, text), findTeams(actor, text), findDoors(actor, text)]);
  return found.flat();
}

async function findStaff(actor: Actor, text: string): Promise<Found[]> {
  if (!may(actor, "staff:read")) return [];
  const rows = await getDb()
    .select({ id: staff.id, name: staff.displayName, detail: staff.department })
    .from(staff)
    .where(and(ne(staff.status, "removed"), matching(text)))
    .orderBy(staff.displayName, staff.id)
    .limit(most);
  return rows.map((row) => ({ kind: "staff", ...row }));
}

async function findTeams(actor: Actor, text: string): Promise<Found[]> {
  if (!may(actor, "staff:read")) return [];
  const rows = await getDb()
    .select({ id: teams.id, name: teams.name })
    .from(teams)
    .where(sql`${teams.name} ilike ${`%${literal(text)}%`}`)
    .orderBy(teams.name)
    .limit(most);
  return rows.map((row) => ({ kind: "team", detail: "", ...row }));
}

async function findDoors(actor: Actor, text: string): Promise<Found[]> {
  if (!may(actor, "devices:read")) return [];
  const rows = await getDb()
    .select({ id: devices.id, name: devices.name, detail: sites.name })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        sql`${devices.name} ilike ${`%${literal(text)}%`}`,
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(devices.name, sites.name, devices.id)
    .limit(most);
  return rows.map((row) => ({ kind: "door", ...row }));
}
