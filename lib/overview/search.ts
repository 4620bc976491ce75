import "server-only";
import { and, eq, inArray, ne, sql } from "drizzle-orm";
import type { DeviceId } from "@/lib/access/types";
import { type Actor, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { devices, type OperationKind, placements, sites, staff, teams } from "@/lib/db/schema";
import { likeWords } from "@/lib/db/words";
import { listOffers } from "@/lib/operations/queries";
import { matching } from "@/lib/staff/search";

export interface Found {
  readonly kind: "staff" | "team" | "door" | "operation";
  readonly id: string;
  readonly name: string;
  /** What tells two of the same name apart: department, site. */
  readonly detail: string;
  /** What would be asked about at the door with this id. */
  readonly operation?: OperationKind;
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

/** Whoever types the name of a door mostly wants it open; with more doors than this they have not named one yet. */
const doorsToOpen = 3;

async function withOpening(actor: Actor, doors: readonly Door[]): Promise<Found[]> {
  if (doors.length > doorsToOpen) return [...doors];
  const offers = await listOffers(
    actor,
    doors.map((door) => door.id),
  );
  const opening = doors.flatMap((door): Found[] => {
    const operation = offers.get(door.id)?.kinds.find((kind) => kind === "unlatch" || kind === "open");
    return operation ? [{ ...door, kind: "operation", operation }] : [];
  });
  return [...doors, ...opening];
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
    .where(likeWords(sql`lower(${teams.name})`, text))
    .orderBy(teams.name)
    .limit(most);
  return rows.map((row) => ({ kind: "team", detail: "", ...row }));
}

type Door = Found & { readonly id: DeviceId };

async function findDoors(actor: Actor, text: string): Promise<Found[]> {
  if (!may(actor, "devices:read")) return [];
  const rows = await getDb()
    .select({ id: devices.id, name: devices.name, detail: sites.name })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        likeWords(sql`lower(${devices.name})`, text),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(devices.name, sites.name, devices.id)
    .limit(most);
  return withOpening(
    actor,
    rows.map((row) => ({ kind: "door", ...row })),
  );
}
