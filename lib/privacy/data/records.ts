import "server-only";
import { and, asc, eq, gt, or } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, devices, entries, placements, sites, staff } from "@/lib/db/schema";
import { behind, type Section } from "./section";
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

async function* readTrail(staffId: StaffId, words: DataWords) {
  const pages = behind((limit, last: { id: number } | null) =>
    getDb()
      .select({
        id: auditEvents.id,
        at: auditEvents.at,
        type: auditEvents.type,
        by: admins.name,
        name: staff.displayName,
        detail: auditEvents.detail,
      })
      .from(auditEvents)
      .innerJoin(staff, eq(staff.id, staffId))
      .leftJoin(admins, eq(admins.id, auditEvents.adminId))
      .where(and(eq(auditEvents.subjectId, staffId), last ? gt(auditEvents.id, last.id) : undefined))
      .orderBy(asc(auditEvents.id))
      .limit(limit),
  );
  for await (const rows of pages)
    yield rows.map(({ name, ...row }) => ({
      ...row,
      what: words.event(row.type, row.by, name, row.detail),
    }));
}
