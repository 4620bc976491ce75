import { getLocale, getTranslations } from "next-intl/server";
import { scheduleText } from "@/components/access/use-schedule-text";
import type { Column } from "@/components/data-table/column";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { type Gate, windowsOf } from "@/lib/past/answer";
import type { Question } from "@/lib/past/question";
import type { PastRow } from "@/lib/past/rows";
import { asKeyOf } from "@/lib/past/words";
import { formatDate, formatDateTime, formatTime } from "@/lib/time/format";
import { RuleCell } from "./rule-cell";
import { SinceCell } from "./since-cell";
import { UsedCell } from "./used-cell";

const gateLooks: Record<Gate, { tone: Tone; icon: IconName }> = {
  open: { tone: "ok", icon: "lock-open" },
  other_time: { tone: "neutral", icon: "clock" },
  off: { tone: "neutral", icon: "ban" },
  not_yet: { tone: "neutral", icon: "hourglass" },
  over: { tone: "neutral", icon: "timer-off" },
};

/** A reading that is younger than this says nothing that somebody would want to know. */
const freshMs = 20 * 60_000;

/** The three truths beside each other: on Nuki, by rule, used. */
export async function pastColumns(about: Question["about"], at: number): Promise<Column<PastRow>[]> {
  const [t, tAccess, locale] = await Promise.all([
    getTranslations("past"),
    getTranslations("access"),
    getLocale(),
  ]);
  const moment = (instant: number, row: PastRow) => formatDateTime(instant, locale, row.door.timeZone);

  function sure(row: PastRow): string | null {
    const { certainty, since, door } = row;
    switch (certainty) {
      case null:
      case "certain":
        return null;
      case "unread":
        if (door.readAt === null || at - door.readAt < freshMs) return null;
        return t("sure.unread", { readAt: moment(door.readAt, row) });
      case "began":
        return t("sure.began", { after: moment(since.after ?? since.at, row), at: moment(since.at, row) });
      case "ended":
        return t("sure.ended");
      case "earlier":
        return t("sure.earlier", { at: moment(since.at, row) });
    }
  }

  function dates({ validFrom, validUntil, door }: PastRow): string | null {
    const day = (instant: number) => formatDate(instant, locale, door.timeZone);
    if (validFrom !== null && validUntil !== null)
      return t("dates.both", { from: day(validFrom), until: day(validUntil) });
    if (validFrom !== null) return t("dates.from", { from: day(validFrom) });
    return validUntil === null ? null : t("dates.until", { until: day(validUntil) });
  }

  const who: Column<PastRow> = {
    id: "who",
    header: t("column.who"),
    cell: (row) => (
      <span className="block max-w-64 min-w-0">
        {row.staffId ? (
          <PageLink href={`/staff/${row.staffId}`} className="font-medium hover:underline">
            {row.name}
          </PageLink>
        ) : (
          <span className="font-medium">{row.name || "—"}</span>
        )}
        {row.nameNow && (
          <span className="block text-sm text-muted">{t("nameNow", { name: row.nameNow })}</span>
        )}
      </span>
    ),
  };
  const door: Column<PastRow> = {
    id: "door",
    header: t("column.door"),
    cell: (row) => (
      <span className="block max-w-64 min-w-0">
        <span className="font-medium">{row.door.name}</span>
        <span className="block text-sm text-muted">
          {[row.door.siteName, formatTime(at, locale, row.door.timeZone)].filter(Boolean).join(" · ")}
        </span>
      </span>
    ),
  };
  return [
    about === "door" ? who : door,
    {
      id: "as",
      header: t("column.as"),
      cell: (row) => t(`as.${asKeyOf(row)}`, { type: row.type ?? 0 }),
    },
    {
      id: "onNuki",
      header: t("column.onNuki"),
      cell: (row) => {
        const doubt = sure(row);
        const range = dates(row);
        return (
          <span className="block min-w-40 space-y-0.5 whitespace-normal">
            {row.certainty === null ? (
              <Badge tone="warn" icon="circle-dashed">
                {t("sure.missing")}
              </Badge>
            ) : (
              <Badge
                {...gateLooks[row.gate]}
                {...(doubt && row.certainty !== "unread" ? { tone: "warn", icon: "circle-help" } : {})}
              >
                {t(`gate.${row.gate}`)}
              </Badge>
            )}
            <span className="block text-sm text-muted">
              {[scheduleText(windowsOf(row), locale, tAccess), range].filter(Boolean).join(", ")}
            </span>
            {doubt && <span className="block text-sm text-warn">{doubt}</span>}
          </span>
        );
      },
    },
    {
      id: "byRule",
      header: t("column.byRule"),
      cell: (row) => <RuleCell rules={row.rules} later={row.later?.person ?? null} />,
    },
    {
      id: "since",
      header: t("column.since"),
      cell: (row) => <SinceCell row={row} />,
    },
    {
      id: "used",
      header: t("column.used"),
      cell: (row) => <UsedCell row={row} at={at} />,
    },
  ];
}
