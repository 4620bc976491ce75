import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import type { DoorConsequences } from "@/lib/access/consequences";
import { formatDateTime } from "@/lib/time/format";

/** A line per door: what comes, goes and changes there, and what has to wait. */
export function PreviewDoors({ doors }: { doors: readonly DoorConsequences[] }) {
  const t = useTranslations("access");
  return (
    <div>
      <h3 className="mb-1.5 text-sm font-medium">{t("preview.doors")}</h3>
      <ul className="divide-y divide-line rounded-lg border border-line bg-surface">
        {doors.map((door) => (
          <li
            key={door.id}
            className="flex flex-wrap items-baseline justify-between gap-x-4 gap-y-0.5 px-3 py-2"
          >
            <span className="min-w-0 font-medium">
              {door.name} <span className="font-normal text-muted">{door.siteName}</span>
            </span>
            <span className="tnum flex flex-wrap gap-x-3 text-sm">
              <Count
                count={door.added}
                sign="+"
                ink="text-ok"
                text={t("preview.added", { count: door.added })}
              />
              <Count
                count={door.updated}
                sign="~"
                ink="text-accent"
                text={t("preview.update", { count: door.updated })}
              />
              <Count
                count={door.removed}
                sign="−"
                ink="text-danger"
                text={t("preview.remove", { count: door.removed })}
              />
              {door.blocked > 0 && (
                <span className="text-warn">{t("preview.blocked", { count: door.blocked })}</span>
              )}
            </span>
            {door.waits && <Waits door={door} waits={door.waits} />}
          </li>
        ))}
      </ul>
    </div>
  );
}

function Waits({ door, waits }: { door: DoorConsequences; waits: NonNullable<DoorConsequences["waits"]> }) {
  const t = useTranslations("access");
  const locale = useLocale();
  const reason = t(`wait.${waits.reason}`);
  const why =
    waits.since === null
      ? reason
      : t("wait.since", { reason, since: formatDateTime(waits.since, locale, door.timeZone) });
  return (
    <span className="flex basis-full items-center gap-1.5 text-sm text-warn">
      <Icon name="hourglass" size={14} />
      {`${t("preview.waits", { count: waits.count })}: ${why}`}
    </span>
  );
}

function Count({ count, sign, ink, text }: { count: number; sign: string; ink: string; text: string }) {
  if (count === 0) return null;
  return (
    <span className={`font-medium ${ink}`}>
      <span aria-hidden="true">{`${sign}${count}`}</span>
      <span className="sr-only">{text}</span>
    </span>
  );
}
