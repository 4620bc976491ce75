import { useLocale, useTranslations } from "next-intl";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageLink } from "@/components/ui/page-link";
import { formatDateTime, formatLocalDate } from "@/lib/time/format";
import type { VisitDetail } from "@/lib/visits/queries";
import { ScheduleWeek } from "../../schedules/schedule-week";

export function VisitCard({ visit, timeZone }: { visit: VisitDetail; timeZone: string }) {
  const t = useTranslations("visits.detail");
  const locale = useLocale();
  const times = useScheduleText();
  const none = <span className="text-muted">{t("none")}</span>;
  const { host, firstDay, lastDay, rules } = visit;
  const at = (instant: Date) => formatDateTime(instant.getTime(), locale, timeZone);
  const days = () => {
    const [from, to] = [firstDay ?? "", lastDay ?? ""].map((day) =>
      day === "" ? "…" : formatLocalDate(day, locale),
    );
    return firstDay === lastDay
      ? t("oneDay", { day: from ?? "" })
      : t("fromTo", { from: from ?? "", to: to ?? "" });
  };
  const items = [
    {
      term: t("host"),
      value: (
        <PageLink
          href={`/staff/${host.id}`}
          className="inline-flex min-h-6 items-center text-accent hover:underline"
        >
          {host.name}
        </PageLink>
      ),
    },
    { term: t("company"), value: visit.company || none },
    { term: t("purpose"), value: visit.purpose || none },
    { term: t("days"), value: <span className="tnum">{days()}</span> },
    { term: t("where"), value: rules.map((rule) => rule.areaName).join(", ") || none },
    {
      term: t("when"),
      value:
        rules.length === 0
          ? none
          : rules.map((rule) => (
              <span key={`${rule.areaId} ${rule.scheduleId}`} className="block space-y-1">
                {/* One that was made for the visit is called by its times already. */}
                {rule.scheduleName !== times(rule.windows) && (
                  <span className="block">{rule.scheduleName}</span>
                )}
                <ScheduleWeek windows={rule.windows} withText />
              </span>
            )),
    },
    {
      term: t("addedBy"),
      value: (
        <span className="tnum">{t("addedByWhen", { name: visit.createdBy, when: at(visit.createdAt) })}</span>
      ),
    },
    ...(visit.endedAt
      ? [{ term: t("ended"), value: <span className="tnum">{at(visit.endedAt)}</span> }]
      : []),
  ];
  return (
    <Card title={t("visit")}>
      <DescriptionList items={items} />
    </Card>
  );
}
