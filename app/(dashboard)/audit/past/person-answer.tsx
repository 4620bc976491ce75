import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import type { Actor } from "@/lib/auth/actor";
import type { Moment } from "@/lib/past/answer";
import { whatCouldOpen } from "@/lib/past/queries";
import type { Question } from "@/lib/past/question";
import { formatDateTime, formatList, formatZone } from "@/lib/time/format";
import { AnswerParts } from "./answer-parts";

export async function PersonAnswer({
  actor,
  question,
  moment,
  timeZone,
}: {
  actor: Actor;
  question: Question;
  moment: Moment;
  timeZone: string;
}) {
  const [answer, t, locale] = await Promise.all([
    whatCouldOpen(actor, question.person, moment.at),
    getTranslations("past"),
    getLocale(),
  ]);
  if (!answer) return null;
  const { person, rows, unknown, unread } = answer;
  const names = unknown.map((door) => door.name);
  return (
    <>
      {unknown.length > 0 && (
        <Callout>{t("notKnown.doors", { count: unknown.length, names: formatList(names, locale) })}</Callout>
      )}
      {unread.length > 0 && (
        <Callout tone="warn">
          {t("gapDoors", {
            count: unread.length,
            names: formatList(
              unread.map((door) => door.name),
              locale,
            ),
          })}
        </Callout>
      )}
      <AnswerParts
        title={t("heading.person", {
          person: person.name,
          at: `${formatDateTime(moment.at, locale, timeZone)} ${formatZone(moment.at, locale, timeZone)}`,
        })}
        question={question}
        moment={moment}
        rows={rows}
      />
    </>
  );
}
