import "server-only";
import { eq } from "drizzle-orm";
import { record } from "@/lib/audit/record";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { transactResult } from "@/lib/changes/edit";
import { type Tx, transact } from "@/lib/db/connection";
import { importMappings, imports } from "@/lib/db/schema";
import type { ImportState } from "@/lib/db/tables/records";
import { mappingKey, mappingProblems, rememberMapping } from "@/lib/import/columns";
import { editCell, replaceValue } from "@/lib/import/edits";
import { ok, type Result, refuse } from "@/lib/result";
import { type Draft, openDraft, sealDraft } from "./draft";
import type { CellInput, DecisionInput, MappingInput, ReadingInput } from "./schema";
import { type ImportSettings, settingsSchema } from "./settings";
import { fileRefused, mappingFor, readBytes } from "./upload";

export interface HeldImport {
  readonly id: string;
  readonly state: ImportState;
  readonly fileName: string;
  readonly settings: ImportSettings;
  readonly draft: Draft;
}

/** The import with its content, held against everybody else until the transaction ends. */
export async function holdImport(tx: Tx, importId: string): Promise<HeldImport | null> {
  const [row] = await tx.select().from(imports).where(eq(imports.id, importId)).for("update");
  if (!row?.table) return null;
  const { id, state, fileName } = row;
  return {
    id,
    state,
    fileName,
    settings: settingsSchema.parse(row.settings),
    draft: openDraft(id, row.table),
  };
}

/** Reads the file again with another encoding or delimiter. Corrections of cells are lost by that. */
export async function rereadFile(actor: Actor, input: ReadingInput): Promise<Result<null>> {
  return editDraft(actor, input.importId, async (tx, { settings, draft }) => {
    if (draft.source === null) return refuse("import_finished");
    const encoding = input.encoding ?? (settings.encodingGuessed ? undefined : settings.encoding);
    const delimiter =
      input.delimiter ?? (settings.delimiterFrom === "chosen" ? settings.delimiter : undefined);
    const read = readBytes(Buffer.from(draft.source, "base64"), { encoding, delimiter });
    if (!read.ok) return fileRefused(read.problem);
    const { table } = read;
    return ok({
      draft: { ...draft, table },
      settings: {
        ...settings,
        ...(await mappingFor(tx, table.headers)),
        encoding: read.encoding,
        encodingGuessed: read.guessed,
        delimiter: table.delimiter,
        delimiterFrom: table.delimiterFrom,
        headers: [...table.headers],
        decisions: {},
        mapped: false,
      },
    });
  });
}

/** Settles the second step: which column is what, and what the file leaves open. Remembered for the next such file. */
export async function mapColumns(actor: Actor, input: MappingInput): Promise<Result<null>> {
  return editDraft(actor, input.importId, async (tx, { settings, draft }) => {
    const { headers } = draft.table;
    const parsed = settingsSchema.safeParse({
      ...settings,
      mapping: headers.map((_, column) => input.mapping[column] || null),
      language: input.language || null,
      dateOrder: input.dateOrder,
      fullList: input.fullList,
      access: input.access,
      hoursScheduleId: input.hoursScheduleId,
      mapped: true,
    });
    if (!parsed.success) return refuse("invalid_input", { field: "mapping" });
    const next = parsed.data;
    if (mappingProblems(next.mapping).length > 0) return refuse("invalid_input", { field: "mapping" });
    const mapping = rememberMapping(headers, next.mapping);
    await tx
      .insert(importMappings)
      .values({ headersKey: mappingKey(headers), mapping, updatedAt: new Date() })
      .onConflictDoUpdate({ target: importMappings.headersKey, set: { mapping, updatedAt: new Date() } });
    return ok({ draft, settings: next });
  });
}

/** Corrects one cell, or the same value in every row. Only the new text travels, never what the cell held. */
export async function correctCell(actor: Actor, input: CellInput): Promise<Result<{ changed: number }>> {
  let changed = 0;
  const done = await editDraft(actor, input.importId, async (_tx, { settings, draft }) => {
    const row = draft.table.rows.find(({ line }) => line === input.line);
    const old = row?.cells[input.column];
    if (!row || old === undefined || row.problem) return refuse("not_found");
    // Every code in the column would become the same one.
    const everywhere = input.everywhere && settings.mapping[input.column] !== "pin";
    const table = everywhere
      ? replaceValue(draft.table, input.column, input.part ?? old, input.text)
      : editCell(draft.table, input.line, input.column, partReplaced(old, input.part, input.text));
    changed = table.rows.filter((next, index) => next !== draft.table.rows[index]).length;
    return ok({ draft: { ...draft, table }, settings });
  });
  return done.ok ? ok({ changed }) : done;
}

/** Replaces one value of several, `a|b`; without a part the whole cell. */
function partReplaced(cell: string, part: string | null, text: string): string {
  if (part === null || !cell.includes("|")) return text;
  return cell
    .split("|")
    .map((value) => (value.trim() === part.trim() ? text : value))
    .join("|");
}

/** Says who a row with a known name is. */
export async function decideRow(actor: Actor, input: DecisionInput): Promise<Result<null>> {
  return editDraft(actor, input.importId, async (_tx, { settings, draft }) => {
    const { [String(input.line)]: _before, ...rest } = settings.decisions;
    const decisions = input.as === null ? rest : { ...rest, [String(input.line)]: input.as };
    return ok({ draft, settings: { ...settings, decisions } });
  });
}

/** Throws a draft away; what was confirmed stays. */
export async function discardImport(actor: Actor, importId: string, now = new Date()): Promise<Result<null>> {
  assertMay(actor, "import:run");
  return transact(async (tx) => {
    const held = await holdImport(tx, importId);
    if (!held) return refuse("not_found");
    if (held.state !== "draft") return refuse("import_finished");
    await tx
      .update(imports)
      .set({ state: "discarded", table: null, finishedAt: now })
      .where(eq(imports.id, importId));
    const detail = { fileName: held.fileName };
    await record(tx, actor, [{ type: "import.discarded", subjectId: importId, detail }], now);
    return ok(null);
  });
}

type Edited = Result<{ draft: Draft; settings: ImportSettings }>;

async function editDraft(
  actor: Actor,
  importId: string,
  edit: (tx: Tx, held: HeldImport) => Promise<Edited>,
): Promise<Result<null>> {
  assertMay(actor, "import:run");
  return transactResult(async (tx) => {
    const held = await holdImport(tx, importId);
    if (!held) return refuse("not_found");
    if (held.state !== "draft") return refuse("import_finished");
    const edited = await edit(tx, held);
    if (!edited.ok) return edited;
    const { draft, settings } = edited.value;
    await tx
      .update(imports)
      .set({
        settings,
        rowsTotal: draft.table.rows.length,
        ...(draft === held.draft ? {} : { table: sealDraft(importId, draft) }),
      })
      .where(eq(imports.id, importId));
    return ok(null);
  });
}
