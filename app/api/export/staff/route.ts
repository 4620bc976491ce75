import { getLocale } from "next-intl/server";
import { parseListState } from "@/components/data-table/list-state";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { exportStaff } from "@/lib/staff/export";
import { staffList } from "@/lib/staff/schema";

export const dynamic = "force-dynamic";

/** The staff list as it is shown, all pages of it, as CSV. */
export async function GET(request: Request): Promise<Response> {
  const actor = await findActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!may(actor, "staff:read")) return new Response(null, { status: 403 });
  const params = Object.fromEntries(new URL(request.url).searchParams);
  const csv = await exportStaff(actor, parseListState(params, staffList), await getLocale());
  return new Response(csv, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="staff.csv"',
      "Cache-Control": "no-store",
    },
  });
}
