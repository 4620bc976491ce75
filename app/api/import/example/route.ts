import { exampleCsv } from "@/lib/import/template";
import { listDoorNames } from "@/lib/imports/queries";
import { csvDownload, languageOf, refuseUnlessImporter } from "../csv-download";

/** Two people at doors that exist here, so that the example imports as it is. */
export async function GET(request: Request): Promise<Response> {
  const refused = await refuseUnlessImporter();
  if (refused) return refused;
  const language = languageOf(request);
  const csv = exampleCsv(language, await listDoorNames());
  return csvDownload(csv, language === "de" ? "Personal-Beispiel.csv" : "staff-example.csv");
}
