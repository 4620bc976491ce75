import { getLocale, getTranslations } from "next-intl/server";
import { parseListState } from "@/components/data-table/list-state";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { exportEntries, exportFormats } from "@/lib/entries/export";
import { entryList, filterOf, zoneOf } from "@/lib/entries/list";
import { listSites } from "@/lib/sites/queries";

export const dynamic = "force-dynamic";

const types = { csv: "text/csv; charset=utf-8", ndjson: "application/x-ndjson; charset=utf-8" };

/** The door log as it is filtered, all of it, as a stream. */
export async function GET(request: Request): Promise<Response> {
  const actor = await findActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!may(actor, "entries:read")) return new Response(null, { status: 403 });
  const { searchParams } = new URL(request.url);
  const params = Object.fromEntries(searchParams);
  const format = exportFormats.find((known) => known === params.format) ?? "csv";
  for (const name of ["format", "page", "entry", "cols", "density"]) searchParams.delete(name);
  const [locale, t, tEntry, sites] = await Promise.all([
    getLocale(),
    getTranslations("entries"),
    getTranslations("devices.entry"),
    listSites(actor),
  ]);
  const list = parseListState(params, entryList);
  const timeZone = zoneOf(sites, list);
  const pieces = await exportEntries(actor, filterOf(list, { now: Date.now(), timeZone }), {
    format,
    locale,
    asked: searchParams.toString(),
    words: {
      header: (column) => t(`file.${column}`),
      outcome: (outcome) => t(`outcome.${outcome}`),
      entry: (key, values) => tEntry(key, values),
    },
  });
  return new Response(streamOf(pieces), {
    headers: {
      "Content-Type": types[format],
      "Content-Disposition": `attachment; filename="door-log.${format}"`,
      "Cache-Control": "no-store",
      // What stands between must pass the pieces on as they come.
      "X-Accel-Buffering": "no",
    },
  });
}

/** Asks for the next piece when the last one has been taken, and for no more when the download is given up. */
function streamOf(pieces: AsyncGenerator<string>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream({
    async pull(controller) {
      const { value, done } = await pieces.next();
      if (done) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pieces.return(undefined);
    },
  });
}
