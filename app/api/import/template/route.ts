import { templateCsv } from "@/lib/import/template";
import { csvDownload, languageOf, refuseUnlessImporter } from "../csv-download";

/** An empty list with all headings, in the language of who asks. */
export async function GET(request: Request): Promise<Response> {
  const refused = await refuseUnlessImporter();
  if (refused) return refused;
  const language = languageOf(request);
  return csvDownload(
    templateCsv(language),
    language === "de" ? "Personal-Vorlage.csv" : "staff-template.csv",
  );
}
