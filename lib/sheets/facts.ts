import "server-only";
import { and, asc, desc, eq, inArray, isNull, sql } from "drizzle-orm";
import type { StaffId } from "@/lib/access/types";
import type { Db, Tx } from "@/lib/db/connection";
import {
  authorizations,
  codeSheets,
  credentials,
  devices,
  placements,
  sites,
  staff,
  staffCodes,
} from "@/lib/db/schema";
import { reasonOf } from "@/lib/staff/queries";
import type { DoorFact, PersonFacts } from "./readiness";

/** What decides whether and what is printed for a person; never the code itself. */
export interface PrintFacts extends PersonFacts {
  readonly staffId: StaffId;
  readonly name: string;
  readonly personnelNumber: string | null;
  /** Of the person; there are sheets in English and German. */
  readonly language: "en" | "de";
  readonly firstDay: string | null;
  readonly codeId: string | null;
  /** The last sheet of the present code: another one is a reprint, whatever became of this. */
  readonly sheet: { readonly serial: string; readonly issuedAt: Date } | null;
}

/** The facts of these people, in the order of their names. */
export async function loadPrintFacts(db: Db | Tx, staffIds: readonly StaffId[]): Promise<PrintFacts[]> {
  if (staffIds.length === 0) return [];
  const people = await db
    .select({
      staffId: staff.id,
      name: staff.displayName,
      personnelNumber: staff.externalId,
      language: sql<"en" | "de">`case when ${staff.language} = 'de' then 'de' else 'en' end`,
      status: staff.status,
      firstDay: staff.firstDay,
      codeId: staffCodes.id,
      codeHash: staffCodes.codeHash,
    })
    .from(staff)
    .leftJoin(staffCodes, and(eq(staffCodes.staffId, staff.id), isNull(staffCodes.retiredAt)))
    .where(inArray(staff.id, [...staffIds]))
    .orderBy(sql`${staff.displayName} collate "und-x-icu"`, asc(staff.id));
  const doors = await loadDoors(db, staffIds);
  const sheets = await loadSheets(
    db,
    people.flatMap(({ codeId }) => codeId ?? []),
  );
  return people.map((person) => ({
    ...person,
    doors: doors.get(person.staffId) ?? [],
    sheet: (person.codeId === null ? undefined : sheets.get(person.codeId)) ?? null,
  }));
}

async function loadDoors(db: Db | Tx, staffIds: readonly StaffId[]): Promise<Map<StaffId, DoorFact[]>> {
  const rows = await db
    .select({
      staffId: credentials.staffId,
      deviceId: credentials.deviceId,
      name: devices.name,
      siteName: sites.name,
      timeZone: sites.timeZone,
      state: credentials.state,
      reason: credentials.reason,
      reasonParams: credentials.reasonParams,
      wish: credentials.wish,
      authId: authorizations.nukiId,
      codeHash: authorizations.codeHash,
      enabled: authorizations.enabled,
      busy: authorizations.busy,
    })
    .from(credentials)
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .leftJoin(
      authorizations,
      and(eq(authorizations.deviceId, credentials.deviceId), eq(authorizations.nukiId, credentials.authId)),
    )
    .where(and(inArray(credentials.staffId, [...staffIds]), eq(credentials.kind, "keypad")))
    .orderBy(asc(sites.name), asc(devices.name), asc(devices.id));
  const found = new Map<StaffId, DoorFact[]>();
  for (const row of rows) {
    const { staffId, reason, reasonParams, authId, codeHash, enabled, busy, ...rest } = row;
    const fact: DoorFact = {
      ...rest,
      reason: reason === null ? null : reasonOf(reason, reasonParams),
      shown: authId === null ? null : { codeHash, enabled: enabled ?? false, busy: busy ?? true },
    };
    const own = found.get(staffId);
    if (own) own.push(fact);
    else found.set(staffId, [fact]);
  }
  return found;
}

async function loadSheets(
  db: Db | Tx,
  codeIds: readonly string[],
): Promise<Map<string, PrintFacts["sheet"]>> {
  if (codeIds.length === 0) return new Map();
  const rows = await db
    .selectDistinctOn([codeSheets.codeId], {
      codeId: codeSheets.codeId,
      serial: codeSheets.serial,
      issuedAt: codeSheets.issuedAt,
    })
    .from(codeSheets)
    .where(inArray(codeSheets.codeId, [...codeIds]))
    .orderBy(asc(codeSheets.codeId), desc(codeSheets.issuedAt), desc(codeSheets.serial));
  return new Map(rows.map(({ codeId, ...sheet }) => [codeId, sheet]));
}
