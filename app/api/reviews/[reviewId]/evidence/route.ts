import { Readable } from "node:stream";
import { getLocale } from "next-intl/server";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { log } from "@/lib/log";
import { evidencePdf } from "@/lib/print/evidence-pdf";
import { evidenceCsv, evidenceFormats, evidencePaper, exportEvidence } from "@/lib/reviews/evidence";
import { refuseForeign } from "../../../export/recorded-get";

export const dynamic = "force-dynamic";

/** The evidence of one review, as PDF or CSV, with what the doors show at this moment. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/reviews/[reviewId]/evidence">,
): Promise<Response> {
  const refused = refuseForeign(request);
  if (refused) return refused;
  const actor = await findActor();
  const headers = { "Cache-Control": "private, no-store" };
  if (!actor) return new Response(null, { status: 401, headers });
  if (!may(actor, "reviews:read")) return new Response(null, { status: 403, headers });
  const asked = new URL(request.url).searchParams.get("format");
  const format = evidenceFormats.find((known) => known === asked) ?? "pdf";
  const [{ reviewId }, locale] = await Promise.all([params, getLocale()]);
  const evidence = await exportEvidence(actor, reviewId, format);
  if (!evidence) return new Response(null, { status: 404, headers });
  const disposition = { "Content-Disposition": `attachment; filename="access-review.${format}"` };
  if (format === "csv") {
    return new Response(evidenceCsv(evidence, locale), {
      headers: { ...headers, ...disposition, "Content-Type": "text/csv; charset=utf-8" },
    });
  }
  const pdf = await evidencePdf(evidencePaper(evidence, locale));
  pdf.on("error", (error) => log.error({ err: error }, "evidence could not be written"));
  return new Response(Readable.toWeb(Readable.from(pdf)) as ReadableStream<Uint8Array>, {
    headers: { ...headers, ...disposition, "Content-Type": "application/pdf" },
  });
}
