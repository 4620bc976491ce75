import { getLocale, getTranslations } from "next-intl/server";
import { scheduleText } from "@/components/access/use-schedule-text";
import type { Column } from "@/components/data-table/column";
import { type HistoryRow, type Life, type LifeChange, type Step, windowsOf } from "@/lib/past/answer";
import type { PastDoor } from "@/lib/past/doors";
import { asKeyOf } from "@/lib/past/words";
import { formatDate, formatDateTime, formatList } from "@/lib/time/format";
import { formatMomentNear, isSameMinute } from "../moment-near";

/** What was on the door, from when until when, and what was new each time; and when nobody looked. */
export async function stepColumns(door: PastDoor): Promise<Column<HistoryRow>[]> {
  const [t, tAccess, locale] = await Promise.all([
    getTranslations("past"),
    getTranslations("access"),
    getLocale(),
  ]);
  const at = (instant: number) => formatDateTime(instant, locale, door.timeZone);
  const after = (instant: number, beside: number) =>
    isSameMinute(instant, beside)
      ? null
      : t("since.between", { after: formatMomentNear(instant, beside, locale, door.timeZone) });
  const day = (instant: number) => formatDate(instant, locale, door.timeZone);

  function change(what: LifeChange, { enabled, remoteAllowed, kind, person, name }: Life): string {
    switch (what) {
      case "owner":
        return t("history.ownerIs", { who: kind === null ? "none" : "some", name: person ?? name });
      case "enabled":
        return t("history.change.enabled", { enabled: String(enabled) });
      case "remote":
        return t("history.change.remote", { remote: String(remoteAllowed) });
      default:
        return t(`history.change.${what}`);
    }
  }

  function content(life: Life): string {
    const { validFrom, validUntil } = life;
    const range =
      validFrom !== null && validUntil !== null
        ? t("dates.both", { from: day(validFrom), until: day(validUntil) })
        : validFrom !== null
          ? t("dates.from", { from: day(validFrom) })
          : validUntil !== null && t("dates.until", { until: day(validUntil) });
    const off = !life.enabled && t("history.off");
    return [scheduleText(windowsOf(life), locale, tAccess), range, off].filter(Boolean).join(", ");
  }

  function until({ life: { lastSeenAt, untilAt }, isLast }: Step) {
    if (untilAt === null)
      return <Range text={t("history.stillThere", { readAt: at(door.readAt ?? 0) })} below={null} />;
    const below = [lastSeenAt !== null && after(lastSeenAt, untilAt), isLast && t("history.went")];
    return <Range text={at(untilAt)} below={below.filter(Boolean).join(" · ")} />;
  }

  function news({ life, changed }: Step): string {
    if (changed === null) return t(life.notBefore === null ? "history.first" : "history.began");
    return formatList(
      changed.map((what) => change(what, life)),
      locale,
    );
  }

  return [
    {
      id: "from",
      header: t("history.from"),
      cell: (row) => {
        if (!("life" in row)) return <Range text={at(row.from)} below={null} />;
        const { notBefore, fromAt } = row.life;
        return (
          <Range
            text={at(fromAt)}
            below={notBefore === null ? t("since.earlier") : after(notBefore, fromAt)}
          />
        );
      },
    },
    {
      id: "until",
      header: t("history.until"),
      cell: (row) => ("life" in row ? until(row) : <Range text={at(row.to)} below={null} />),
    },
    {
      id: "as",
      header: t("history.as"),
      cell: (row) => ("life" in row ? t(`as.${asKeyOf(row.life)}`, { type: row.life.type }) : ""),
    },
    {
      id: "content",
      header: t("history.content"),
      cell: (row) =>
        "life" in row ? (
          <span className="block min-w-40 whitespace-normal">{content(row.life)}</span>
        ) : (
          <span className="block min-w-40 whitespace-normal text-warn">{t("history.unread")}</span>
        ),
    },
    {
      id: "changed",
      header: t("history.changed"),
      cell: (row) => (
        <span className="block min-w-32 whitespace-normal">
          {"life" in row ? news(row) : t("history.unreadText")}
        </span>
      ),
    },
  ];
}

function Range({ text, below }: { text: string; below: string | null }) {
  return (
    <span className="tnum block">
      {text}
      {below && <span className="block text-sm text-muted">{below}</span>}
    </span>
  );
}
