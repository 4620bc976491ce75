import "server-only";
import { and, eq, isNull } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { requireStepUp } from "@/lib/auth/step-up";
import { transactResult } from "@/lib/changes/edit";
import type { Tx } from "@/lib/db/connection";
import { admins, codeSheets, staffCodes } from "@/lib/db/schema";
import { getSecrets } from "@/lib/db/secrets";
import type { BatchId, SheetFormat } from "@/lib/db/tables/codes";
import { officeZone } from "@/lib/imports/office-zone";
import type { SheetContent, SheetDoor } from "@/lib/print/sheet";
import { weekTextOf } from "@/lib/print/week-text";
import { ok, type Result, refuse } from "@/lib/result";
import { uuidsOf } from "@/lib/rules/words";
import { listOpeningElsewhere } from "@/lib/staff/reach";
import type { TimeLocale } from "@/lib/time/format";
import { localDateOf } from "@/lib/time/zones";
import { loadPrintFacts, type PrintFacts } from "./facts";
import { type ConfirmedDoor, readinessOf } from "./readiness";
import type { SheetSettings } from "./schema";
import { getSheetSettings } from "./settings";
import { whyText } from "./why";

/** So long after they were issued sheets can be opened, and printed again if the printer jams. */
export const openForMs = 10 * 60_000;

/** Sheets as they go to the printer, codes included. */
export interface Batch {
  readonly format: SheetFormat;
  readonly sheets: readonly SheetContent[];
}

/**
 * Opens the codes of sheets that were just issued: for who issued them, for ten minutes, with the password given again.
 * Each opening is an audit event. `locale` is that of who looks; each sheet has the language of its person.
 */
export async function findBatch(
  actor: Actor,
  batchId: string,
  now = new Date(),
  locale: TimeLocale = "en",
): Promise<Result<Batch>> {
  assertMay(actor, "codes:print");
  const [id] = uuidsOf<BatchId>([batchId]);
  if (id === undefined || actor.adminId === null) return refuse("not_found");
  const given = await requireStepUp(actor, now);
  if (!given.ok) return given;
  return transactResult(async (tx) => {
    const rows = await loadRows(tx, id);
    const [first] = rows;
    if (first === undefined) return refuse("not_found");
    if (first.issuedBy !== actor.adminId || now.getTime() - first.issuedAt.getTime() > openForMs) {
      return refuse("link_expired");
    }
    const staffIds = rows.map(({ staffId }) => staffId);
    if ((await listOpeningElsewhere(tx, actor, staffIds)).size > 0) return refuse("not_found");
    const sheets = await contentsOf(tx, rows, now, locale);
    if (sheets.length === 0) return refuse("sheet_not_ready");
    const opened = new Set(sheets.map(({ serial }) => serial));
    const events = rows
      .filter(({ serial }) => opened.has(serial))
      .map(({ staffId, serial }) => ({
        type: "sheet.opened" as const,
        subjectId: staffId,
        detail: { serial },
      }));
    await record(tx, actor, events, now);
    return ok({ format: first.format, sheets });
  });
}

type Row = Awaited<ReturnType<typeof loadRows>>[number];

/** What of it still waits for its person: a shredded or expired sheet is not printed once more. */
function loadRows(tx: Tx, batchId: BatchId) {
  return tx
    .select({
      serial: codeSheets.serial,
      staffId: codeSheets.staffId,
      language: codeSheets.language,
      format: codeSheets.format,
      deviceIds: codeSheets.deviceIds,
      issuedAt: codeSheets.issuedAt,
      issuedBy: codeSheets.issuedBy,
      issuer: admins.name,
      issuerMail: admins.email,
      collectBy: codeSheets.collectBy,
      codeId: staffCodes.id,
      code: staffCodes.code,
    })
    .from(codeSheets)
    .innerJoin(staffCodes, eq(staffCodes.id, codeSheets.codeId))
    .innerJoin(admins, eq(admins.id, codeSheets.issuedBy))
    .where(
      and(
        eq(codeSheets.batchId, batchId),
        isNull(codeSheets.returnedAt),
        isNull(codeSheets.destroyedAt),
        isNull(codeSheets.expiredAt),
      ),
    );
}

/** A sheet whose code was replaced meanwhile, or that no door confirms any more, is left out: it would be wrong. */
async function contentsOf(
  tx: Tx,
  rows: readonly Row[],
  now: Date,
  locale: TimeLocale,
): Promise<SheetContent[]> {
  const [people, settings, zone] = [
    await loadPrintFacts(
      tx,
      rows.map(({ staffId }) => staffId),
    ),
    await getSheetSettings(tx),
    await officeZone(tx),
  ];
  return people.flatMap((facts) =>
    rows
      .filter((row) => row.staffId === facts.staffId && row.codeId === facts.codeId)
      .flatMap((row) => contentOf(row, facts, { settings, zone, now, locale }) ?? []),
  );
}

interface Frame {
  readonly settings: SheetSettings;
  readonly zone: string;
  readonly now: Date;
  readonly locale: TimeLocale;
}

function contentOf(row: Row, facts: PrintFacts, { settings, zone, now, locale }: Frame): SheetContent | null {
  const { confirmed, open } = readinessOf(facts, now.getTime());
  // Doors that confirmed the code after the sheet was issued are on none of its records.
  const doors = confirmed.filter(({ deviceId }) => row.deviceIds.includes(deviceId));
  if (doors.length === 0) return null;
  const siteNames = new Set(doors.map(({ siteName }) => siteName));
  return {
    serial: row.serial,
    language: row.language,
    company: settings.company,
    site: siteNames.size === 1 ? (doors[0]?.siteName ?? null) : null,
    name: facts.name,
    personnelNumber: settings.personnelNumber ? facts.personnelNumber : null,
    code: getSecrets().unseal(row.code, `staff_code:${row.codeId}`),
    doors: doors.map((door) => sheetDoorOf(door, row.language)),
    notConfirmed: open.map((door) => ({ name: door.name, why: whyText(door, locale) })),
    issuedOn: localDateOf(row.issuedAt.getTime(), zone),
    issuedBy: row.issuer,
    collectBy: row.collectBy,
    contact: settings.contact || `${row.issuer}, ${row.issuerMail}`,
  };
}

function sheetDoorOf(door: ConfirmedDoor, language: "en" | "de"): SheetDoor {
  const { name, siteName: site, timeZone, window, validFrom, validUntil } = door;
  const day = (instant: number | null) => (instant === null ? null : localDateOf(instant, timeZone));
  return {
    ...{ name, site, timeZone, ...window },
    weekText: weekTextOf(window, language),
    firstDay: day(validFrom),
    lastDay: day(validUntil),
  };
}
