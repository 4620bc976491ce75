import { getLocale } from "next-intl/server";
import { listBatteryRound } from "@/lib/alerts/battery-round";
import { roundCalendar } from "@/lib/alerts/round-calendar";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { getEnv } from "@/lib/env";
import { isLocalDate } from "@/lib/time/zones";

export const dynamic = "force-dynamic";

/** The battery round as calendar entries for a day. */
export async function GET(request: Request): Promise<Response> {
  const actor = await findActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!may(actor, "alerts:read")) return new Response(null, { status: 403 });
  const params = new URL(request.url).searchParams;
  const date = params.get("date") ?? "";
  if (!isLocalDate(date)) return new Response(null, { status: 400 });
  const siteIds = (params.get("site") ?? "").split(",").filter((id) => id !== "");
  const now = new Date();
  const round = await listBatteryRound(actor, siteIds, now);
  const { publicUrl } = getEnv();
  return new Response(roundCalendar(round, date, await getLocale(), { publicUrl, now }), {
    headers: {
      "Content-Type": "text/calendar; charset=utf-8",
      "Content-Disposition": `attachment; filename="battery-round-${date}.ics"`,
      "Cache-Control": "no-store",
    },
  });
}
