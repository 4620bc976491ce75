import "server-only";
import { and, desc, eq } from "drizzle-orm";
import type { CredentialKind, Instant, NukiAuthId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { authorizationLives, credentialLives, type LifeRule } from "@/lib/db/schema";
import { type HistoryRow, stepsOf, withUnread } from "./answer";
import { findDoor, type PastDoor } from "./doors";
import { findPastPerson, isOf, type PastPerson } from "./queries";
import { readLives } from "./rows";

/** What the rules wanted for a while. */
export interface Wanted {
  readonly id: number;
  readonly kind: CredentialKind;
  readonly enabled: boolean;
  readonly remoteAllowed: boolean;
  readonly days: number;
  readonly fromMinute: number;
  readonly untilMinute: number;
  readonly validFrom: Instant | null;
  readonly validUntil: Instant | null;
  readonly rules: readonly LifeRule[];
  readonly fromAt: Instant;
  readonly untilAt: Instant | null;
}

export interface DoorHistory {
  readonly door: PastDoor;
  /** Null: it is about one authorization that is nobody's. */
  readonly person: PastPerson | null;
  readonly name: string;
  /** What was on the door and when nobody read it, the newest first. */
  readonly rows: readonly HistoryRow[];
  readonly wanted: readonly Wanted[];
  readonly isCut: boolean;
}

const most = 200;

/** Since when somebody, or an authorization that is nobody's, has what at a door of the actor's; null: nothing of that. */
export async function findDoorHistory(
  actor: Actor,
  asked: { door: string; person: string; auth: string },
): Promise<DoorHistory | null> {
  assertMay(actor, "past:read");
  const door = await findDoor(actor, asked.door);
  const person = await findPastPerson(actor, asked.person);
  if (!door || (!person && asked.auth === "")) return null;
  const { deviceId, authId } = authorizationLives;
  const [lives, wanted] = await Promise.all([
    readLives(
      and(eq(deviceId, door.id), person ? isOf(person.id) : eq(authId, asked.auth as NukiAuthId)),
      most + 1,
    ),
    person
      ? listWanted(and(eq(credentialLives.deviceId, door.id), eq(credentialLives.staffId, person.id)))
      : [],
  ]);
  if (!person && lives.length === 0) return null;
  const isCut = lives.length > most;
  return {
    door,
    person,
    name: person?.name ?? lives[0]?.name ?? "",
    // What came before the oldest one that is shown is compared, too.
    rows: withUnread(stepsOf(lives).slice(0, most), door.gaps, isCut),
    wanted,
    isCut,
  };
}

async function listWanted(condition: ReturnType<typeof and>): Promise<Wanted[]> {
  const rows = await getDb()
    .select()
    .from(credentialLives)
    .where(condition)
    .orderBy(desc(credentialLives.fromAt), desc(credentialLives.id))
    .limit(most);
  return rows.map(({ staffId: _staffId, deviceId: _deviceId, ...row }) => ({
    ...row,
    validFrom: row.validFrom?.getTime() ?? null,
    validUntil: row.validUntil?.getTime() ?? null,
    fromAt: row.fromAt.getTime(),
    untilAt: row.untilAt?.getTime() ?? null,
  }));
}
