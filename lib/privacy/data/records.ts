import "server-only";
import { and, asc, between, eq, gt, max, min, or, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { eventNames } from "@/lib/audit/event-names";
import type { AuditEventType } from "@/lib/audit/events";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, devices, entries, placements, sites, staff } from "@/lib/db/schema";
import { behind, pause, type Section } from "./section";
import type { DataWords } from "./words";

/** What happened: at the doors, and here. There may be very many of both. */
export const aboutEvents: readonly Section[] = [
  {
    id: "entries",
    tables: ["entries"],
    columns: ["at", "door", "site", "what", "result", "way"],
    read: readEntries,
  },
  {
    id: "trail",
    tables: ["audit_events"],
    columns: ["at", "what", "by"],
    read: readTrail,
  },
];

async function* readEntries(staffId: StaffId, words: DataWords) {
  const pages = behind((limit, last: { at: Date; id: number } | null) =>
    getDb()
      .select({
        id: entries.id,
        at: entries.occurredAt,
        receivedAt: entries.receivedAt,
        door: devices.name,
        site: sites.name,
        timeZone: sites.timeZone,
        name: entries.name,
        person: entries.person,
        outcome: entries.outcome,
        deviceType: entries.deviceType,
        action: entries.action,
        trigger: entries.trigger,
        state: entries.state,
        source: entries.source,
        autoUnlock: entries.autoUnlock,
        ajarMinutes: entries.ajarMinutes,
        opener: entries.opener,
        authorizationId: entries.authId,
        nukiId: entries.nukiId,
        raw: entries.raw,
      })
      .from(entries)
      .innerJoin(devices, eq(devices.id, entries.deviceId))
      .leftJoin(placements, eq(placements.deviceId, entries.deviceId))
      .leftJoin(sites, eq(sites.id, placements.siteId))
      .where(
        and(
          eq(entries.staffId, staffId),
          last
            ? or(
                gt(entries.occurredAt, last.at),
                and(eq(entries.occurredAt, last.at), gt(entries.id, last.id)),
              )
            : undefined,
        ),
      )
      .orderBy(asc(entries.occurredAt), asc(entries.id))
      .limit(limit),
  );
  for await (const rows of pages) yield rows.map((row) => ({ ...row, ...words.entry(row) }));
}

/** So many events are looked through at a time: only reading each of them tells whether it names somebody. */
const trailStep = 1000;

async function* readTrail(staffId: StaffId, words: DataWords) {
  const [ends] = await getDb()
    .select({ first: min(auditEvents.id), last: max(auditEvents.id) })
    .from(auditEvents);
  const last = ends?.last ?? 0;
  for (let from = ends?.first ?? 1; from <= last; from += trailStep) {
    const rows = await getDb()
      .select({
        id: auditEvents.id,
        at: auditEvents.at,
        type: auditEvents.type,
        by: admins.name,
        subjectId: auditEvents.subjectId,
        name: staff.displayName,
        detail: auditEvents.detail,
      })
      .from(auditEvents)
      .innerJoin(staff, eq(staff.id, staffId))
      .leftJoin(admins, eq(admins.id, auditEvents.adminId))
      .where(
        and(
          between(auditEvents.id, from, Math.min(from + trailStep - 1, last)),
          or(eq(auditEvents.subjectId, staffId), sql`strpos(${auditEvents.detail}::text, ${staffId}) > 0`),
        ),
      )
      .orderBy(asc(auditEvents.id));
    if (rows.length > 0)
      yield rows.map(({ subjectId, name, ...row }) =>
        subjectId === staffId
          ? { ...row, what: words.event(row.type, row.by, name, row.detail) }
          : withoutOthers(row, name, words),
      );
    await pause();
  }
}

/** What these events are about is a thing; what any other is about may be somebody else. */
const aboutThings: readonly AuditEventType[] = ["team.updated", "codes.expired_removed"];

/** An event that names the person beside others, without what it says of them. */
function withoutOthers<Row extends { type: string; by: string | null; detail: Record<string, unknown> }>(
  { detail, ...row }: Row,
  person: string,
  words: DataWords,
) {
  const isAboutThing = aboutThings.some((type) => type === row.type);
  const name = isAboutThing ? eventNames(detail).name : person;
  return { ...row, what: words.event(row.type, row.by, name, detail), detail: null };
}
