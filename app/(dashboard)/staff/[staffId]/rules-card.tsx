import { useLocale, useTranslations } from "next-intl";
import { WeekCell } from "@/components/access/week-cell";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import type { TimeWindow } from "@/lib/access/types";
import type { StaffDetail } from "@/lib/staff/queries";
import { formatLocalDate } from "@/lib/time/format";

interface Row {
  id: string;
  source: string;
  areaName: string;
  scheduleName: string;
  windows: readonly TimeWindow[];
  app: boolean;
  keypad: boolean;
  remote: boolean;
  firstDay: string | null;
  lastDay: string | null;
}

/** Where a person's access comes from: own rules, and those of the teams. */
export function RulesCard({ person }: { person: StaffDetail }) {
  const t = useTranslations("staff.detail");
  const tForm = useTranslations("staff.form");
  const locale = useLocale();
  const rows: Row[] = [
    ...person.rules.map((rule) => ({
      ...rule,
      id: `${rule.areaId} ${rule.scheduleId}`,
      source: t("ownRule"),
      windows: person.ruleWindows.get(rule.scheduleId) ?? [],
    })),
    ...person.teamRules.map((rule) => ({ ...rule, source: t("teamRule", { name: rule.teamName }) })),
  ];
  const columns: Column<Row>[] = [
    { id: "area", header: t("ruleArea"), cell: (row) => <span className="font-medium">{row.areaName}</span> },
    {
      id: "schedule",
      header: t("ruleSchedule"),
      width: "10.5rem",
      cell: (row) => <WeekCell windows={row.windows} name={row.scheduleName} />,
    },
    {
      id: "means",
      header: t("ruleMeans"),
      cell: (row) =>
        [row.app && tForm("app"), row.keypad && tForm("keypad"), row.remote && t("remote")]
          .filter(Boolean)
          .join(", "),
    },
    {
      id: "days",
      header: t("ruleDays"),
      cell: (row) =>
        [
          row.firstDay && t("from", { day: formatLocalDate(row.firstDay, locale) }),
          row.lastDay && t("until", { day: formatLocalDate(row.lastDay, locale) }),
        ]
          .filter(Boolean)
          .join(" "),
    },
    { id: "source", header: t("ruleSource"), cell: (row) => row.source },
  ];
  return (
    <Card title={t("rules")} description={t("rulesDescription")} padded={rows.length === 0}>
      {rows.length === 0 ? (
        <p className="text-muted">{t("rulesNone")}</p>
      ) : (
        <SimpleTable label={t("rules")} columns={columns} rows={rows} rowId={(row) => row.id} />
      )}
    </Card>
  );
}
