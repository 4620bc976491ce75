import "server-only";
import { and, asc, count, desc, eq, inArray, type SQL, sql } from "drizzle-orm";
import type { SiteId, StaffId, TeamId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { arrayOf } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { admins, codeSheets, staff, staffCodes, staffTeams } from "@/lib/db/schema";
import type { BatchId } from "@/lib/db/tables/codes";
import { likeWords } from "@/lib/db/words";
import { officeZone } from "@/lib/imports/office-zone";
import { parseSerial } from "@/lib/print/serial";
import { uuidsOf } from "@/lib/rules/words";
import { localDateOf } from "@/lib/time/zones";
import { atOwnSitesOnly, opensDoorAt, seenBy } from "./places";
import type { SheetMove } from "./schema";
import { movesOf, type SheetState, sheetStateOf, sheetStates } from "./state";

export interface SheetListQuery {
  readonly q: string;
  readonly sort: { readonly id: string; readonly desc: boolean };
  readonly pageSize: number;
  readonly offset: number;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

/** One sheet in the register; the register knows no codes. */
export interface SheetRow {
  readonly serial: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly state: SheetState;
  readonly doors: number;
  readonly issuedAt: Date;
  readonly issuedBy: string;
  readonly collectBy: string;
  /** Until it has to be signed for; negative when that is over. Null where nobody waits for it. */
  readonly daysLeft: number | null;
  readonly collectedAt: Date | null;
  readonly returnedAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly expiredAt: Date | null;
  readonly moves: readonly SheetMove[];
}

/** The same as `sheetStateOf`, for lists to filter and sort by. */
const stateSql = sql<SheetState>`case
  when ${codeSheets.destroyedAt} is not null then 'destroyed'
  when ${codeSheets.returnedAt} is not null then 'returned'
  when ${codeSheets.expiredAt} is not null then 'expired'
  when ${staffCodes.retiredAt} is not null then 'worthless'
  when ${codeSheets.collectedAt} is not null then 'collected'
  else 'issued' end`;

/** What every sheet is shown with; needs staff, code and issuer joined. */
export const sheetColumns = {
  serial: codeSheets.serial,
  staffId: codeSheets.staffId,
  name: staff.displayName,
  doors: sql<number>`jsonb_array_length(${codeSheets.deviceIds})`,
  issuedAt: codeSheets.issuedAt,
  issuedBy: admins.name,
  collectBy: codeSheets.collectBy,
  collectedAt: codeSheets.collectedAt,
  returnedAt: codeSheets.returnedAt,
  destroyedAt: codeSheets.destroyedAt,
  expiredAt: codeSheets.expiredAt,
  codeRetiredAt: staffCodes.retiredAt,
};

/** One page of the register. Sheets of people who have left stay in it. */
export async function listSheets(
  actor: Actor,
  query: SheetListQuery,
  now: Date,
): Promise<{ rows: SheetRow[]; total: number }> {
  assertMay(actor, "codes:print");
  const where = and(seenBy(actor), filterOf(query));
  const db = getDb();
  const [rows, [total], today] = await Promise.all([
    db
      .select({ ...sheetColumns, mayMove: sql<boolean>`${atOwnSitesOnly(actor) ?? sql`true`}` })
      .from(codeSheets)
      .innerJoin(staff, eq(staff.id, codeSheets.staffId))
      .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
      .innerJoin(admins, eq(admins.id, codeSheets.issuedBy))
      .where(where)
      .orderBy(...orderOf(query.sort))
      .limit(query.pageSize)
      .offset(query.offset),
    db
      .select({ count: count() })
      .from(codeSheets)
      .innerJoin(staff, eq(staff.id, codeSheets.staffId))
      .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
      .where(where),
    officeDay(now),
  ]);
  return { rows: rows.map((row) => sheetRowOf(row, today)), total: total?.count ?? 0 };
}

/** People whose last code was taken off because nobody signed for its sheet: they stand outside. */
export async function countLockedOut(actor: Actor, siteIds: readonly SiteId[] = []): Promise<number> {
  assertMay(actor, "codes:print");
  const [row] = await getDb()
    .select({ count: sql<number>`count(distinct ${codeSheets.staffId})::int` })
    .from(codeSheets)
    .innerJoin(staff, eq(staff.id, codeSheets.staffId))
    .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
    .where(
      and(
        // What took the code away is the expiry of this sheet, and nothing else.
        eq(codeSheets.expiredAt, staffCodes.retiredAt),
        eq(staff.status, "active"),
        sql`not exists (
          select 1 from ${staffCodes} other
          where other.staff_id = ${staff.id} and (other.retired_at is null or other.retired_at > ${codeSheets.expiredAt})
        )`,
        seenBy(actor),
        siteIds.length > 0 ? opensDoorAt(siteIds) : undefined,
      ),
    );
  return row?.count ?? 0;
}

export interface StoredSheet {
  readonly serial: string;
  readonly staffId: StaffId;
  readonly name: string;
  readonly doors: number;
  readonly issuedAt: Date;
  readonly issuedBy: string;
  readonly collectBy: string;
  readonly collectedAt: Date | null;
  readonly returnedAt: Date | null;
  readonly destroyedAt: Date | null;
  readonly expiredAt: Date | null;
  readonly codeRetiredAt: Date | null;
  readonly mayMove: boolean;
}

/** A row as it is shown, on this day in the office. */
export function sheetRowOf(stored: StoredSheet, today: string): SheetRow {
  const { serial, staffId, name, doors, issuedAt, issuedBy, collectBy } = stored;
  const { collectedAt, returnedAt, destroyedAt, expiredAt } = stored;
  const state = sheetStateOf(stored);
  return {
    ...{ serial, staffId, name, doors, issuedAt, issuedBy, collectBy, state },
    ...{ collectedAt, returnedAt, destroyedAt, expiredAt },
    daysLeft: state === "issued" ? daysBetween(today, collectBy) : null,
    moves: stored.mayMove ? movesOf(state) : [],
  };
}

function filterOf({ q, filters }: SheetListQuery): SQL | undefined {
  const states = sheetStates.filter((state) => filters.state?.includes(state));
  const siteIds = uuidsOf<SiteId>(filters.site);
  const teamIds = uuidsOf<TeamId>(filters.team);
  const staffIds = uuidsOf<StaffId>(filters.person);
  const batchIds = uuidsOf<BatchId>(filters.batch);
  const serial = parseSerial(q);
  return and(
    states.length > 0 ? sql`${stateSql} in ${states}` : undefined,
    siteIds.length > 0 ? opensDoorAt(siteIds) : undefined,
    teamIds.length > 0
      ? inArray(
          codeSheets.staffId,
          getDb()
            .select({ id: staffTeams.staffId })
            .from(staffTeams)
            .where(inArray(staffTeams.teamId, teamIds)),
        )
      : undefined,
    staffIds.length > 0 ? inArray(codeSheets.staffId, staffIds) : undefined,
    batchIds.length > 0 ? inArray(codeSheets.batchId, batchIds) : undefined,
    serial !== null
      ? eq(codeSheets.serial, serial)
      : likeWords(sql`lower(${codeSheets.serial} || ' ' || ${staff.displayName})`, q),
  );
}

function orderOf({ id, desc: descending }: SheetListQuery["sort"]): SQL[] {
  const direction = descending ? desc : asc;
  const byName = sql`${staff.displayName} collate "und-x-icu"`;
  const last = desc(codeSheets.id);
  switch (id) {
    case "serial":
      return [direction(codeSheets.serial)];
    case "person":
      return [direction(byName), desc(codeSheets.issuedAt), last];
    case "state":
      return [direction(sql`array_position(${arrayOf(sheetStates, "text")}, ${stateSql})`), last];
    case "collectBy":
      return [direction(codeSheets.collectBy), asc(byName), last];
    default:
      return [direction(codeSheets.issuedAt), asc(byName), last];
  }
}

export async function officeDay(now: Date): Promise<string> {
  return localDateOf(now.getTime(), await officeZone());
}

function daysBetween(from: string, until: string): number {
  return Math.round((Date.parse(until) - Date.parse(from)) / 86_400_000);
}
