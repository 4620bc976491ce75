import { getLocale, getTranslations } from "next-intl/server";
import { DescriptionList } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { differencesOf } from "@/lib/audit/differences";
import { namesInEvent, type TrailEvent } from "@/lib/audit/queries";
import type { Actor } from "@/lib/auth/actor";
import { formatDateTime, formatZone } from "@/lib/time/format";
import { eventTeller } from "./event-teller";
import { eventSentence, exportOf } from "./event-words";

/** Everything that was recorded of one event. */
export async function EventFacts({
  actor,
  event,
  timeZone,
}: {
  actor: Actor;
  event: TrailEvent;
  timeZone: string;
}) {
  const [t, tOverview, tCommon, locale, names] = await Promise.all([
    getTranslations("audit"),
    getTranslations("overview"),
    getTranslations("common"),
    getLocale(),
    namesInEvent(actor, event),
  ]);
  const at = event.at.getTime();
  const { changed, rest } = differencesOf(event.detail, await eventTeller(timeZone, names));
  const left = exportOf(event);
  const nothing = <span className="text-muted">{t("nothing")}</span>;
  return (
    <div className="space-y-4">
      <p className="font-medium">{eventSentence(event, tOverview, tCommon("appName"))}</p>
      {changed.length > 0 && (
        <table className="w-full text-left">
          <caption className="pb-1 text-left text-sm font-medium">{t("detail.changed")}</caption>
          <thead>
            <tr className="border-b border-line text-sm text-muted">
              <th scope="col" className="py-1 pr-3 font-normal">
                {t("detail.member")}
              </th>
              <th scope="col" className="py-1 pr-3 font-normal">
                {t("detail.before")}
              </th>
              <th scope="col" className="py-1 font-normal">
                {t("detail.after")}
              </th>
            </tr>
          </thead>
          <tbody>
            {changed.map(({ member, before, after }) => (
              <tr key={member} className="border-b border-line align-top">
                <th scope="row" className="py-1 pr-3 font-normal break-words">
                  {member}
                </th>
                <td className="py-1 pr-3 break-words">{before || nothing}</td>
                <td className="py-1 break-words">{after || nothing}</td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      <DescriptionList
        items={[
          {
            term: t("column.at"),
            value: `${formatDateTime(at, locale, timeZone)} ${formatZone(at, locale, timeZone)}`,
          },
          { term: t("column.who"), value: event.by ? `${event.by} (${event.byEmail})` : tCommon("appName") },
          { term: t("column.address"), value: event.address ?? t("noAddress") },
          ...rest.map(({ member, value }) => ({ term: member, value })),
        ]}
      />
      <div className="flex flex-wrap gap-2">
        {event.subjectId && (
          <LinkButton href={`/audit/admins?about=${event.subjectId}`}>{t("detail.about")}</LinkButton>
        )}
        {left && (
          <LinkButton href={left.filters === "" ? left.page : `${left.page}?${left.filters}`}>
            {t("exported.show")}
          </LinkButton>
        )}
        {event.staffId && <LinkButton href={`/staff/${event.staffId}`}>{t("detail.person")}</LinkButton>}
      </div>
      <DescriptionList
        items={[
          { term: t("detail.type"), value: event.type },
          { term: t("detail.number"), value: String(event.id) },
          { term: t("detail.hash"), value: <code className="text-sm break-all">{event.hash}</code> },
          {
            term: t("detail.previousHash"),
            value: <code className="text-sm break-all">{event.previousHash || t("detail.first")}</code>,
          },
        ]}
      />
    </div>
  );
}
