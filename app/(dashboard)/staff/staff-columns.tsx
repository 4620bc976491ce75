import { getLocale, getTranslations } from "next-intl/server";
import { scheduleText } from "@/components/access/use-schedule-text";
import type { BadgeData, CellData } from "@/components/data-table/cell-data";
import type { Column } from "@/components/data-table/column";
import type { StaffListRow } from "@/lib/staff/list";
import { formatLocalDate } from "@/lib/time/format";
import { localClock } from "@/lib/time/zones";
import { statusLooks } from "./status-badge";

const mostTeams = 3;

/** The columns of the staff list: plain data, for it is the longest list and the one that is opened most. */
export async function staffColumns(now: number): Promise<Column<StaffListRow>[]> {
  const [t, tAccess, locale] = await Promise.all([
    getTranslations("staff"),
    getTranslations("access"),
    getLocale(),
  ]);
  const day = (date: string | null): CellData | null =>
    date === null ? null : { kind: "text", look: "figures", text: formatLocalDate(date, locale) };
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "15rem",
      cell: (row) => ({ kind: "name", text: row.name, below: row.email ?? row.externalId ?? "" }),
    },
    {
      id: "teams",
      header: t("column.teams"),
      phone: "second",
      cell: ({ teams }) => {
        const more = teams.length - mostTeams;
        const badges = teams.slice(0, mostTeams).map((team) => ({ text: team.name }));
        return { kind: "badges", badges: more > 0 ? [...badges, { text: `+${more}` }] : badges };
      },
    },
    {
      id: "week",
      header: t("column.week"),
      width: "10rem",
      phone: "second",
      cell: ({ windows, timeZones }) => {
        const times = scheduleText(windows, locale, tAccess);
        const [zone, ...others] = timeZones;
        if (zone === undefined) return { kind: "week", windows: [], label: times };
        if (others.length > 0) return { kind: "week", windows, label: t("week.labelMany", { times }) };
        const label = t("week.label", { times, zone });
        return { kind: "week", windows, now: localClock(now, zone), label };
      },
    },
    {
      id: "doors",
      header: t("column.doors"),
      phone: "main",
      // Doors by what they ask of the office; the number leads to these doors.
      cell: ({ id, doors: { attention, pending, active } }) => {
        const badges: BadgeData[] = [];
        if (attention > 0) {
          badges.push({
            text: t("doors.attention", { count: attention }),
            tone: "danger",
            icon: "circle-alert",
          });
        }
        if (pending > 0) {
          badges.push({ text: t("doors.pending", { count: pending }), tone: "accent", icon: "hourglass" });
        }
        if (active > 0) {
          badges.push({ text: t("doors.active", { count: active }), tone: "ok", icon: "circle-check" });
        }
        if (badges.length === 0) return { kind: "text", look: "muted", text: t("doors.none") };
        return { kind: "badges", badges, href: `/staff/${id}#doors` };
      },
    },
    {
      id: "status",
      header: t("column.status"),
      sortable: true,
      phone: "second",
      cell: ({ status }) => ({
        kind: "badges",
        badges: [{ text: t(`status.${status}`), ...statusLooks[status] }],
      }),
    },
    { id: "kind", header: t("column.kind"), cell: (row) => t(`kind.${row.kind}`) },
    { id: "department", header: t("column.department"), sortable: true, cell: (row) => row.department },
    { id: "firstDay", header: t("column.firstDay"), sortable: true, cell: (row) => day(row.firstDay) },
    { id: "lastDay", header: t("column.lastDay"), sortable: true, cell: (row) => day(row.lastDay) },
  ];
}
