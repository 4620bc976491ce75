import { useLocale, useTranslations } from "next-intl";
import { useScheduleText } from "@/components/access/use-schedule-text";
import { WeekStrip } from "@/components/access/week-strip";
import { Badge } from "@/components/ui/badge";
import { Icon } from "@/components/ui/icon";
import { intersection, subtract } from "@/lib/access/schedule";
import type { TimeWindow } from "@/lib/access/types";
import type { ChangeListRow } from "@/lib/changes/queries";
import { formatDate } from "@/lib/time/format";

const tones = { create: "ok", update: "accent", remove: "danger" } as const;

/** What a change does: to which kind of access, and which times are gained or lost. */
export function WhatCell({ row }: { row: ChangeListRow }) {
  const tAccess = useTranslations("access");
  return (
    <span className="block space-y-1.5 py-1">
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <Badge tone={tones[row.op]}>{tAccess(`op.${row.op}`)}</Badge>
        <span className="inline-flex items-center gap-1 text-sm text-muted">
          <Icon name={row.kind === "app" ? "smartphone" : "keyboard"} size={14} />
          {tAccess(`kind.${row.kind}`)}
        </span>
      </span>
      <Times row={row} />
    </span>
  );
}

function Times({ row }: { row: ChangeListRow }) {
  const t = useTranslations("changes");
  const scheduleText = useScheduleText();
  const { op, wanted } = row;
  // What is finished says what it brought; what the door shows today may come from a later change.
  const open = row.closedAt === null;
  const before = op !== "create" && open && row.before ? [row.before] : [];
  const after = wanted?.enabled ? [wanted.window] : [];
  if (before.length + after.length === 0) {
    return wanted ? <span className="block text-sm text-muted">{t("switchedOff")}</span> : null;
  }
  const words = (windows: readonly TimeWindow[]) =>
    windows.length === 0 ? t(op === "remove" ? "noEntry" : "switchedOff") : scheduleText(windows);
  const text =
    op === "update" && before.length > 0
      ? `${t("before")}: ${words(before)}; ${t("after")}: ${words(after)}`
      : words(op === "remove" ? before : after);
  const gained = subtract(after, before);
  const lost = subtract(before, after);
  return (
    <>
      <WeekStrip
        windows={open ? intersection(before, after) : after}
        gained={open ? gained : []}
        lost={open ? lost : []}
        label={text}
      />
      <span className="tnum block max-w-56 text-sm text-muted">
        <span aria-hidden="true">{text}</span>
        <Validity row={row} />
      </span>
    </>
  );
}

function Validity({ row: { wanted, timeZone } }: { row: ChangeListRow }) {
  const t = useTranslations("access.preview");
  const locale = useLocale();
  if (!wanted) return null;
  const day = (instant: number) => formatDate(instant, locale, timeZone);
  const parts = [
    wanted.validFrom !== null && t("from", { day: day(wanted.validFrom) }),
    wanted.validUntil !== null && t("until", { day: day(wanted.validUntil) }),
  ].filter(Boolean);
  return parts.length > 0 ? <span className="block">{parts.join(" ")}</span> : null;
}
