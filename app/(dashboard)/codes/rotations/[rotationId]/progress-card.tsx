import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { RotationRow } from "@/lib/rotations/queries";
import type { DoorRow } from "@/lib/rotations/standing";
import { formatDateTime } from "@/lib/time/format";

/** How far it is in three bars, and which doors hold it up. */
export async function ProgressCard({
  rotation,
  doors,
}: {
  rotation: RotationRow;
  doors: readonly DoorRow[];
}) {
  const [t, locale] = await Promise.all([getTranslations("rotations.detail"), getLocale()]);
  const sum = (of: (door: DoorRow) => number) => doors.reduce((all, door) => all + of(door), 0);
  const places = sum((door) => door.people);
  const confirmed = sum((door) => door.confirmed);
  const gone = places - sum((door) => door.oldOn);
  const notMade = doors.filter((door) => door.blocked > 0);
  const foreign = doors.filter((door) => door.foreign > 0);
  const people = (door: DoorRow, count: number) =>
    t("peopleAtDoor", { door: door.name, site: door.siteName, count });
  const away = doors.filter((door) => door.unreachable && (door.waits > 0 || door.oldOn > 0));
  const bars = [
    { label: t("newCodes"), done: confirmed, count: sum((door) => door.wanted) },
    { label: t("old"), done: gone, count: places },
    { label: t("progress"), done: rotation.done, count: rotation.people },
  ];
  return (
    <Card>
      <div className="space-y-4">
        <div className="grid gap-4 sm:grid-cols-3">
          {bars.map(({ label, done, count }) => (
            <ProgressBar
              key={label}
              label={label}
              value={done}
              max={count}
              valueText={t("doorsOf", { done, count })}
              tone={done === count ? "ok" : "accent"}
            />
          ))}
        </div>
        {notMade.length > 0 && (
          <Callout tone="warn" title={t("notMade", { count: sum((door) => door.blocked) })}>
            <p>{t("notMadeText")}</p>
            <ul className="mt-1 list-disc pl-5">
              {notMade.map((door) => (
                <li key={door.deviceId}>{people(door, door.blocked)}</li>
              ))}
            </ul>
          </Callout>
        )}
        {foreign.length > 0 && (
          <Callout tone="warn" title={t("foreign", { count: sum((door) => door.foreign) })}>
            <p>{t("foreignText")}</p>
            <ul className="mt-1 list-disc pl-5">
              {foreign.map((door) => (
                <li key={door.deviceId}>{people(door, door.foreign)}</li>
              ))}
            </ul>
          </Callout>
        )}
        {away.length > 0 && (
          <Callout tone="warn" title={t("unreachable", { doors: away.length })}>
            <p>{t("unreachableText")}</p>
            <ul className="mt-1 list-disc pl-5">
              {away.map((door) => (
                <li key={door.deviceId}>
                  {door.offlineSince === null
                    ? t("unreachableDoor", { door: door.name, site: door.siteName })
                    : t("unreachableSince", {
                        door: door.name,
                        site: door.siteName,
                        since: formatDateTime(door.offlineSince, locale, door.timeZone),
                      })}
                </li>
              ))}
            </ul>
          </Callout>
        )}
      </div>
    </Card>
  );
}
