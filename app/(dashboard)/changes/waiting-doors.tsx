import { useLocale, useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { WaitingDoor } from "@/lib/changes/queries";
import { sinceText } from "@/lib/overview/since";

const mostDoors = 6;

/** Which doors hold things up: "Side entrance: 61 waiting, offline since 08:12". */
export function WaitingDoors({ doors, now }: { doors: readonly WaitingDoor[]; now: number }) {
  const t = useTranslations("changes");
  if (doors.length === 0) return null;
  const more = doors.length - mostDoors;
  return (
    <section aria-label={t("doorsTitle")}>
      <ul className="flex flex-wrap gap-2">
        {doors.slice(0, mostDoors).map((door) => (
          <li key={door.deviceId}>
            <PageLink
              href={`/changes?tab=waiting&door=${door.deviceId}`}
              className="tnum inline-flex min-h-8 items-center gap-2 rounded-lg border border-line bg-surface px-3 py-1 text-sm hover:bg-hover"
            >
              <Icon
                name={door.reach === "offline" ? "wifi-off" : "hourglass"}
                size={14}
                className="text-warn"
              />
              <DoorText door={door} now={now} />
            </PageLink>
          </li>
        ))}
        {more > 0 && (
          <li className="inline-flex min-h-8 items-center text-sm text-muted">
            {t("doorsMore", { count: more })}
          </li>
        )}
      </ul>
    </section>
  );
}

function DoorText({ door, now }: { door: WaitingDoor; now: number }) {
  const t = useTranslations("changes");
  const locale = useLocale();
  const values = { name: door.doorName, count: door.count };
  switch (door.reach) {
    case "online":
      return t("door", values);
    case "reconnect":
      return t("doorReconnect", values);
    case "pin_invalid":
      return t("doorPin", values);
    case "offline": {
      if (!door.offlineSince) return t("doorOffline", values);
      const since = sinceText(door.offlineSince.getTime(), now, locale, door.timeZone);
      return t("doorOfflineSince", { ...values, since });
    }
    default:
      return door.reach satisfies never;
  }
}
