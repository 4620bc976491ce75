import "server-only";
import type { Actor } from "@/lib/auth/actor";
import { transact } from "@/lib/db/connection";
import { csvLines } from "@/lib/import/csv-write";
import type { TrailFilter } from "./list";
import { assertSeesTrail, eachEvent, type TrailEvent } from "./queries";
import { record } from "./record";

/** Of the file; they are the names of the members in both formats, since a proof is read by machines. */
const columns = [
  ...["id", "at", "by", "byEmail", "address", "type", "subjectId", "name", "detail", "previousHash", "hash"],
] as const;

/**
 * Everything that matches as a file of any length in pieces, newest first. The first hash in it anchors all that was
 * recorded before: with the file in other hands, nobody can rewrite the trail unseen. Who asks for it is recorded before.
 */
export async function exportTrail(
  actor: Actor,
  filter: TrailFilter,
  { format, asked }: { format: "csv" | "ndjson"; asked: string },
): Promise<AsyncGenerator<string>> {
  assertSeesTrail(actor);
  const detail = { format, filters: asked };
  await transact((tx) => record(tx, actor, [{ type: "audit.exported", detail }]));
  const pages = eachEvent(actor, filter);
  return format === "csv" ? csvOf(pages) : ndjsonOf(pages);
}

async function* csvOf(pages: AsyncGenerator<TrailEvent[]>) {
  yield csvLines([[...columns]], ",", { isFirst: true });
  for await (const rows of pages) yield csvLines(rows.map(cellsOf), ",");
}

function cellsOf(row: TrailEvent): string[] {
  const { id, at, by, byEmail, address, type, subjectId, name, detail, previousHash, hash } = row;
  return [
    ...[String(id), at.toISOString(), by ?? "Postern", byEmail ?? "", address ?? "", type, subjectId ?? ""],
    ...[name, JSON.stringify(detail), previousHash, hash],
  ];
}

async function* ndjsonOf(pages: AsyncGenerator<TrailEvent[]>) {
  for await (const rows of pages)
    yield rows.map(({ count: _count, staffId: _staffId, ...row }) => `${JSON.stringify(row)}\n`).join("");
}
