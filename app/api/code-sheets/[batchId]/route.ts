import { Readable } from "node:stream";
import { getLocale } from "next-intl/server";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { log } from "@/lib/log";
import { sheetsPdf } from "@/lib/print/pdf";
import { findBatch } from "@/lib/sheets/queries";
import { refuseForeign } from "../../export/recorded-get";

export const dynamic = "force-dynamic";

/** The sheets of one printing as PDF, under the same conditions as the page; refused, the page says what to do. */
export async function GET(
  request: Request,
  { params }: RouteContext<"/api/code-sheets/[batchId]">,
): Promise<Response> {
  const refused = refuseForeign(request);
  if (refused) return refused;
  const actor = await findActor();
  const headers = { "Cache-Control": "private, no-store" };
  if (!actor) return new Response(null, { status: 401, headers });
  if (!may(actor, "codes:print")) return new Response(null, { status: 403, headers });
  const { batchId } = await params;
  const batch = await findBatch(actor, batchId, new Date(), await getLocale());
  if (!batch.ok) {
    const location = `/code-sheets/${encodeURIComponent(batchId)}`;
    return new Response(null, { status: 303, headers: { ...headers, Location: location } });
  }
  const pdf = await sheetsPdf(batch.value.sheets, batch.value.format);
  pdf.on("error", (error) => log.error({ err: error }, "code sheets could not be written"));
  return new Response(Readable.toWeb(Readable.from(pdf)) as ReadableStream<Uint8Array>, {
    headers: {
      ...headers,
      "Content-Type": "application/pdf",
      "Content-Disposition": 'attachment; filename="code-sheets.pdf"',
    },
  });
}
