import "server-only";
import { and, desc, eq, inArray, notInArray, sql } from "drizzle-orm";
import { eventNames } from "@/lib/audit/event-names";
import { type AuditEventType, auditEventTypes } from "@/lib/audit/events";
import { type Actor, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { admins, auditEvents, staff } from "@/lib/db/schema";

export interface RecentEvent {
  readonly id: number;
  readonly at: Date;
  readonly type: AuditEventType;
  /** Null: Postern itself. */
  readonly by: string | null;
  /** What the sentence is about; the sentence itself is made when it is read. */
  readonly name: string;
  readonly count: number;
  readonly staffId: string | null;
}

/** They come in hundreds with an import, or say nothing to an office; the audit trail has them all. */
const notNews: AuditEventType[] = [
  "installation.started",
  "admin.signed_in",
  "code.created",
  "import.uploaded",
  // They follow by themselves, and are as often a failure as a success.
  "device.setting_settled",
  "door.operation_settled",
  // Row by row; that the review was signed is the news.
  "review.decided",
  "names.hidden",
];
/** About the whole installation: not for who is limited to some sites. */
const ofInstallation: AuditEventType[] = [
  "admin.created",
  "admin.sign_in_failed",
  "connection.created",
  "connection.changed",
  "connection.tested",
  "site.created",
  "site.updated",
  "site.policy_changed",
  "device.placed",
  "sheet.settings_changed",
  "door.operation_requested",
  "alert.rule_changed",
  "alert.channel_created",
  "alert.channel_changed",
  "alert.channel_removed",
  "hold.placed",
  "hold.released",
  "privacy.settings_changed",
  "entries.deleted",
  "past.deleted",
  "names.revealed",
  "staff.data_exported",
];

/** What was done here lately, newest first; what one act did to many people counts as one line. */
export async function listRecentEvents(actor: Actor, most = 8): Promise<RecentEvent[]> {
  if (!may(actor, "changes:read")) return [];
  const db = getDb();
  const limited = actor.sites === "all" && may(actor, "settings:read") ? [] : ofInstallation;
  const rows = await db
    .select({
      id: auditEvents.id,
      at: auditEvents.at,
      type: sql<AuditEventType>`${auditEvents.type}`,
      by: admins.name,
      adminId: auditEvents.adminId,
      subjectId: auditEvents.subjectId,
      detail: auditEvents.detail,
    })
    .from(auditEvents)
    .leftJoin(admins, eq(admins.id, auditEvents.adminId))
    .where(
      and(
        // A type that a later release wrote has no words here.
        inArray(auditEvents.type, [...auditEventTypes]),
        notInArray(auditEvents.type, [...notNews, ...limited]),
      ),
    )
    .orderBy(desc(auditEvents.id))
    .limit(200);
  const groups: (typeof rows)[] = [];
  for (const row of rows) {
    const last = groups.at(-1);
    const [first] = last ?? [];
    if (last && first && isSameAct(first, row)) last.push(row);
    else if (groups.length === most) break;
    else groups.push([row]);
  }
  const names = await namesOf(groups.flatMap(([first]) => (first?.subjectId ? [first.subjectId] : [])));
  return groups.flatMap((group): RecentEvent[] => {
    const [first] = group;
    if (!first) return [];
    const staffName = first.subjectId === null ? undefined : names.get(first.subjectId);
    const found = eventNames(first.detail);
    return [
      {
        id: first.id,
        at: first.at,
        type: first.type,
        by: first.by,
        name: staffName ?? found.name,
        count: group.reduce((sum, event) => sum + eventNames(event.detail).count, 0),
        staffId: staffName === undefined ? null : first.subjectId,
      },
    ];
  });
}

interface Act {
  readonly at: Date;
  readonly type: string;
  readonly adminId: string | null;
}

/** Events of one transaction carry one moment. */
function isSameAct(a: Act, b: Act): boolean {
  return a.type === b.type && a.adminId === b.adminId && a.at.getTime() === b.at.getTime();
}

async function namesOf(ids: readonly string[]): Promise<Map<string, string>> {
  const uuids = ids.filter((id) => /^[0-9a-f-]{36}$/i.test(id));
  if (uuids.length === 0) return new Map();
  const rows = await getDb()
    .select({ id: staff.id, name: staff.displayName })
    .from(staff)
    .where(inArray(staff.id, uuids as (typeof staff.$inferSelect)["id"][]));
  return new Map(rows.map((row) => [row.id, row.name]));
}
