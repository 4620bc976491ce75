import "server-only";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { csvLines } from "@/lib/import/csv-write";
import { delimiterOf } from "@/lib/import/file-words";
import { nameViewOf } from "@/lib/privacy/names";
import type { TimeLocale } from "@/lib/time/format";
import { localDateTimeOf } from "@/lib/time/zones";
import type { EntryFilter } from "./list";
import { countEntries, eachEntry, type LogEntry } from "./search";
import { type EntryWords, entryKeyOf } from "./words";

export const exportFormats = ["csv", "ndjson"] as const;
export type ExportFormat = (typeof exportFormats)[number];

export const fileColumns = [
  ...["at", "zone", "utc", "received", "site", "door", "who", "what", "outcome", "reason", "way"],
  ...["action", "trigger", "state", "source", "authorization", "id"],
] as const;

/** What a file says in the reader's language. */
export interface FileWords {
  header(column: (typeof fileColumns)[number]): string;
  outcome(outcome: LogEntry["outcome"]): string;
  entry(key: NonNullable<EntryWords["key" | "way" | "result"]>, params: EntryWords["params"]): string;
}

/**
 * Everything that matches, as a file of any length in pieces. Who asks for it is recorded before the first one leaves:
 * an interrupted download has been seen, too.
 */
export async function exportEntries(
  actor: Actor,
  filter: EntryFilter,
  {
    format,
    locale,
    words,
    asked,
  }: { format: ExportFormat; locale: TimeLocale; words: FileWords; asked: string },
): Promise<AsyncGenerator<string>> {
  assertMay(actor, "entries:read");
  const [{ count, isExact }, view] = await Promise.all([countEntries(actor, filter), nameViewOf(actor)]);
  const detail = { format, filters: asked, count, isExact, names: !view.hidden };
  await transact((tx) => record(tx, actor, [{ type: "entries.exported", detail }]));
  return format === "csv"
    ? csvOf(eachEntry(actor, filter, view), locale, words)
    : ndjsonOf(eachEntry(actor, filter, view));
}

async function* csvOf(pages: AsyncGenerator<LogEntry[]>, locale: TimeLocale, words: FileWords) {
  const delimiter = delimiterOf(locale);
  yield csvLines([fileColumns.map((column) => words.header(column))], delimiter, { isFirst: true });
  for await (const rows of pages)
    yield csvLines(
      rows.map((row) => cellsOf(row, words)),
      delimiter,
    );
}

function cellsOf(row: LogEntry, words: FileWords): string[] {
  const { key, way, result, params } = entryKeyOf(row);
  const cells: Record<(typeof fileColumns)[number], string> = {
    at: localDateTimeOf(row.occurredAt.getTime(), row.timeZone).replace("T", " "),
    zone: row.timeZone,
    utc: row.occurredAt.toISOString(),
    received: row.receivedAt.toISOString(),
    site: row.siteName ?? "",
    door: row.deviceName,
    who: row.person ?? row.name,
    what: words.entry(key, params),
    outcome: words.outcome(row.outcome),
    reason: result ? words.entry(result, params) : "",
    way: way ? words.entry(way, params) : "",
    action: String(row.action),
    trigger: String(row.trigger),
    state: String(row.state),
    source: row.source === null ? "" : String(row.source),
    authorization: row.authId ?? "",
    id: row.nukiId,
  };
  return fileColumns.map((column) => cells[column]);
}

async function* ndjsonOf(pages: AsyncGenerator<LogEntry[]>) {
  for await (const rows of pages) yield rows.map((row) => `${JSON.stringify(plain(row))}\n`).join("");
}

/** For machines: names of members that stay, instants in UTC, Nuki's own numbers. */
function plain(row: LogEntry) {
  return {
    id: row.nukiId,
    occurredAt: row.occurredAt,
    receivedAt: row.receivedAt,
    timeZone: row.timeZone,
    site: row.siteName,
    door: row.deviceName,
    deviceId: row.deviceId,
    person: row.person,
    staffId: row.staffId,
    name: row.name,
    authorizationId: row.authId,
    outcome: row.outcome,
    deviceType: row.deviceType,
    action: row.action,
    trigger: row.trigger,
    state: row.state,
    source: row.source,
    autoUnlock: row.autoUnlock,
    ajarMinutes: row.ajarMinutes,
    opener: row.opener,
  };
}
