import { useLocale, useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import { addressOf, type momentAsked, type Question } from "@/lib/past/question";
import { formatDateTime, formatZone } from "@/lib/time/format";

/** What is odd about the moment: it has not come, the clock never showed it, or showed it twice. */
export function MomentNotes({
  question,
  moment,
  timeZone,
}: {
  question: Question;
  moment: ReturnType<typeof momentAsked>;
  timeZone: string;
}) {
  const t = useTranslations("past.moment");
  const locale = useLocale();
  if (moment.isAhead) return <Callout>{t("ahead")}</Callout>;
  if (moment.skipped)
    return (
      <Callout>
        {t("skipped", { typed: question.time, local: formatDateTime(moment.at, locale, timeZone) })}
      </Callout>
    );
  if (moment.other === null) return null;
  const isSecond = moment.other < moment.at;
  return (
    <Callout
      action={
        <LinkButton size="sm" href={addressOf(question, { second: !isSecond })}>
          {t(isSecond ? "toFirst" : "toSecond")}
        </LinkButton>
      }
    >
      {t(isSecond ? "second" : "first", { zone: formatZone(moment.at, locale, timeZone) })}
    </Callout>
  );
}
