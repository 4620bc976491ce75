import { getLocale, getTranslations } from "next-intl/server";
import { may } from "@/lib/auth/actor";
import { findActor } from "@/lib/auth/session";
import { findAsked } from "@/lib/past/asked";
import { exportPast } from "@/lib/past/export";
import { momentAsked, questionOf } from "@/lib/past/question";
import { asKeyOf } from "@/lib/past/words";
import { refuseForeign } from "../recorded-get";

export const dynamic = "force-dynamic";

/** Who could open a door, or what a person could open, at a moment: the whole answer as CSV. */
export async function GET(request: Request): Promise<Response> {
  const refused = refuseForeign(request);
  if (refused) return refused;
  const actor = await findActor();
  if (!actor) return new Response(null, { status: 401 });
  if (!may(actor, "past:read")) return new Response(null, { status: 403 });
  const question = questionOf(Object.fromEntries(new URL(request.url).searchParams));
  const [locale, t, { timeZone }] = await Promise.all([
    getLocale(),
    getTranslations("past"),
    findAsked(actor, question),
  ]);
  const { at } = momentAsked(question, { now: Date.now(), timeZone });
  const csv = await exportPast(actor, question, {
    at,
    locale,
    words: {
      header: (column) => t(`file.${column}`),
      as: (row) => t(`as.${asKeyOf(row)}`, { type: row.type ?? 0 }),
      gate: ({ gate, certainty }) => t(certainty === null ? "sure.missing" : `gate.${gate}`),
      sure: ({ certainty }) => (certainty === null ? "" : t(`file.certainty.${certainty}`)),
      byRule: ({ rules }) => (typeof rules === "string" ? t(`rule.${rules}`) : t("rule.wanted")),
      rule: ({ team, area, schedule }) =>
        team === null ? t("rule.personal", { area, schedule }) : t("rule.team", { team, area, schedule }),
      remote: (allowed) => t(allowed ? "file.yes" : "file.no"),
      unused: (used) => (typeof used === "string" ? t(`used.${used}`) : t("file.no")),
    },
  });
  if (csv === null) return new Response(null, { status: 404 });
  return new Response(csv, {
    headers: {
      "Content-Type": "text/csv; charset=utf-8",
      "Content-Disposition": 'attachment; filename="access.csv"',
      "Cache-Control": "no-store",
    },
  });
}
