import "server-only";
import { and, asc, eq, isNull, type SQL, sql } from "drizzle-orm";
import { compile } from "@/lib/access/compile";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, seesSite, systemActor } from "@/lib/auth/actor";
import { loadPicture, type Picture } from "@/lib/changes/picture";
import { isAny } from "@/lib/db/arrays";
import type { Tx } from "@/lib/db/connection";
import { devices, placements, staff, staffCodes, teams } from "@/lib/db/schema";
import type { RotationScope } from "@/lib/db/tables/codes";
import { ok, type Result, refuse } from "@/lib/result";
import { listOpeningElsewhere } from "@/lib/staff/reach";
import type { SkipReason } from "./schema";

export interface Skipped {
  readonly staffId: StaffId;
  readonly name: string;
  readonly problem: SkipReason;
}

export interface Chosen {
  readonly staffIds: readonly StaffId[];
  readonly skipped: readonly Skipped[];
  /** What the audit trail calls the whole: the person, the team, the door; empty for everybody. */
  readonly name: string;
}

/**
 * Whom a rotation gives a new code at this moment, and whom not. A door means everybody who has a code there or is about
 * to get one. Who could not get the code onto any door keeps the present one: it may be on paper already.
 */
export async function choosePeople(
  tx: Tx,
  actor: Actor,
  scope: RotationScope,
  now: Date,
): Promise<Result<Chosen>> {
  const named = await nameOfScope(tx, actor, scope);
  if (!named.ok) return named;
  const candidates = await listCandidates(tx, scope);
  const here = candidates.filter(({ status }) => status !== "removed").map(({ id }) => id);
  const picture = await loadPicture(tx, scope.kind === "all" ? "all" : { staffIds: here });
  const doorsOf = keypadDoors(picture, now);
  const elsewhere = await listOpeningElsewhere(tx, actor, here);
  const staffIds: StaffId[] = [];
  const skipped: Skipped[] = [];
  for (const { id, name, status, hasCode } of candidates) {
    const doors = doorsOf.get(id);
    if (scope.kind === "door" && !doors?.has(scope.deviceId)) continue;
    const problem = problemOf({
      status,
      hasCode,
      hasDoor: doors !== undefined,
      elsewhere: elsewhere.has(id),
    });
    if (problem === null) staffIds.push(id);
    else skipped.push({ staffId: id, name, problem });
  }
  const [only, ...others] = skipped;
  if (scope.kind === "staff" && only?.problem === "elsewhere" && others.length + staffIds.length === 0) {
    return refuse("forbidden");
  }
  return ok({ staffIds, skipped, name: named.value });
}

function problemOf(facts: {
  status: string;
  hasCode: boolean;
  hasDoor: boolean;
  elsewhere: boolean;
}): SkipReason | null {
  if (facts.status === "removed") return "left";
  if (facts.elsewhere) return "elsewhere";
  if (!facts.hasCode) return "no_code";
  return facts.hasDoor ? null : "no_keypad";
}

/** What people call it: the person, the team, the door; empty for everybody. Refused where it is gone or not the actor's. */
export async function nameOfScope(tx: Tx, actor: Actor, scope: RotationScope): Promise<Result<string>> {
  switch (scope.kind) {
    case "all":
      return ok("");
    case "staff": {
      const rows = await tx
        .select({ name: staff.displayName })
        .from(staff)
        .where(isAny(staff.id, scope.staffIds))
        .orderBy(asc(staff.displayName))
        .limit(3);
      if (rows.length === 0) return refuse("not_found", { field: "staffIds" });
      const more = scope.staffIds.length > rows.length ? ", …" : "";
      return ok(rows.map((row) => row.name).join(", ") + more);
    }
    case "team": {
      const [team] = await tx.select({ name: teams.name }).from(teams).where(eq(teams.id, scope.teamId));
      return team ? ok(team.name) : refuse("not_found", { field: "teamId" });
    }
    case "door": {
      const [door] = await tx
        .select({ name: devices.name, siteId: placements.siteId })
        .from(devices)
        .innerJoin(placements, eq(placements.deviceId, devices.id))
        .where(eq(devices.id, scope.deviceId));
      if (!door) return refuse("not_found", { field: "deviceId" });
      return seesSite(actor, door.siteId) ? ok(door.name) : refuse("forbidden", { field: "deviceId" });
    }
    default:
      return scope satisfies never;
  }
}

/** The same for the trail, also where what it was about is gone. Empty means everybody there, and nothing else. */
export async function nameForTrail(tx: Tx, scope: RotationScope): Promise<string> {
  const name = await nameOfScope(tx, systemActor(), scope);
  return name.ok ? name.value : "…";
}

async function listCandidates(tx: Tx, scope: RotationScope) {
  return tx
    .select({
      id: staff.id,
      name: staff.displayName,
      status: staff.status,
      hasCode: sql<boolean>`${staffCodes.id} is not null`,
    })
    .from(staff)
    .leftJoin(staffCodes, and(eq(staffCodes.staffId, staff.id), isNull(staffCodes.retiredAt)))
    .where(candidates(scope))
    .orderBy(asc(sql`${staff.displayName} collate "und-x-icu"`), asc(staff.id));
}

function candidates(scope: RotationScope): SQL {
  const isHere = sql`${staff.status} <> 'removed'`;
  switch (scope.kind) {
    case "staff":
      return isAny(staff.id, scope.staffIds);
    case "team":
      return sql`${isHere} and exists (
        select 1 from staff_teams m where m.staff_id = staff.id and m.team_id = ${scope.teamId})`;
    case "door":
      // Whoever a rule lets in there by code, and whoever's code is still on it.
      return sql`${isHere} and (
        exists (
          select 1 from rules r join area_devices d on d.area_id = r.area_id
          where d.device_id = ${scope.deviceId} and r.keypad and (
            r.staff_id = staff.id or exists (
              select 1 from staff_teams m where m.team_id = r.team_id and m.staff_id = staff.id)))
        or exists (
          select 1 from bindings b
          where b.staff_id = staff.id and b.device_id = ${scope.deviceId} and b.ended_at is null))`;
    case "all":
      return isHere;
    default:
      return scope satisfies never;
  }
}

/** At which doors each person has a code, or is to have one. */
function keypadDoors({ model, observed }: Picture, now: Date): Map<StaffId, Set<DeviceId>> {
  const { credentials, blocked } = compile(model, now.getTime());
  const doors = new Map<StaffId, Set<DeviceId>>();
  const add = ({ staffId, deviceId }: { staffId: StaffId; deviceId: DeviceId }) => {
    const known = doors.get(staffId);
    if (known) known.add(deviceId);
    else doors.set(staffId, new Set([deviceId]));
  };
  for (const item of credentials) if (item.kind === "keypad") add(item);
  for (const item of blocked) if (item.kind === "keypad" && item.reason !== "no_keypad") add(item);
  for (const binding of observed.bindings) if (binding.kind !== "app") add(binding);
  return doors;
}
