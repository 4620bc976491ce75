import { getLocale, getTranslations } from "next-intl/server";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { listBatteryRound, type RoundSite } from "@/lib/alerts/battery-round";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { formatDateTime } from "@/lib/time/format";
import { addDays, localDateOf } from "@/lib/time/zones";
import { CalendarForm } from "./calendar-form";
import { PrintButton } from "./print-button";
import { RoundList } from "./round-list";

export const generateMetadata = pageTitle((t) => t("alerts.round.title"));

export default async function BatteryRoundPage({
  searchParams,
}: {
  searchParams: Promise<{ site?: string | string[] }>;
}) {
  const actor = await requireActor("alerts:read");
  const { site } = await searchParams;
  const asked = [site ?? []].flat().flatMap((ids) => ids.split(","));
  const now = new Date();
  const [round, t, tAlerts, locale] = await Promise.all([
    listBatteryRound(
      actor,
      asked.filter((id) => id !== ""),
      now,
    ),
    getTranslations("alerts.round"),
    getTranslations("alerts"),
    getLocale(),
  ]);
  const zone = round[0]?.timeZone ?? "UTC";
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: tAlerts("title"), href: "/alerts" }, { label: t("title") }]}
        actions={
          round.length > 0 && (
            <ClientMessages areas={["alerts.round"]}>
              <PrintButton />
            </ClientMessages>
          )
        }
      />
      {round.length === 0 ? (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon="battery-full" title={t("empty")}>
            {t("emptyText")}
          </EmptyState>
        </div>
      ) : (
        <div className="max-w-4xl space-y-6">
          <CalendarForm day={addDays(localDateOf(now.getTime(), zone), 1)} sites={asked.join(",")} />
          <TakeAlong round={round} />
          {round.map((each) => (
            <RoundList key={each.id} site={each} />
          ))}
          <p className="text-sm text-muted">
            {t("made", { when: formatDateTime(now.getTime(), locale, zone) })}
          </p>
        </div>
      )}
      <LiveOn topics={["alerts", "device"]} />
    </>
  );
}

/** How many of which batteries go into the bag. */
async function TakeAlong({ round }: { round: readonly RoundSite[] }) {
  const t = await getTranslations("alerts.round");
  const counts = new Map<RoundSite["rows"][number]["sort"], number>();
  for (const { sort } of round.flatMap(({ rows, unreached }) => [...rows, ...unreached]))
    counts.set(sort, (counts.get(sort) ?? 0) + 1);
  return (
    <p>
      <strong className="font-medium">{t("take")}:</strong>{" "}
      {[...counts].map(([sort, count]) => t("total", { battery: t(`battery.${sort}`), count })).join(", ")}
    </p>
  );
}
