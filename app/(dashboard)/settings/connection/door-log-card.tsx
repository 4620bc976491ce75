import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { LogHealth, LogHoleView } from "@/lib/entries/log-health";
import { formatDate, formatDateTime, formatRelative } from "@/lib/time/format";

/** How complete the copy of Nuki's log is: what was not read is told, since an empty list must not look like a quiet door. */
export function DoorLogCard({
  health,
  holes,
  now,
}: {
  health: LogHealth;
  holes: readonly LogHoleView[];
  now: number;
}) {
  const t = useTranslations("settings.log");
  const locale = useLocale();
  const { readTo, isReadingHistory, history, problem } = health;
  const text = (at: Date) => formatDateTime(at.getTime(), locale, "UTC");
  const progressOf = () => {
    if (isReadingHistory && history?.doneAt !== null) return t("reading");
    if (!history) return t("read");
    if (history.oldest === null) return t(isReadingHistory ? "reading" : "readNothing");
    const told = { date: formatDate(history.oldest.getTime(), locale, "UTC"), n: history.entries };
    return t(isReadingHistory ? "readingAt" : "readAll", told);
  };
  return (
    <Card title={t("title")} description={t("description")}>
      {problem && (
        <Callout tone="warn" title={t("problem")} className="mb-2">
          {t("nukiSays", { text: problem })}
        </Callout>
      )}
      <DescriptionList
        items={[
          {
            term: t("readTo"),
            value: readTo ? (
              <Time
                instant={readTo.getTime()}
                text={formatRelative(readTo.getTime(), now, locale)}
                exact={formatDateTime(readTo.getTime(), locale, "UTC")}
              />
            ) : (
              t("never")
            ),
          },
          {
            term: t("history"),
            value: (
              <Badge
                tone={isReadingHistory ? "accent" : "ok"}
                icon={isReadingHistory ? "hourglass" : "circle-check"}
              >
                {progressOf()}
              </Badge>
            ),
          },
          {
            term: t("holes"),
            value:
              holes.length === 0 ? (
                t("noHoles")
              ) : (
                <ul className="space-y-1">
                  {holes.map((hole) => (
                    <li key={hole.id}>
                      {hole.door !== null && `${hole.door}: `}
                      {hole.from === null
                        ? t("holeSinceEver", { to: text(hole.to) })
                        : t("hole", { from: text(hole.from), to: text(hole.to) })}{" "}
                      (UTC)
                      <span className="block text-sm text-muted">{t(`why.${hole.why}`)}</span>
                    </li>
                  ))}
                </ul>
              ),
          },
        ]}
      />
    </Card>
  );
}
