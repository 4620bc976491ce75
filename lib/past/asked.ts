import "server-only";
import { and, desc, eq, inArray, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { authorizationLives, placements, sites } from "@/lib/db/schema";
import { listSites } from "@/lib/sites/queries";
import { findDoor, type PastDoor } from "./doors";
import { findPastPerson, type PastPerson, searchPastPeople } from "./queries";
import type { Question } from "./question";

export interface Asked {
  readonly door: PastDoor | null;
  readonly person: PastPerson | null;
  /** The clock on which the moment is typed: the door's, or that of most of the person's doors. */
  readonly timeZone: string;
}

/**
 * Whom a question about a person means: who was chosen, as long as the name that is typed is still theirs, else the only
 * one with that name; else those among whom to choose, and one more where there are more than `most`.
 */
export async function whoIsMeant(
  actor: Actor,
  question: Question,
  most: number,
): Promise<{ question: Question; found: readonly PastPerson[] }> {
  if (question.about === "door") return { question, found: [] };
  const { person: chosenId, q } = question;
  const chosen = chosenId === "" ? null : await findPastPerson(actor, chosenId);
  if (chosen && (q === "" || q === chosen.name)) return { question: { ...question, q: "" }, found: [] };
  const found = await searchPastPeople(actor, q, most);
  const [only] = found;
  const person = only && found.length === 1 ? only.id : "";
  return { question: { ...question, person }, found: person === "" ? found : [] };
}

/** What a question is about, as far as there is such a thing. */
export async function findAsked(
  actor: Actor,
  { about, door: doorId, person: staffId }: Question,
): Promise<Asked> {
  const [door, person] = await Promise.all([
    about === "door" ? findDoor(actor, doorId) : null,
    about === "person" ? findPastPerson(actor, staffId) : null,
  ]);
  const timeZone = door?.timeZone ?? (person && (await zoneOfMostDoors(actor, person.id)));
  return { door, person, timeZone: timeZone ?? (await listSites(actor))[0]?.timeZone ?? "UTC" };
}

async function zoneOfMostDoors(actor: Actor, staffId: StaffId): Promise<string | null> {
  const [row] = await getDb()
    .select({ timeZone: sites.timeZone })
    .from(authorizationLives)
    .innerJoin(placements, eq(placements.deviceId, authorizationLives.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        eq(authorizationLives.staffId, staffId),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .groupBy(sites.timeZone)
    .orderBy(desc(sql`count(distinct ${authorizationLives.deviceId})`), sites.timeZone)
    .limit(1);
  return row?.timeZone ?? null;
}
