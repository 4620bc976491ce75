import { useLocale, useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { planGroups } from "@/lib/imports/plan-views";
import type { ImportPlan } from "@/lib/imports/preview";
import { formatDateTime, formatList } from "@/lib/time/format";

/** The whole import in two sentences: people, and doors. */
export function PlanHeadline({ plan }: { plan: ImportPlan }) {
  const t = useTranslations("import.plan");
  const tAccess = useTranslations("access.preview");
  const locale = useLocale();
  const { counts, doors } = plan;
  const all = { ...counts, remove: counts.remove + counts.leavers };
  const isIdle = all.add + all.update + all.suspend + all.remove === 0;
  if (isIdle && counts.unchanged === 0) {
    return (
      <Callout tone="warn" title={t("noneGood")}>
        {t("noneGoodText", { count: counts.blocked })}
      </Callout>
    );
  }
  if (isIdle) {
    return (
      <Callout tone="success" title={t("nothing")}>
        {t("nothingText")} {counts.blocked > 0 && t("nothingBlocked", { count: counts.blocked })}
      </Callout>
    );
  }
  const parts = planGroups
    .filter((group) => all[group] > 0)
    .map((group) => t(`part.${group}`, { count: all[group] }));
  const changes = doors.created + doors.updated + doors.removed;
  const calls = doors.now.calls;
  return (
    <Card>
      <p className="tnum text-xl font-semibold tracking-tight">{formatList(parts, locale)}</p>
      <p className="tnum mt-1 text-lg">
        {changes > 0
          ? t("authorizations", { count: changes, calls: calls > 0 ? calls : doors.later.calls })
          : t("noDoors")}
      </p>
      {doors.doors.map(
        (door) =>
          door.waits && (
            <p key={door.id} className="mt-2 flex flex-wrap items-center gap-x-2 font-medium text-warn">
              <Icon name="hourglass" size={14} />
              {t(`waits.${door.waits.reason}`, { door: door.name, count: door.waits.count })}
              {door.waits.since !== null && (
                <span className="font-normal text-muted">
                  {t("since", { when: formatDateTime(door.waits.since, locale, door.timeZone) })}
                </span>
              )}
            </p>
          ),
      )}
      {doors.withdrawn > 0 && (
        <p className="mt-2 text-muted">{tAccess("withdrawn", { count: doors.withdrawn })}</p>
      )}
      <p className="mt-2 text-muted">
        {doors.later.changes > 0 &&
          doors.now.changes > 0 &&
          `${t("nowLater", {
            now: doors.now.changes,
            calls,
            later: doors.later.changes,
            laterCalls: doors.later.calls,
          })} `}
        {calls > 0 && duration(doors.seconds)}
      </p>
    </Card>
  );

  function duration(seconds: number): string {
    return seconds < 90
      ? t("seconds", { count: Math.max(10, Math.round(seconds / 10) * 10) })
      : t("minutes", { count: Math.round(seconds / 60) });
  }
}
