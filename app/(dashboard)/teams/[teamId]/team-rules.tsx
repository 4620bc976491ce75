import { useLocale, useTranslations } from "next-intl";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import type { TeamRuleRow } from "@/lib/teams/queries";
import { formatLocalDate } from "@/lib/time/format";

/** Where and when a team may come in; rules are changed on their own page. */
export function TeamRules({ rules }: { rules: readonly TeamRuleRow[] }) {
  const t = useTranslations("teams.detail");
  const locale = useLocale();
  const times = useScheduleText();
  if (rules.length === 0) return <p className="text-muted">{t("rulesNone")}</p>;
  const columns: Column<TeamRuleRow>[] = [
    {
      id: "area",
      header: t("area"),
      cell: (row) => (
        <span className="block">
          <span className="block font-medium">{row.areaName}</span>
          <span className="block text-sm text-muted">{t("doors", { count: row.doors })}</span>
        </span>
      ),
    },
    {
      id: "schedule",
      header: t("schedule"),
      width: "10.5rem",
      cell: (row) => (
        <span className="block space-y-1 py-1">
          <WeekStrip windows={row.windows} label={times(row.windows)} />
          <span className="block text-sm">{row.scheduleName}</span>
        </span>
      ),
    },
    {
      id: "means",
      header: t("means"),
      cell: (row) =>
        [row.app && t("app"), row.keypad && t("keypad"), row.remote && t("remote")]
          .filter(Boolean)
          .join(", "),
    },
    {
      id: "days",
      header: t("days"),
      cell: (row) =>
        [
          row.firstDay && t("from", { day: formatLocalDate(row.firstDay, locale) }),
          row.lastDay && t("until", { day: formatLocalDate(row.lastDay, locale) }),
        ]
          .filter(Boolean)
          .join(" "),
    },
  ];
  return <SimpleTable label={t("rules")} columns={columns} rows={rules} rowId={(row) => row.id} />;
}
