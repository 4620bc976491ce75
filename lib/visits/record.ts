import "server-only";
import { and, eq, isNull, sql } from "drizzle-orm";
import type { LocalDate, StaffId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import {
  type AdminId,
  areaDevices,
  placements,
  rules,
  sites,
  staff,
  visitExtensions,
  visits,
} from "@/lib/db/schema";
import type { StaffStatus } from "@/lib/db/tables/intent";
import { officeZone } from "@/lib/imports/office-zone";
import { localDateOf } from "@/lib/time/zones";

export interface HostFacts {
  readonly id: StaffId;
  readonly name: string;
  readonly email: string | null;
  readonly language: string;
  readonly status: StaffStatus;
  readonly lastDay: LocalDate | null;
}

/** A visit as its commands need it. */
export interface VisitFacts {
  readonly staffId: StaffId;
  readonly name: string;
  readonly company: string;
  readonly status: StaffStatus;
  readonly lastDay: LocalDate | null;
  readonly purpose: string;
  readonly host: HostFacts;
}

/** The visit, kept from others until the transaction ends; or null. */
export async function lockVisit(tx: Tx, staffId: StaffId): Promise<VisitFacts | null> {
  await tx.select({ id: visits.staffId }).from(visits).where(eq(visits.staffId, staffId)).for("update");
  return findVisitFacts(tx, staffId);
}

export async function findVisitFacts(tx: Db | Tx, staffId: StaffId): Promise<VisitFacts | null> {
  const [visit] = await tx.select().from(visits).where(eq(visits.staffId, staffId));
  if (!visit) return null;
  const [visitor] = await tx.select().from(staff).where(eq(staff.id, staffId));
  const host = await findHostFacts(tx, visit.hostId);
  if (!visitor || !host) throw new Error(`visit ${staffId} has lost a person`);
  return {
    staffId,
    name: visitor.displayName,
    company: visitor.department,
    status: visitor.status,
    lastDay: visitor.lastDay,
    purpose: visit.purpose,
    host,
  };
}

export async function findHostFacts(tx: Db | Tx, hostId: StaffId): Promise<HostFacts | null> {
  const [row] = await tx
    .select({
      id: staff.id,
      name: staff.displayName,
      email: staff.email,
      language: staff.language,
      status: staff.status,
      lastDay: staff.lastDay,
    })
    .from(staff)
    .where(eq(staff.id, hostId));
  return row ?? null;
}

/** The day at the visitor's doors; where their calendars differ the earliest, since the visit ends there last. */
export async function dayOfVisit(tx: Db | Tx, staffId: StaffId, now: Date): Promise<LocalDate> {
  const zones = await tx
    .selectDistinct({ timeZone: sites.timeZone })
    .from(rules)
    .innerJoin(areaDevices, eq(areaDevices.areaId, rules.areaId))
    .innerJoin(placements, eq(placements.deviceId, areaDevices.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(eq(rules.staffId, staffId));
  const known = zones.length > 0 ? zones.map(({ timeZone }) => timeZone) : [await officeZone(tx)];
  return known.map((timeZone) => localDateOf(now.getTime(), timeZone)).toSorted()[0] ?? "";
}

/** What the host was asked and has not answered is no question any more: its link opens nothing. */
export async function withdrawQuestions(
  tx: Tx,
  staffId: StaffId,
  by: AdminId | null,
  now: Date,
): Promise<number> {
  const rows = await tx
    .update(visitExtensions)
    .set({ answeredAt: now, answeredBy: by })
    .where(and(eq(visitExtensions.staffId, staffId), isNull(visitExtensions.answeredAt)))
    .returning({ id: visitExtensions.id });
  return rows.length;
}

/** Of a row of the staff: is this person somebody's visitor? */
export const isVisitor = sql`${staff.id} in (select ${visits.staffId} from ${visits})`;
