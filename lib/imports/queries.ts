import "server-only";
import { and, asc, desc, eq, gte, inArray, isNotNull, isNull, ne, sql } from "drizzle-orm";
import { alias } from "drizzle-orm/pg-core";
import type { CredentialState, StaffId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import {
  admins,
  changes,
  credentials,
  devices,
  importRows,
  imports,
  placements,
  schedules,
  sites,
  staff,
} from "@/lib/db/schema";
import type { ImportState } from "@/lib/db/tables/records";
import { AppError } from "@/lib/errors";
import { suggestMapping } from "@/lib/import/columns";
import type { Problem } from "@/lib/import/problem";
import { readRows } from "@/lib/import/rows";
import { loadReading } from "./load";
import { hiddenCell, isSecretColumn, maskCells } from "./masking";
import { officeZone } from "./office-zone";
import { type ImportSettings, settingsSchema } from "./settings";

export interface ImportHeader {
  readonly id: string;
  readonly fileName: string;
  readonly state: ImportState;
  readonly uploadedBy: string;
  readonly uploadedAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly rowsTotal: number;
  readonly rowsDone: number;
  readonly counts: Readonly<Record<string, number>>;
}

export interface ImportDetail extends ImportHeader {
  readonly settings: ImportSettings;
  /** The same bytes were imported before: when, and by whom. */
  readonly before: { readonly at: Date; readonly by: string } | null;
  /** Zone of the office, for the times on the screen. */
  readonly timeZone: string;
}

const headerColumns = {
  id: imports.id,
  fileName: imports.fileName,
  state: imports.state,
  uploadedBy: admins.name,
  uploadedAt: imports.uploadedAt,
  startedAt: imports.startedAt,
  finishedAt: imports.finishedAt,
  rowsTotal: imports.rowsTotal,
  rowsDone: imports.rowsDone,
  counts: imports.counts,
};

/** The last imports, so that one that was left can be found again. */
export async function listImports(actor: Actor): Promise<ImportHeader[]> {
  assertMay(actor, "import:run");
  const rows = await getDb()
    .select(headerColumns)
    .from(imports)
    .innerJoin(admins, eq(admins.id, imports.uploadedBy))
    .where(ne(imports.state, "discarded"))
    .orderBy(desc(imports.uploadedAt), desc(imports.id))
    .limit(12);
  return rows.map((row) => ({ ...row, counts: row.counts ?? {} }));
}

export async function getImport(actor: Actor, importId: string): Promise<ImportDetail> {
  assertMay(actor, "import:run");
  const db = getDb();
  const [row] = await db
    .select({ ...headerColumns, settings: imports.settings, fileHash: imports.fileHash })
    .from(imports)
    .innerJoin(admins, eq(admins.id, imports.uploadedBy))
    .where(eq(imports.id, importId));
  if (!row) throw new AppError("not_found", `no import ${importId}`);
  const { settings, fileHash, ...header } = row;
  const by = alias(admins, "by");
  const [before] = await db
    .select({ at: imports.finishedAt, by: by.name })
    .from(imports)
    .innerJoin(by, eq(by.id, imports.uploadedBy))
    .where(and(eq(imports.fileHash, fileHash), eq(imports.state, "applied"), ne(imports.id, importId)))
    .orderBy(desc(imports.finishedAt))
    .limit(1);
  return {
    ...header,
    counts: row.counts ?? {},
    settings: settingsSchema.parse(settings),
    before: before?.at ? { at: before.at, by: before.by } : null,
    timeZone: await officeZone(db),
  };
}

/** Names of the first doors with a keypad, for the example file. */
export async function listDoorNames(): Promise<string[]> {
  const rows = await getDb()
    .select({ name: devices.name })
    .from(devices)
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .where(and(isNotNull(devices.keypadModel), isNull(devices.missingSince)))
    .orderBy(asc(placements.siteId), asc(devices.nukiId))
    .limit(2);
  return rows.map(({ name }) => name);
}

const sampleRows = 5;

/** What the second step shows: the columns with some of their values, and what is left open. */
export async function getColumns(actor: Actor, importId: string, now = new Date()) {
  assertMay(actor, "import:run");
  const { draft, settings, house } = await loadReading(actor, importId, now);
  const { table } = draft;
  const shape = { headers: table.headers, mapping: settings.mapping };
  const sample = table.rows.slice(0, sampleRows);
  return {
    rows: table.rows.length,
    headerLine: table.headerLine,
    notices: table.notices,
    conflicts: suggestMapping(table.headers).conflicts,
    columns: table.headers.map((header, index) => ({
      index,
      header,
      field: settings.mapping[index] ?? null,
      secret: isSecretColumn({ headers: table.headers, mapping: settings.mapping }, index),
      examples: sample.map((row) => maskCells(row, shape, hiddenCell)[index] ?? ""),
    })),
    // Answered questions stay, so that an answer can be changed.
    asks: readRows(table, settings.mapping, {
      today: house.today,
      language: settings.languageAsked ? null : settings.language,
      dateOrder: null,
    }).asks,
    schedules: await getDb()
      .select({ id: schedules.id, name: schedules.name })
      .from(schedules)
      .orderBy(asc(schedules.name)),
  };
}

export interface RowResult {
  readonly line: number;
  readonly outcome: string;
  readonly staffId: string | null;
  readonly name: string | null;
  readonly problems: readonly Problem[];
  readonly cells: readonly string[] | null;
  /** How the person's credentials stand, at the doors that the actor may see. */
  readonly doors: Readonly<Record<CredentialGroup, number>>;
}

/** What became of the rows, a page at a time. */
export async function listRowResults(
  actor: Actor,
  importId: string,
  { outcomes, offset, limit }: { outcomes: readonly string[]; offset: number; limit: number },
): Promise<{ rows: RowResult[]; total: number }> {
  assertMay(actor, "import:run");
  const db = getDb();
  const where = and(eq(importRows.importId, importId), inArray(importRows.outcome, [...outcomes]));
  const rows = await db
    .select({
      line: importRows.line,
      outcome: importRows.outcome,
      staffId: importRows.staffId,
      name: staff.displayName,
      problems: importRows.problems,
      cells: importRows.cells,
    })
    .from(importRows)
    .leftJoin(staff, sql`${staff.id} = ${importRows.staffId}`)
    .where(where)
    .orderBy(asc(importRows.line))
    .limit(limit)
    .offset(offset);
  const total = await db.$count(importRows, where);
  const doorsOf = await countCredentials(
    actor,
    rows.flatMap(({ staffId }) => staffId ?? []),
  );
  return {
    rows: rows.map((row) => ({
      ...row,
      problems: row.problems as Problem[],
      doors: doorsOf.get(row.staffId ?? "") ?? noDoors,
    })),
    total,
  };
}

const noDoors: Readonly<Record<CredentialGroup, number>> = {
  confirmed: 0,
  working: 0,
  waiting: 0,
  attention: 0,
};

async function countCredentials(
  actor: Actor,
  staffIds: readonly string[],
): Promise<Map<string, Record<CredentialGroup, number>>> {
  const rows = await getDb()
    .select({ staffId: credentials.staffId, state: credentials.state, count: sql<number>`count(*)::int` })
    .from(credentials)
    .innerJoin(placements, eq(placements.deviceId, credentials.deviceId))
    .where(
      and(
        inArray(credentials.staffId, staffIds as StaffId[]),
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .groupBy(credentials.staffId, credentials.state);
  const groups = new Map<string, Record<CredentialGroup, number>>();
  for (const { staffId, state, count } of rows) {
    const own = groups.get(staffId) ?? { ...noDoors };
    own[groupOf(state)] += count;
    groups.set(staffId, own);
  }
  return groups;
}

export async function countRowResults(actor: Actor, importId: string): Promise<Record<string, number>> {
  assertMay(actor, "import:run");
  const rows = await getDb()
    .select({ outcome: importRows.outcome, count: sql<number>`count(*)::int` })
    .from(importRows)
    .where(eq(importRows.importId, importId))
    .groupBy(importRows.outcome);
  return Object.fromEntries(rows.map(({ outcome, count }) => [outcome, count]));
}

/** Nine states are too many to count side by side: seen at the door, on its way, held up, or a person's turn. */
export type CredentialGroup = "confirmed" | "working" | "waiting" | "attention";

export interface DoorVerification extends Readonly<Record<CredentialGroup, number>> {
  readonly id: string;
  readonly name: string;
  readonly siteName: string;
  readonly timeZone: string;
  readonly offlineSince: Date | null;
}

export interface Verification extends Readonly<Record<CredentialGroup, number>> {
  readonly total: number;
  readonly doors: readonly DoorVerification[];
}

/** So long after the end the worker has looked at everybody; what it has not seen by then is not wanted any more. */
const settledAfterMs = 10 * 60_000;

/** What the doors show of the people of an import: read back, never assumed. */
export async function getVerification(
  actor: Actor,
  { id, counts, startedAt, finishedAt }: ImportHeader,
  now = new Date(),
): Promise<Verification> {
  assertMay(actor, "import:run");
  const people = getDb()
    .selectDistinct({ staffId: importRows.staffId })
    .from(importRows)
    .where(
      and(
        eq(importRows.importId, id),
        isNotNull(importRows.staffId),
        inArray(importRows.outcome, ["add", "update", "suspend", "remove"]),
      ),
    );
  const rows = await getDb()
    .select({
      id: devices.id,
      name: devices.name,
      siteName: sites.name,
      timeZone: sites.timeZone,
      offlineSince: devices.offlineSince,
      state: credentials.state,
      hasLeft: sql<boolean>`${staff.status} = 'removed'`,
      count: sql<number>`count(*)::int`,
    })
    .from(credentials)
    .innerJoin(staff, eq(staff.id, credentials.staffId))
    .innerJoin(devices, eq(devices.id, credentials.deviceId))
    .innerJoin(placements, eq(placements.deviceId, devices.id))
    .innerJoin(sites, eq(sites.id, placements.siteId))
    .where(
      and(
        sql`${credentials.staffId} in ${people}`,
        actor.sites === "all" ? undefined : inArray(placements.siteId, [...actor.sites]),
      ),
    )
    .groupBy(
      devices.id,
      devices.name,
      sites.name,
      sites.timeZone,
      devices.offlineSince,
      credentials.state,
      staff.status,
    )
    .orderBy(asc(sites.name), asc(devices.name));
  const doors = new Map<string, DoorVerification>();
  for (const { state, hasLeft, count, ...door } of rows) {
    const seen = doors.get(door.id) ?? { ...door, ...noDoors };
    const group = hasLeft && state === "active" ? "working" : groupOf(state);
    doors.set(door.id, { ...seen, [group]: seen[group] + count });
  }
  const list = [...doors.values()];
  const sum = (group: CredentialGroup) => list.reduce((total, door) => total + door[group], 0);
  const seen = list.length === 0 ? 0 : rows.reduce((total, row) => total + row.count, 0);
  const isSettled = finishedAt !== null && now.getTime() - finishedAt.getTime() > settledAfterMs;
  // Right after the end the worker has not looked at everybody yet: what it will find is not forgotten here.
  const unseen = isSettled || actor.sites !== "all" ? 0 : Math.max(0, (counts.expected ?? 0) - seen);
  // What was active before the import still reads so until the worker has taken up what the import changed.
  const planned = (counts.created ?? 0) + (counts.updated ?? 0) + (counts.removed ?? 0);
  const isOpen = !isSettled && planned > 0;
  const taken =
    isOpen && startedAt !== null
      ? await getDb().$count(
          changes,
          and(sql`${changes.staffId} in ${people}`, gte(changes.createdAt, startedAt)),
        )
      : planned;
  const stale = Math.min(sum("confirmed"), Math.max(0, planned - taken - unseen));
  return {
    confirmed: sum("confirmed") - stale,
    working: sum("working") + unseen + stale,
    waiting: sum("waiting"),
    attention: sum("attention"),
    total: seen + unseen,
    doors: list,
  };
}

function groupOf(state: CredentialState): CredentialGroup {
  switch (state) {
    case "active":
    case "removed":
      return "confirmed";
    case "planned":
    case "sending":
    case "removing":
      return "working";
    case "waiting":
      return "waiting";
    case "failed":
    case "needs_review":
    case "unmanaged":
      return "attention";
    default:
      return state satisfies never;
  }
}
