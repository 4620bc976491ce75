import "server-only";
import { and, asc, eq, inArray } from "drizzle-orm";
import { type Actor, assertMay } from "@/lib/auth/actor";
import { getDb } from "@/lib/db/connection";
import { importRows, imports } from "@/lib/db/schema";
import { failedRowsCsv } from "@/lib/import/export";
import type { FileLanguage } from "@/lib/import/fields";
import type { Problem } from "@/lib/import/problem";
import { settingsSchema } from "./settings";

/** Rows that were blocked or failed as a file to correct: the original columns, line, field, code and reason. */
export async function failedRows(
  actor: Actor,
  importId: string,
  language: FileLanguage,
  wordsOf: (problem: Problem) => string,
): Promise<{ name: string; csv: string } | null> {
  assertMay(actor, "import:run");
  const [held] = await getDb().select().from(imports).where(eq(imports.id, importId));
  if (!held) return null;
  const { headers, delimiter, mapping } = settingsSchema.parse(held.settings);
  const rows = await getDb()
    .select()
    .from(importRows)
    .where(and(eq(importRows.importId, importId), inArray(importRows.outcome, ["blocked", "failed"])))
    .orderBy(asc(importRows.line));
  const inFile = rows.filter((row) => row.cells !== null);
  // A broken row keeps its shape: its cells are shown as they stood.
  const table = {
    delimiter,
    delimiterFrom: "chosen" as const,
    headerLine: 1,
    headers,
    rows: inFile.map(({ line, cells }) => ({ line, cells: cells ?? [] })),
    notices: [],
  };
  const failures = inFile.flatMap(({ line, problems }) =>
    (problems as Problem[])
      .filter(({ severity }) => severity === "error")
      .map((problem) => ({
        line,
        field: problem.field ?? "",
        code: problem.code,
        reason: wordsOf(problem),
      })),
  );
  const base = held.fileName.replace(/\.[^.]*$/, "");
  return {
    name: `${base}-${language === "de" ? "Fehlzeilen" : "failed-rows"}.csv`,
    csv: failedRowsCsv(table, failures, { mapping, language }),
  };
}
