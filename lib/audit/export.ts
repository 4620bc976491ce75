import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { csvLines } from "@/lib/import/csv-write";
import type { TrailFilter } from "./list";
import { assertSeesTrail, eachEvent, type TrailEvent } from "./queries";
import { record } from "./record";

/**
 * Of the file; but for two they are the names of the members in both formats, since a proof is read by machines. `what` and
 * `changed` are for people: what stands on the page, in the language of who asks.
 */
const columns = [
  ...["id", "at", "by", "byEmail", "address", "what", "changed"],
  ...["type", "subjectId", "name", "detail", "previousHash", "hash"],
] as const;

export interface TrailWords {
  /** What happened, as a sentence. */
  readonly what: (row: TrailEvent) => string;
  /** From what to what, member by member. */
  readonly changed: (row: TrailEvent) => readonly string[];
}

/**
 * Everything that matches as a file of any length in pieces, newest first. The first hash in it anchors all that was
 * recorded before: with the file in other hands, nobody can rewrite the trail unseen. Who asks for it is recorded before.
 */
export async function exportTrail(
  actor: Actor,
  filter: TrailFilter,
  { format, asked, words }: { format: "csv" | "ndjson"; asked: string; words: TrailWords },
): Promise<AsyncGenerator<string>> {
  assertSeesTrail(actor);
  const detail = { format, filters: asked };
  await transact((tx) => record(tx, actor, [{ type: "audit.exported", detail }]));
  const pages = eachEvent(actor, filter);
  return format === "csv" ? csvOf(pages, words) : ndjsonOf(pages);
}

async function* csvOf(pages: AsyncGenerator<TrailEvent[]>, words: TrailWords) {
  yield csvLines([[...columns]], ",", { isFirst: true });
  for await (const rows of pages)
    yield csvLines(
      rows.map((row) => cellsOf(row, words)),
      ",",
    );
}

function cellsOf(row: TrailEvent, words: TrailWords): string[] {
  const { id, at, by, byEmail, address, type, subjectId, name, detail, previousHash, hash } = row;
  return [
    ...[String(id), at.toISOString(), by ?? "Postern", byEmail ?? "", address ?? ""],
    ...[words.what(row), words.changed(row).join("; "), type, subjectId ?? ""],
    ...[name, JSON.stringify(detail), previousHash, hash],
  ];
}

async function* ndjsonOf(pages: AsyncGenerator<TrailEvent[]>) {
  for await (const rows of pages)
    yield rows.map(({ count: _count, staffId: _staffId, ...row }) => `${JSON.stringify(row)}\n`).join("");
}
