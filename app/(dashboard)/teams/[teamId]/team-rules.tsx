import { useLocale, useTranslations } from "next-intl";
import { WeekCell } from "@/components/access/week-cell";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { TwoLines } from "@/components/data-table/two-lines";
import type { TeamRuleRow } from "@/lib/teams/queries";
import { formatLocalDate } from "@/lib/time/format";

/** Where and when a team may come in; rules are changed on their own page. */
export function TeamRules({ rules }: { rules: readonly TeamRuleRow[] }) {
  const t = useTranslations("teams.detail");
  const locale = useLocale();
  if (rules.length === 0) return <p className="text-muted">{t("rulesNone")}</p>;
  const columns: Column<TeamRuleRow>[] = [
    {
      id: "area",
      header: t("area"),
      cell: (row) => <TwoLines below={t("doors", { count: row.doors })}>{row.areaName}</TwoLines>,
    },
    {
      id: "schedule",
      header: t("schedule"),
      width: "10.5rem",
      cell: (row) => <WeekCell windows={row.windows} name={row.scheduleName} />,
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
