import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import { whomOf } from "@/lib/audit/event-names";
import type { RecentEvent } from "@/lib/overview/events";
import { formatDateTime, formatRelative } from "@/lib/time/format";

/** What was done here lately. The sentence is made now, in the reader's language. */
export function EventsCard({ events, now }: { events: readonly RecentEvent[]; now: number }) {
  const t = useTranslations("overview.events");
  const locale = useLocale();
  return (
    <Card title={t("title")}>
      {events.length === 0 && <p className="text-muted">{t("none")}</p>}
      <ol className="space-y-1.5">
        {events.map((event) => {
          const at = event.at.getTime();
          return (
            <li key={event.id} className="flex min-h-6 items-baseline justify-between gap-4">
              <span className="min-w-0 break-words">
                <EventText event={event} />
              </span>
              <span className="text-sm text-muted">
                <Time
                  instant={at}
                  text={formatRelative(at, now, locale)}
                  exact={formatDateTime(at, locale, "UTC")}
                />
              </span>
            </li>
          );
        })}
      </ol>
    </Card>
  );
}

function EventText({ event }: { event: RecentEvent }) {
  const t = useTranslations("overview");
  const tCommon = useTranslations("common");
  const text = t(`event.${event.type}`, {
    who: event.by ?? tCommon("appName"),
    name: event.name,
    whom: whomOf(event.name),
    count: event.count,
  });
  // One person is one page; many are none.
  if (event.staffId === null || event.count !== 1) return text;
  return (
    <PageLink href={`/staff/${event.staffId}`} className="py-0.5 hover:underline">
      {text}
    </PageLink>
  );
}
