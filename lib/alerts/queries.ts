import "server-only";
import { and, asc, desc, eq, inArray, isNotNull, isNull, or, type SQL, sql } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay, may } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { accounts, admins, alerts, bridges, devices, sites } from "@/lib/db/schema";
import type { AlertId, AlertKind } from "@/lib/db/tables/alerts";
import type { BridgeId } from "@/lib/db/tables/doors";
import { likeWords } from "@/lib/db/words";
import { uuidsOf } from "@/lib/rules/words";
import { type AlertTab, alertKinds, severities } from "./schema";

/** What the list's address asks for. */
export interface AlertQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** An alert with the names that its sentence needs. */
export interface AlertView {
  readonly id: AlertId;
  readonly kind: AlertKind;
  readonly severity: "warning" | "critical";
  readonly detail: Readonly<Record<string, string | number>>;
  readonly openedAt: Date;
  readonly resolvedAt: Date | null;
  readonly deviceId: DeviceId | null;
  readonly deviceName: string | null;
  readonly deviceType: number | null;
  readonly bridgeId: BridgeId | null;
  readonly bridgeName: string | null;
  readonly accountName: string | null;
  readonly siteName: string | null;
  readonly timeZone: string | null;
}

export interface AlertRow extends AlertView {
  readonly acknowledgedAt: Date | null;
  readonly acknowledgedBy: string | null;
  readonly note: string | null;
}

export const viewColumns = {
  id: alerts.id,
  kind: alerts.kind,
  severity: alerts.severity,
  detail: alerts.detail,
  openedAt: alerts.openedAt,
  resolvedAt: alerts.resolvedAt,
  deviceId: alerts.deviceId,
  deviceName: devices.name,
  deviceType: devices.type,
  bridgeId: alerts.bridgeId,
  bridgeName: bridges.name,
  accountName: accounts.name,
  siteName: sites.name,
  timeZone: sites.timeZone,
};

/** One page of the alerts of a view, at the actor's sites, and how many there are. */
export async function listAlerts(
  actor: Actor,
  tab: AlertTab,
  query: AlertQuery,
): Promise<{ rows: AlertRow[]; total: number }> {
  assertMay(actor, "alerts:read");
  const where = and(inTab(tab), ofActor(actor), conditionOf(query));
  const [rows, [counted]] = await Promise.all([
    getDb()
      .select({
        ...viewColumns,
        acknowledgedAt: alerts.acknowledgedAt,
        acknowledgedBy: admins.name,
        note: alerts.note,
      })
      .from(alerts)
      .leftJoin(devices, eq(devices.id, alerts.deviceId))
      .leftJoin(bridges, eq(bridges.id, alerts.bridgeId))
      .leftJoin(accounts, eq(accounts.id, alerts.accountId))
      .leftJoin(sites, eq(sites.id, alerts.siteId))
      .leftJoin(admins, eq(admins.id, alerts.acknowledgedBy))
      .where(where)
      .orderBy(...orderOf(tab, query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    getDb()
      .select({ total: sql<number>`count(*)::int` })
      .from(alerts)
      .leftJoin(devices, eq(devices.id, alerts.deviceId))
      .leftJoin(bridges, eq(bridges.id, alerts.bridgeId))
      .where(where),
  ]);
  return { rows, total: counted?.total ?? 0 };
}

/** How many alerts ask for somebody, and how many somebody has taken on already. */
export async function countAlerts(
  actor: Actor,
  siteIds: readonly string[] = [],
): Promise<Record<"open" | "acknowledged" | "critical", number>> {
  if (!may(actor, "alerts:read")) return { open: 0, acknowledged: 0, critical: 0 };
  const count = (condition: SQL) => sql<number>`(count(*) filter (where ${condition}))::int`;
  const [figures] = await getDb()
    .select({
      open: count(sql`${alerts.acknowledgedAt} is null`),
      acknowledged: count(sql`${alerts.acknowledgedAt} is not null`),
      critical: count(sql`${alerts.acknowledgedAt} is null and ${alerts.severity} = 'critical'`),
    })
    .from(alerts)
    .where(and(isNull(alerts.resolvedAt), ofActor(actor), atSites(siteIds)));
  return figures ?? { open: 0, acknowledged: 0, critical: 0 };
}

/** The alerts of the actor's sites, and what concerns no site at all; a device without one belongs to who sees all. */
export function ofActor(actor: Actor): SQL | undefined {
  if (actor.sites === "all") return undefined;
  const nowhere = and(isNull(alerts.siteId), isNull(alerts.deviceId), isNull(alerts.bridgeId));
  return or(inArray(alerts.siteId, [...actor.sites]), nowhere);
}

function inTab(tab: AlertTab): SQL | undefined {
  switch (tab) {
    case "open":
      return and(isNull(alerts.resolvedAt), isNull(alerts.acknowledgedAt));
    case "acknowledged":
      return and(isNull(alerts.resolvedAt), isNotNull(alerts.acknowledgedAt));
    case "resolved":
      return isNotNull(alerts.resolvedAt);
  }
}

function conditionOf({ q, filters }: AlertQuery): SQL | undefined {
  const kinds = alertKinds.filter((kind) => filters.kind?.includes(kind));
  const urgency = severities.filter((severity) => filters.severity?.includes(severity));
  return and(
    (filters.kind ?? []).length > 0 ? inArray(alerts.kind, kinds) : undefined,
    (filters.severity ?? []).length > 0 ? inArray(alerts.severity, urgency) : undefined,
    atSites(filters.site ?? []),
    likeWords(sql`lower(coalesce(${devices.name}, ${bridges.name}, ''))`, q),
  );
}

/** With a site chosen, what concerns the whole connection is shown still: that site's doors suffer from it too. */
function atSites(asked: readonly string[]): SQL | undefined {
  if (asked.length === 0) return undefined;
  const nowhere = and(isNull(alerts.siteId), isNull(alerts.deviceId), isNull(alerts.bridgeId));
  return or(inArray(alerts.siteId, uuidsOf<SiteId>(asked)), nowhere);
}

function orderOf(tab: AlertTab, { id, desc: descending }: AlertQuery["sort"]): SQL[] {
  if (tab === "resolved") {
    const by = id === "since" && !descending ? asc : desc;
    return [by(alerts.resolvedAt), desc(alerts.id)];
  }
  if (id === "since") {
    const by = descending ? desc : asc;
    return [by(alerts.openedAt), by(alerts.id)];
  }
  const urgency = sql`case ${alerts.severity} when 'critical' then 0 else 1 end`;
  return [descending ? desc(urgency) : asc(urgency), desc(alerts.openedAt), desc(alerts.id)];
}
