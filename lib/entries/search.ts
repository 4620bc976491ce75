import "server-only";
import { eq, getTableColumns } from "drizzle-orm";
import type { DeviceId, SiteId } from "@/lib/access/types";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { isAny } from "@/lib/db/arrays";
import { getDb } from "@/lib/db/connection";
import { devices, entries, placements, sites, staff } from "@/lib/db/schema";
import { type NameView, nameViewOf, rawThrough, seenThrough } from "@/lib/privacy/names";
import { type Resolved, resolve } from "./filter";
import type { EntryCursor, EntryFilter } from "./list";
import { type Entry, isOfDevice } from "./queries";
import { countFound, type EntryCount, type Found, findPage } from "./scan";
import type { StoredOutcome } from "./words";

export interface LogEntry extends Entry {
  /** Nuki's id of the row. */
  readonly nukiId: string;
  readonly deviceId: DeviceId;
  readonly deviceName: string;
  readonly siteId: SiteId | null;
  readonly siteName: string | null;
  /** Of the door's site. */
  readonly timeZone: string;
  /** What the person was called then. */
  readonly person: string | null;
  readonly outcome: StoredOutcome;
}

export interface EntryPage {
  /** Newest first. */
  readonly rows: readonly LogEntry[];
  readonly older: EntryCursor | null;
  readonly newer: EntryCursor | null;
  readonly total: EntryCount;
}

const nothing: EntryPage = { rows: [], older: null, newer: null, total: { count: 0, isExact: true } };

/** One page of the door log. */
export async function searchEntries(
  actor: Actor,
  filter: EntryFilter,
  cursor: EntryCursor | null,
  limit: number,
  { withTotal = true } = {},
): Promise<EntryPage> {
  assertMay(actor, "entries:read");
  const resolved = await resolve(actor, filter);
  if (!resolved) return nothing;
  const [found, view] = await Promise.all([findPage(resolved, cursor, limit + 1), nameViewOf(actor)]);
  const isNewer = cursor?.direction === "newer";
  // Too few for a page: it is the newest one, which is always full and goes on by itself.
  if (isNewer && found.length <= limit) return searchEntries(actor, filter, null, limit, { withTotal });
  const shown = found.slice(0, limit);
  if (isNewer) shown.reverse();
  const hasMore = found.length > limit;
  const [first, last] = [shown.at(0), shown.at(-1)];
  const isAll = cursor === null && !hasMore;
  const [rows, total] = await Promise.all([
    detailsOf(shown, view),
    isAll || !withTotal ? { count: shown.length, isExact: isAll } : countFound(resolved),
  ]);
  return {
    rows,
    older: last && (isNewer || hasMore) ? { direction: "older", ...last } : null,
    newer: cursor !== null ? { direction: "newer", ...(first ?? placeOf(cursor)) } : null,
    // Never fewer than are on the page, however little of the rest was looked at.
    total: { ...total, count: Math.max(total.count, shown.length) },
  };
}

function placeOf({ at, id }: EntryCursor): Found {
  return { at, id };
}

/** How many there are, up to 10,000. */
export async function countEntries(actor: Actor, filter: EntryFilter): Promise<EntryCount> {
  assertMay(actor, "entries:read");
  const resolved = await resolve(actor, filter);
  return resolved ? countFound(resolved) : nothing.total;
}

const exportPage = 250;

/**
 * All that match, newest first, some hundred at a time; however many they are, no more than these are in memory. The view
 * is that of the moment when it was asked for: a file is of one kind, also when names go out of sight meanwhile.
 */
export async function* eachEntry(
  actor: Actor,
  filter: EntryFilter,
  view?: NameView,
): AsyncGenerator<LogEntry[]> {
  assertMay(actor, "entries:read");
  const resolved: Resolved | null = await resolve(actor, filter);
  const names = view ?? (await nameViewOf(actor));
  let cursor: EntryCursor | null = null;
  while (resolved) {
    const found: Found[] = await findPage(resolved, cursor, exportPage);
    const last = found.at(-1);
    if (!last) return;
    yield await detailsOf(found, names);
    if (found.length < exportPage) return;
    cursor = { direction: "older", ...last };
    // The embedded database never leaves the thread: others may want to be answered meanwhile.
    await new Promise((next) => setImmediate(next));
  }
}

const { raw: _raw, facet: _facet, who: _who, ...kept } = getTableColumns(entries);
const columns = {
  ...kept,
  deviceName: devices.name,
  siteId: placements.siteId,
  siteName: sites.name,
  timeZone: sites.timeZone,
  staffName: staff.displayName,
};

/** The one place where entries of the log get their names. */
async function detailsOf(found: readonly Found[], view: NameView): Promise<LogEntry[]> {
  if (found.length === 0) return [];
  const ids = found.map(({ id }) => id);
  const rows = await getDb()
    .select({ ...columns, isDevice: isOfDevice(view) })
    .from(entries)
    .innerJoin(devices, eq(devices.id, entries.deviceId))
    .leftJoin(placements, eq(placements.deviceId, entries.deviceId))
    .leftJoin(sites, eq(sites.id, placements.siteId))
    .leftJoin(staff, eq(staff.id, entries.staffId))
    .where(isAny(entries.id, ids, "bigint"));
  const byId = new Map(
    rows.map((row) => [row.id, seenThrough(view, { ...row, timeZone: row.timeZone ?? "UTC" })]),
  );
  return ids.flatMap((id) => byId.get(id) ?? []);
}

export interface EntryDetail extends LogEntry {
  /** As Nuki told it, without codes; null for entries from before it was kept. */
  readonly raw: Readonly<Record<string, unknown>> | null;
}

/** One entry of the actor's sites with all that is known of it, or null. `id` is as an address has it. */
export async function findEntry(actor: Actor, id: unknown): Promise<EntryDetail | null> {
  assertMay(actor, "entries:read");
  if (typeof id !== "string" || !/^\d{1,15}$/.test(id)) return null;
  const view = await nameViewOf(actor);
  const [[row], [more]] = await Promise.all([
    detailsOf([{ id: Number(id), at: 0 }], view),
    getDb()
      .select({ raw: entries.raw })
      .from(entries)
      .where(eq(entries.id, Number(id))),
  ]);
  if (!row || !more) return null;
  const isVisible = actor.sites === "all" || (row.siteId !== null && actor.sites.includes(row.siteId));
  return isVisible ? { ...row, raw: rawThrough(view, more.raw, row.name) } : null;
}
