import "server-only";
import { createHash } from "node:crypto";
import { and, eq, lt } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { type Tx, transact } from "@/lib/db/connection";
import { importMappings, imports } from "@/lib/db/schema";
import { mappingKey, recallMapping, suggestMapping } from "@/lib/import/columns";
import { decodeFile, type FileEncoding } from "@/lib/import/decode";
import type { ImportField } from "@/lib/import/fields";
import { parseTable, type Table } from "@/lib/import/parse";
import type { FileProblem } from "@/lib/import/problem";
import { ok, type Result, refuse } from "@/lib/result";
import { sealDraft } from "./draft";
import type { ImportSettings } from "./settings";

const draftLivesMs = 24 * 3_600_000;

/** Takes a file in: decoded, parsed and kept as a sealed draft. What stops the whole file is named with its line. */
export async function startImport(
  actor: Actor,
  file: { readonly name: string; readonly bytes: Uint8Array },
  now = new Date(),
): Promise<Result<{ importId: string }>> {
  assertMay(actor, "import:run");
  const uploadedBy = actor.adminId;
  if (uploadedBy === null) return refuse("forbidden");
  const read = readBytes(file.bytes, {});
  if (!read.ok) return fileRefused(read.problem);
  const { table, encoding, guessed } = read;
  const fileName = file.name.slice(0, 200);
  return transact(async (tx) => {
    await discardOldDrafts(tx, actor, now);
    const columns = await mappingFor(tx, table.headers);
    const settings: ImportSettings = {
      ...columns,
      encoding,
      encodingGuessed: guessed,
      delimiter: table.delimiter,
      delimiterFrom: table.delimiterFrom,
      headers: [...table.headers],
      mapped: false,
      dateOrder: null,
      fullList: false,
      access: "keypad",
      hoursScheduleId: null,
      decisions: {},
      confirmedBy: null,
    };
    const [row] = await tx
      .insert(imports)
      .values({
        fileName,
        fileHash: createHash("sha256").update(file.bytes).digest("hex"),
        uploadedBy,
        uploadedAt: now,
        settings,
        rowsTotal: table.rows.length,
      })
      .returning({ id: imports.id });
    if (!row) throw new Error("an insert returned no row");
    const source = Buffer.from(file.bytes).toString("base64");
    await tx
      .update(imports)
      .set({ table: sealDraft(row.id, { source, table, work: null }) })
      .where(eq(imports.id, row.id));
    const detail = { fileName, rows: table.rows.length };
    await record(tx, actor, [{ type: "import.uploaded", subjectId: row.id, detail }], now);
    return ok({ importId: row.id });
  });
}

export type ReadBytes =
  | { readonly ok: true; readonly table: Table; readonly encoding: FileEncoding; readonly guessed: boolean }
  | { readonly ok: false; readonly problem: FileProblem };

/** Bytes to a table, as detected or as a person chose. */
export function readBytes(
  bytes: Uint8Array,
  options: { encoding?: FileEncoding; delimiter?: string },
): ReadBytes {
  const decoded = decodeFile(bytes, { encoding: options.encoding });
  if (!decoded.ok) return decoded;
  const parsed = parseTable(decoded.text, { delimiter: options.delimiter });
  if (!parsed.ok) return parsed;
  return { ok: true, table: parsed.table, encoding: decoded.encoding, guessed: decoded.guessed };
}

/** The reason travels in the parameters; its words are in the dictionaries under `import.file`. */
export function fileRefused({ code, line, params }: FileProblem) {
  return refuse("file_refused", { params: { ...params, reason: code, line: line ?? 0 } });
}

/** What was accepted for a file with these headings before, else what the headings tell. */
export async function mappingFor(
  tx: Tx,
  headers: readonly string[],
): Promise<Pick<ImportSettings, "mapping" | "remembered" | "language" | "languageAsked">> {
  const suggestion = suggestMapping(headers);
  const [known] = await tx
    .select({ mapping: importMappings.mapping })
    .from(importMappings)
    .where(eq(importMappings.headersKey, mappingKey(headers)));
  const language = { language: suggestion.language, languageAsked: suggestion.language === null };
  if (!known) return { mapping: suggestion.mapping, remembered: false, ...language };
  const mapping = recallMapping(headers, known.mapping as Record<string, ImportField | null>);
  return { mapping, remembered: true, ...language };
}

/** A draft holds people's data: nobody came back to it for a day, so it goes. */
export async function discardOldDrafts(tx: Tx, actor: Actor, now: Date): Promise<void> {
  const gone = await tx
    .update(imports)
    .set({ state: "discarded", table: null, finishedAt: now })
    .where(and(eq(imports.state, "draft"), lt(imports.uploadedAt, new Date(now.getTime() - draftLivesMs))))
    .returning({ id: imports.id });
  await record(
    tx,
    actor,
    gone.map(({ id }) => ({
      type: "import.discarded" as const,
      subjectId: id,
      detail: { reason: "too_old" },
    })),
    now,
  );
}
