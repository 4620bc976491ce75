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
  const pieces = await exportTrail(actor, filter, { format, asked: searchParams.toString() });
  return fileResponse(pieces, { name: "audit-log", format });
}
