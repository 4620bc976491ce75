import { getLocale, getTranslations } from "next-intl/server";
import { scheduleText } from "@/components/access/use-schedule-text";
import type { Column } from "@/components/data-table/column";
import { windowsOf } from "@/lib/past/answer";
import type { PastDoor } from "@/lib/past/doors";
import type { Wanted } from "@/lib/past/history";
import { asKeyOf } from "@/lib/past/words";
import { formatDateTime } from "@/lib/time/format";
import { RuleCell } from "../rule-cell";

/** What the rules wanted, from when until when, and which rules. */
export async function wantedColumns(door: PastDoor): Promise<Column<Wanted>[]> {
  const [t, tAccess, locale] = await Promise.all([
    getTranslations("past"),
    getTranslations("access"),
    getLocale(),
  ]);
  const at = (instant: number) => formatDateTime(instant, locale, door.timeZone);
  return [
    { id: "from", header: t("history.from"), cell: (row) => <span className="tnum">{at(row.fromAt)}</span> },
    {
      id: "until",
      header: t("history.until"),
      cell: ({ untilAt }) => (
        <span className="tnum">{untilAt === null ? t("history.wantedUntilNow") : at(untilAt)}</span>
      ),
    },
    {
      id: "as",
      header: t("history.as"),
      cell: (row) => t(`as.${asKeyOf({ ...row, type: null })}`, { type: 0 }),
    },
    {
      id: "content",
      header: t("history.content"),
      cell: (row) => (
        <span className="block min-w-40 whitespace-normal">
          {[scheduleText(windowsOf(row), locale, tAccess), !row.enabled && t("history.off")]
            .filter(Boolean)
            .join(", ")}
        </span>
      ),
    },
    {
      id: "rules",
      header: t("column.byRule"),
      cell: (row) => <RuleCell rules={row.rules} later={null} />,
    },
  ];
}
