import "server-only";
import { and, asc, desc, eq, inArray, sql } from "drizzle-orm";
import type { DeviceId, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  admins,
  auditEvents,
  codeSheets,
  devices,
  placements,
  sites,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import type { BatchId, SheetFormat } from "@/lib/db/tables/codes";
import type { AdminId } from "@/lib/db/tables/intent";
import { parseSerial } from "@/lib/print/serial";
import { atOwnSitesOnly, seenBy } from "./places";
import { openForMs } from "./queries";
import { officeDay, type SheetRow, type StoredSheet, sheetColumns, sheetRowOf } from "./register";
import { sheetStateOf } from "./state";

export interface SheetDetail extends SheetRow {
  readonly batchId: BatchId;
  readonly staffStatus: "active" | "suspended" | "removed";
  readonly language: "en" | "de";
  readonly format: SheetFormat;
  readonly reason: string;
  readonly codeRetiredAt: Date | null;
  /** It expired and its code did not: there was another sheet of it. */
  readonly codeStayed: boolean;
  readonly doorNames: readonly { readonly id: DeviceId; readonly name: string; readonly siteName: string }[];
  /** Doors at sites that are not the actor's: counted, not named. */
  readonly doorsElsewhere: number;
  readonly history: readonly SheetEvent[];
  /** It can still be opened and printed, by who looks at it. */
  readonly opensUntil: Date | null;
}

export interface SheetEvent {
  readonly id: number;
  readonly at: Date;
  readonly type: "issued" | "opened" | "collected" | "returned" | "destroyed" | "expired";
  /** Null: Postern itself. */
  readonly by: string | null;
}

/** The record of one sheet, by the serial that stands on it however it was typed; null where there is none to see. */
export async function findSheet(actor: Actor, typed: string, now: Date): Promise<SheetDetail | null> {
  assertMay(actor, "codes:print");
  const serial = parseSerial(typed);
  if (serial === null) return null;
  const [row] = await getDb()
    .select({
      ...sheetColumns,
      mayMove: sql<boolean>`${atOwnSitesOnly(actor) ?? sql`true`}`,
      batchId: codeSheets.batchId,
      staffStatus: staff.status,
      language: codeSheets.language,
      format: codeSheets.format,
      reason: codeSheets.reason,
      deviceIds: codeSheets.deviceIds,
      issuerId: codeSheets.issuedBy,
    })
    .from(codeSheets)
    .innerJoin(staff, eq(staff.id, codeSheets.staffId))
    .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
    .innerJoin(admins, eq(admins.id, codeSheets.issuedBy))
    .where(and(eq(codeSheets.serial, serial), seenBy(actor)));
  if (!row) return null;
  const [today, doorNames, history] = await Promise.all([
    officeDay(now),
    listDoors(actor, row.deviceIds),
    listEvents(row.staffId, serial),
  ]);
  const { batchId, staffStatus, language, format, reason, codeRetiredAt } = row;
  return {
    ...sheetRowOf(row, today),
    ...{ batchId, staffStatus, language, format, reason, codeRetiredAt, doorNames, history },
    codeStayed: row.expiredAt !== null && (codeRetiredAt === null || codeRetiredAt > row.expiredAt),
    doorsElsewhere: actor.sites === "all" ? 0 : Math.max(0, row.doors - doorNames.length),
    opensUntil: opensUntil(row, actor.adminId, now),
  };
}

function opensUntil(
  row: StoredSheet & { readonly issuerId: AdminId },
  adminId: AdminId | null,
  now: Date,
): Date | null {
  const until = new Date(row.issuedAt.getTime() + openForMs);
  const state = sheetStateOf(row);
  const isOpen = row.issuerId === adminId && now < until && (state === "issued" || state === "collected");
  return isOpen ? until : null;
}

async function listDoors(actor: Actor, deviceIds: readonly DeviceId[]): Promise<SheetDetail["doorNames"]> {
  if (deviceIds.length === 0) return [];
  return getDb()
    .select({ id: devices.id, name: devices.name, siteName: sites.name })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        inArray(devices.id, [...deviceIds]),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .orderBy(asc(sites.name), asc(devices.name));
}

const eventTypes = ["issued", "opened", "collected", "returned", "destroyed", "expired"] as const;

async function listEvents(staffId: StaffId, serial: string): Promise<SheetEvent[]> {
  const rows = await getDb()
    .select({ id: auditEvents.id, at: auditEvents.at, type: auditEvents.type, by: admins.name })
    .from(auditEvents)
    .leftJoin(admins, eq(admins.id, auditEvents.adminId))
    .where(
      and(
        eq(auditEvents.subjectId, staffId),
        sql`${auditEvents.type} like 'sheet.%' and ${auditEvents.detail} ->> 'serial' = ${serial}`,
      ),
    )
    .orderBy(desc(auditEvents.id));
  return rows.flatMap((row) => {
    const type = eventTypes.find((known) => `sheet.${known}` === row.type);
    return type ? [{ ...row, type }] : [];
  });
}
