import "server-only";
import { and, asc, eq, type SQL, sql } from "drizzle-orm";
import type { Instant, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { authorizationLives, credentialLives, staff } from "@/lib/db/schema";
import { uuidsOf } from "@/lib/rules/words";
import { matching } from "@/lib/staff/search";
import { findDoor, isUnread, listDoors, type PastDoor } from "./doors";
import { livesAt, type PastRow, rowsOf, wantedAt } from "./rows";

export interface DoorAnswer {
  readonly door: PastDoor;
  readonly rows: readonly PastRow[];
}

export interface PastPerson {
  readonly id: StaffId;
  readonly name: string;
  readonly detail: string;
  readonly isGone: boolean;
}

export interface PersonAnswer {
  readonly person: PastPerson;
  readonly rows: readonly PastRow[];
  /** Doors of which nothing is known at that moment. */
  readonly unknown: readonly PastDoor[];
  /** Doors whose list was not read around that moment. */
  readonly unread: readonly PastDoor[];
}

/** Who could open this door at a moment, and who had something there that did not open just then; null: no such door. */
export async function whoCouldOpen(actor: Actor, deviceId: string, at: Instant): Promise<DoorAnswer | null> {
  assertMay(actor, "past:read");
  const door = await findDoor(actor, deviceId);
  if (!door) return null;
  if (!isKnown(door, at)) return { door, rows: [] };
  const [lives, wanted] = await Promise.all([
    livesAt(at, eq(authorizationLives.deviceId, door.id)),
    wantedAt(at, eq(credentialLives.deviceId, door.id)),
  ]);
  return { door, rows: await rowsOf(actor, at, [door], { lives, wanted }) };
}

/** What a person could open at a moment, at the actor's sites; null: no such person. */
export async function whatCouldOpen(
  actor: Actor,
  staffId: string,
  at: Instant,
): Promise<PersonAnswer | null> {
  assertMay(actor, "past:read");
  const person = await findPastPerson(actor, staffId);
  if (!person) return null;
  const doors = await listDoors(actor);
  const known = doors.filter((door) => isKnown(door, at));
  const ids = known.map((door) => door.id);
  const [lives, wanted] = await Promise.all([
    livesAt(at, and(isAny(authorizationLives.deviceId, ids), isOf(person.id))),
    wantedAt(at, and(isAny(credentialLives.deviceId, ids), eq(credentialLives.staffId, person.id))),
  ]);
  return {
    person,
    rows: await rowsOf(actor, at, known, { lives, wanted }),
    unknown: doors.filter((door) => !isKnown(door, at)),
    unread: known.filter((door) => isUnread(door, at)),
  };
}

function isKnown({ knownFrom }: PastDoor, at: Instant): boolean {
  return knownFrom !== null && knownFrom <= at;
}

/** A person's own, and what nobody knew to be theirs before it was found to be. */
export function isOf(staffId: StaffId): SQL {
  const { staffId: owner, deviceId, authId, fromAt } = authorizationLives;
  return sql`(${owner} = ${staffId} or (${owner} is null and exists (
    select 1 from authorization_lives own where own.staff_id = ${staffId}
      and own.device_id = ${deviceId} and own.auth_id = ${authId} and own.from_at > ${fromAt})))`;
}

/** Somebody who is or was here, or null. */
export async function findPastPerson(actor: Actor, id: string): Promise<PastPerson | null> {
  const [staffId] = uuidsOf<StaffId>([id]);
  if (!staffId) return null;
  const [person] = await readPeople(actor, eq(staff.id, staffId), 1);
  return person ?? null;
}

/** People with these words in their name, leavers too, and one more than `most` where there are more. */
export async function searchPastPeople(actor: Actor, q: string, most: number): Promise<PastPerson[]> {
  return q.trim() === "" ? [] : readPeople(actor, matching(q), most + 1);
}

async function readPeople(actor: Actor, condition: SQL | undefined, most: number): Promise<PastPerson[]> {
  assertMay(actor, "past:read");
  const rows = await getDb()
    .select({ id: staff.id, name: staff.displayName, detail: staff.department, status: staff.status })
    .from(staff)
    .where(condition)
    .orderBy(sql`${staff.status} = 'removed'`, sql`${staff.displayName} collate "und-x-icu"`, asc(staff.id))
    .limit(most);
  return rows.map(({ status, ...row }) => ({ ...row, isGone: status === "removed" }));
}
