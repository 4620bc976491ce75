import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { isLocale, type Locale } from "@/lib/i18n/locale";

/** The answer to somebody who may not import, or null. */
export async function refuseUnlessImporter(): Promise<Response | null> {
  const actor = await findActor();
  if (!actor) return new Response("signed_out", { status: 401 });
  return may(actor, "import:run") ? null : new Response("forbidden", { status: 403 });
}

export function languageOf(request: Request): Locale {
  const language = new URL(request.url).searchParams.get("language");
  return isLocale(language) ? language : "en";
}

export function csvDownload(csv: string, fileName: string): Response {
  const plain = fileName.replaceAll(/[^\w.-]+/g, "_");
  return new Response(csv, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${plain}"; filename*=UTF-8''${encodeURIComponent(fileName)}`,
      "cache-control": "no-store",
    },
  });
}
