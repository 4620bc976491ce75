import "server-only";
import { and, inArray, lt } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import type { Db, Tx } from "@/lib/db/connection";
import { entries } from "@/lib/db/schema";
import { borderOf, defaultEntriesDays, isShorter } from "./borders";
import { mostCounted } from "./delete-entries";
import { getHoldsInForce } from "./holds";
import { countSome, isHeldFor, type Shortened } from "./preview";

/** Doors that go to another site. */
export interface Move {
  readonly target: {
    readonly id: SiteId;
    readonly name: string;
    readonly timeZone: string;
    readonly entriesDays: number | null;
  };
  /** Where they are now. */
  readonly doors: readonly {
    readonly id: DeviceId;
    readonly name: string;
    readonly siteId: SiteId | null;
    readonly siteName: string | null;
    readonly entriesDays: number | null;
  }[];
}
type Door = Move["doors"][number];

/** For how many days the entries of a door are kept where it is; null: without end. */
export function daysAt({ siteId, entriesDays }: Door): number | null {
  return siteId === null ? defaultEntriesDays : entriesDays;
}

/** Would the door's entries be kept for a shorter time there? */
export function losesDays(door: Door, target: Move["target"]): boolean {
  return isShorter(target.entriesDays, daysAt(door));
}

/**
 * Does a hold forbid the move? What is held stays at its site until the hold is released; and while all is held, no door comes to where its entries are kept for a shorter time, as no site's days are shortened.
 */
export async function isMoveHeldBack(db: Db | Tx, { doors, target }: Move): Promise<boolean> {
  const holds = await getHoldsInForce(db);
  return doors.some(
    (door) =>
      (door.siteId !== null && holds.sites.has(door.siteId)) ||
      (holds.everything !== null && losesDays(door, target)),
  );
}

/** Counts what the move deletes sooner or later, as `countShortened` does for a site whose days are made fewer. */
export async function countMoved(
  db: Db | Tx,
  actor: Actor,
  { doors, target }: Move,
  now: Date,
): Promise<Shortened> {
  const { timeZone, entriesDays } = target;
  const border = borderOf(now.getTime(), entriesDays, timeZone);
  const ids = doors.filter((door) => losesDays(door, target)).map(({ id }) => id);
  const isHeld = isHeldFor(actor, await getHoldsInForce(db), target.id);
  const nothing = { count: 0, isExact: true, before: null, timeZone, isHeld };
  if (ids.length === 0 || border === null) return nothing;
  const where = and(inArray(entries.deviceId, ids), lt(entries.occurredAt, new Date(border)));
  const count = await countSome(entries, where, db);
  if (count === 0) return nothing;
  return { ...nothing, count: Math.min(count, mostCounted), isExact: count <= mostCounted, before: border };
}
