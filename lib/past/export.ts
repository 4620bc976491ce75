import "server-only";
import type { Instant } from "@/lib/access/types";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { writeCsv } from "@/lib/import/csv-write";
import { delimiterOf } from "@/lib/import/file-words";
import { formatWeekdays, type TimeLocale } from "@/lib/time/format";
import { formatMinute, MINUTES_PER_DAY } from "@/lib/time/minutes";
import { ALL_DAYS, weekdays } from "@/lib/time/weekdays";
import { localDateTimeOf } from "@/lib/time/zones";
import { gapAt, isUnread, type PastDoor } from "./doors";
import { whatCouldOpen, whoCouldOpen } from "./queries";
import type { Question } from "./question";
import type { PastRow, Used } from "./rows";

export const fileColumns = [
  ...["asked", "zone", "utc", "site", "door", "person", "nameNow", "as", "gate", "sure"],
  ...["days", "times", "validFrom", "validUntil", "remote", "byRule", "rules"],
  ...["after", "since", "listRead", "notReadFrom", "notReadTo", "used", "firstUsed", "authorization"],
] as const;
export type FileColumn = (typeof fileColumns)[number];

/** What the file says in the reader's language. */
export interface PastWords {
  header(column: FileColumn): string;
  as(row: PastRow): string;
  gate(row: PastRow): string;
  sure(row: PastRow): string;
  byRule(row: PastRow): string;
  rule(rule: { team: string | null; area: string; schedule: string }): string;
  remote(allowed: boolean): string;
  unused(used: Used): string;
}

/** The whole answer to a question as CSV, or null where there is no such door or person. Who asked is recorded. */
export async function exportPast(
  actor: Actor,
  question: Question,
  { at, locale, words }: { at: Instant; locale: TimeLocale; words: PastWords },
): Promise<string | null> {
  assertMay(actor, "past:read");
  const answer =
    question.about === "door"
      ? await whoCouldOpen(actor, question.door, at)
      : await whatCouldOpen(actor, question.person, at);
  if (!answer) return null;
  const { rows } = answer;
  const doors = "door" in answer ? [answer.door] : answer.unread;
  const silent = doors.filter((door) => isUnread(door, at) && !rows.some((row) => row.door.id === door.id));
  const name = "door" in answer ? answer.door.name : answer.person.name;
  const subjectId = "door" in answer ? answer.door.id : answer.person.id;
  const detail = { name, about: question.about, at: new Date(at).toISOString(), count: rows.length };
  await transact((tx) => record(tx, actor, [{ type: "past.exported", subjectId, detail }]));
  return writeCsv(
    [
      fileColumns.map((column) => words.header(column)),
      ...rows.map((row) => cellsOf(row, { at, locale, words })),
      // Nothing there is not said of a time in which nobody read.
      ...silent.map((door) => {
        const cells: Partial<Record<FileColumn, string>> = doorCells(door, at);
        return fileColumns.map((column) => cells[column] ?? "");
      }),
    ],
    delimiterOf(locale),
  );
}

function localAt({ timeZone }: PastDoor, instant: Instant | null): string {
  return instant === null ? "" : localDateTimeOf(instant, timeZone).replace("T", " ");
}

/** What a line says of its door, whatever was on it. */
function doorCells(door: PastDoor, at: Instant) {
  const gap = gapAt(door, at);
  return {
    asked: localAt(door, at),
    zone: door.timeZone,
    utc: new Date(at).toISOString(),
    site: door.siteName ?? "",
    door: door.name,
    listRead: localAt(door, door.readAt),
    notReadFrom: localAt(door, gap?.from ?? null),
    notReadTo: localAt(door, gap?.to ?? null),
  };
}

function cellsOf(
  row: PastRow,
  { at, locale, words }: { at: Instant; locale: TimeLocale; words: PastWords },
): string[] {
  const { door, since, used, rules } = row;
  const local = (instant: Instant | null) => localAt(door, instant);
  const isCounted = used !== null && typeof used === "object";
  const cells: Record<FileColumn, string> = {
    ...doorCells(door, at),
    person: row.name,
    nameNow: row.nameNow ?? "",
    as: words.as(row),
    gate: words.gate(row),
    sure: words.sure(row),
    days: formatWeekdays(row.days === null ? ALL_DAYS : weekdays(row.days), locale),
    times: `${formatMinute(row.fromMinute ?? 0)}-${formatMinute(row.untilMinute ?? MINUTES_PER_DAY)}`,
    validFrom: local(row.validFrom),
    validUntil: local(row.validUntil),
    remote: words.remote(row.remoteAllowed),
    byRule: words.byRule(row),
    rules: typeof rules === "string" ? "" : rules.map((rule) => words.rule(rule)).join("; "),
    after: local(since.after),
    since: local(since.at),
    used: isCounted ? String(used.count) : words.unused(used),
    firstUsed: isCounted ? local(used.firstAt) : "",
    authorization: row.authId ?? "",
  };
  return fileColumns.map((column) => cells[column]);
}
