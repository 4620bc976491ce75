import { useLocale, useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { DoorTrouble } from "@/lib/overview/need-counts";
import { sinceText } from "@/lib/overview/since";
import { NeedRow } from "./need-row";

const mostDoors = 6;

/** Doors that cannot be reached: since when, and what waits for each. */
export function DoorTroubles({
  doors,
  siteId,
  mayReadChanges,
  now,
}: {
  doors: readonly DoorTrouble[];
  siteId: string | null;
  mayReadChanges: boolean;
  now: number;
}) {
  const t = useTranslations("overview.need");
  if (doors.length === 0) return null;
  const more = doors.length - mostDoors;
  const site = siteId ? `&site=${siteId}` : "";
  return (
    <NeedRow
      icon="wifi-off"
      tone="warn"
      href={`/locks?type=all&reach=offline,reconnect,pin_invalid,missing${site}`}
      title={t("doors", { count: doors.length })}
    >
      <ul className="space-y-0.5">
        {doors.slice(0, mostDoors).map((door) => (
          <li key={door.id} className="tnum flex flex-wrap items-center gap-x-2">
            <PageLink
              href={`/locks/${door.id}`}
              className="inline-flex min-h-6 items-center text-ink hover:underline"
            >
              {door.name}
            </PageLink>
            <span>
              <Reach door={door} now={now} />
            </span>
            {door.waiting > 0 && <Waiting door={door} isLink={mayReadChanges} />}
          </li>
        ))}
        {more > 0 && <li>{t("doorsMore", { count: more })}</li>}
      </ul>
    </NeedRow>
  );
}

function Waiting({ door, isLink }: { door: DoorTrouble; isLink: boolean }) {
  const t = useTranslations("overview.need");
  const text = t("waits", { count: door.waiting });
  if (!isLink) return <span>{text}</span>;
  return (
    <PageLink
      href={`/changes?tab=waiting&door=${door.id}`}
      className="inline-flex min-h-6 items-center font-medium text-ink hover:underline"
    >
      {text}
    </PageLink>
  );
}

function Reach({ door: { reach, since, timeZone }, now }: { door: DoorTrouble; now: number }) {
  const t = useTranslations("overview.need");
  const locale = useLocale();
  if (reach !== "offline") return t(reach);
  return since
    ? t("offlineSince", { since: sinceText(since.getTime(), now, locale, timeZone) })
    : t("offline");
}
