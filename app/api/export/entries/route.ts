import { getLocale, getTranslations } from "next-intl/server";
import { parseListState } from "@/components/data-table/list-state";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { exportEntries, exportFormats } from "@/lib/entries/export";
import { entryList, filterOf } from "@/lib/entries/list";
import { zoneOfLog } from "@/lib/entries/zone";
import { asksForPeople, nameViewOf } from "@/lib/privacy/names";
import { listSites } from "@/lib/sites/queries";
import { fileResponse } from "../file-response";
import { refuseForeign } from "../recorded-get";

export const dynamic = "force-dynamic";

/** The door log as it is filtered, all of it, as a stream. */
export async function GET(request: Request): Promise<Response> {
  const refused = refuseForeign(request);
  if (refused) return refused;
  const actor = await findActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!may(actor, "entries:read")) return new Response(null, { status: 403 });
  const { searchParams } = new URL(request.url);
  const params = Object.fromEntries(searchParams);
  const format = exportFormats.find((known) => known === params.format) ?? "csv";
  for (const name of ["format", "page", "entry", "cols", "density"]) searchParams.delete(name);
  const [locale, t, tEntry, tErrors, sites] = await Promise.all([
    getLocale(),
    getTranslations("entries"),
    getTranslations("devices.entry"),
    getTranslations("errors"),
    listSites(actor),
  ]);
  const list = parseListState(params, entryList);
  const timeZone = await zoneOfLog(actor, sites, list);
  const filter = filterOf(list, { now: Date.now(), timeZone });
  if (asksForPeople(filter) && (await nameViewOf(actor)).hidden)
    return new Response(tErrors("names_hidden"), { status: 403 });
  const pieces = await exportEntries(actor, filter, {
    format,
    locale,
    asked: searchParams.toString(),
    words: {
      header: (column) => t(`file.${column}`),
      outcome: (outcome) => t(`outcome.${outcome}`),
      entry: (key, values) => tEntry(key, values),
    },
  });
  return fileResponse(pieces, { name: "door-log", format });
}
