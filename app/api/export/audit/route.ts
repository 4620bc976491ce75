import { getTranslations } from "next-intl/server";
import { eventTeller } from "@/app/(dashboard)/audit/admins/event-teller";
import { changesOf, eventSentence } from "@/app/(dashboard)/audit/admins/event-words";
import { parseListState } from "@/components/data-table/list-state";
import { exportTrail } from "@/lib/audit/export";
import { filterOf, trailList } from "@/lib/audit/list";
import { maySeeTrail } from "@/lib/audit/queries";
import { findActor } from "@/lib/auth/session";
import { zoneOf } from "@/lib/entries/list";
import { listSites } from "@/lib/sites/queries";
import { fileResponse } from "../file-response";
import { refuseForeign } from "../recorded-get";

export const dynamic = "force-dynamic";

/** The trail of admins as it is filtered, all of it, as a stream. */
export async function GET(request: Request): Promise<Response> {
  const refused = refuseForeign(request);
  if (refused) return refused;
  const actor = await findActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!maySeeTrail(actor)) return new Response(null, { status: 403 });
  const { searchParams } = new URL(request.url);
  const params = Object.fromEntries(searchParams);
  const format = params.format === "ndjson" ? "ndjson" : "csv";
  for (const name of ["format", "page", "event", "cols", "density"]) searchParams.delete(name);
  const list = parseListState(params, trailList);
  const timeZone = zoneOf(await listSites(actor), list);
  const filter = filterOf(list, { now: Date.now(), timeZone });
  const [t, tOverview, tCommon, tell] = await Promise.all([
    getTranslations("audit"),
    getTranslations("overview"),
    getTranslations("common"),
    eventTeller(timeZone),
  ]);
  const told = (text: string) => text || t("nothing");
  const pieces = await exportTrail(actor, filter, {
    format,
    asked: searchParams.toString(),
    words: {
      what: (row) => eventSentence(row, tOverview, tCommon("appName")),
      changed: (row) =>
        changesOf(row, tell).map(({ member, before, after }) =>
          t("change", { member, before: told(before), after: told(after) }),
        ),
    },
  });
  return fileResponse(pieces, { name: "audit-log", format });
}
