import { getLocale, getTranslations } from "next-intl/server";
import { problemText } from "@/app/(dashboard)/staff/import/problem-text";
import { findActor } from "@/lib/auth/session";
import { failedRows } from "@/lib/imports/failed-rows";
import { importIdSchema } from "@/lib/imports/schema";
import { csvDownload, refuseUnlessImporter } from "../../csv-download";

/** The rows that were not imported, with the reasons beside them and without any code. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ importId: string }> },
): Promise<Response> {
  const refused = await refuseUnlessImporter();
  const actor = await findActor();
  if (refused || !actor) return refused ?? new Response("signed_out", { status: 401 });
  const { importId } = await params;
  if (!importIdSchema.safeParse(importId).success) return new Response("not_found", { status: 404 });
  const [t, locale] = await Promise.all([getTranslations("import"), getLocale()]);
  const file = await failedRows(actor, importId, locale, (problem) => problemText(t, locale, problem));
  if (!file) return new Response("not_found", { status: 404 });
  return csvDownload(file.csv, file.name);
}
