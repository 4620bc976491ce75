import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { LogHealth } from "@/lib/entries/queries";
import { formatDateTime, formatRelative } from "@/lib/time/format";

/** How complete the copy of Nuki's log is: what was not read is told, since an empty list must not look like a quiet door. */
export function DoorLogCard({ health, now }: { health: LogHealth; now: number }) {
  const t = useTranslations("settings.log");
  const locale = useLocale();
  const { readTo, isReadingHistory, problem, holes } = health;
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
                {t(isReadingHistory ? "reading" : "read")}
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
                  {holes.map(({ from, to, why, at }) => (
                    <li key={`${from} ${to} ${at}`}>
                      {t("hole", {
                        from: formatDateTime(from, locale, "UTC"),
                        to: formatDateTime(to, locale, "UTC"),
                      })}
                      <span className="block text-sm text-muted">{t(`why.${why}`)}</span>
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
