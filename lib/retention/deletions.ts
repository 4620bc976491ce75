import "server-only";
import { desc, eq, inArray, sql } from "drizzle-orm";
import type { AuditEventType } from "@/lib/audit/events";
import { assertSeesTrail } from "@/lib/audit/queries";
import type { Actor } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { auditEvents, sites } from "@/lib/db/schema";

const types = ["entries.deleted", "past.deleted", "audit.cut"] as const satisfies readonly AuditEventType[];
export type DeletionType = (typeof types)[number];

/** What went at one time of one place: mostly one event, more where it was too much for one. */
export interface Deletion {
  readonly type: DeletionType;
  /** The site, or "authorizations" and "credentials" of the history of access; empty: of doors without a site, of the trail. */
  readonly name: string;
  /** Everything was from before this instant, at which a day began in the zone. */
  readonly before: string;
  readonly timeZone: string;
  readonly at: Date;
  readonly count: number;
  /** What stayed because of holds. */
  readonly heldBack: number;
  /** The events of the trail that prove it, the newest first. */
  readonly events: readonly { readonly id: number; readonly count: number; readonly proof: string }[];
}

/** So many events are looked at. */
const mostEvents = 200;

/** What was deleted lately, newest first, as the trail tells it. */
export async function listDeletions(actor: Actor, most = 20): Promise<Deletion[]> {
  assertSeesTrail(actor);
  const rows = await getDb()
    .select({ event: auditEvents, timeZone: sites.timeZone })
    .from(auditEvents)
    .leftJoin(sites, eq(sql`${sites.id}::text`, auditEvents.subjectId))
    .where(inArray(auditEvents.type, [...types]))
    .orderBy(desc(auditEvents.id))
    .limit(mostEvents);
  const found = new Map<string, Deletion>();
  for (const { event, timeZone } of rows) {
    const one = deletionOf(event, timeZone ?? "UTC");
    // A site by its id: another one may have had the same name.
    const key = [one.type, event.subjectId ?? one.name, one.before].join("\n");
    const known = found.get(key);
    found.set(key, known ? joined(known, one) : one);
  }
  return [...found.values()].slice(0, most);
}

function deletionOf({ id, at, type, detail }: typeof auditEvents.$inferSelect, timeZone: string): Deletion {
  const count = numberOf(detail.count);
  const proof = textOf(detail.digest) || textOf(detail.lastHash);
  return {
    ...{ type: type as DeletionType, name: textOf(detail.what) || textOf(detail.name), at, count },
    ...{ before: textOf(detail.before), timeZone, heldBack: numberOf(detail.heldBack) },
    events: [{ id, count, proof }],
  };
}

function joined(newer: Deletion, older: Deletion): Deletion {
  return { ...newer, count: newer.count + older.count, events: [...newer.events, ...older.events] };
}

function numberOf(value: unknown): number {
  return typeof value === "number" ? value : 0;
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}
