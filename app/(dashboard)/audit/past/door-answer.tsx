import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import type { Actor } from "@/lib/auth/actor";
import type { Moment } from "@/lib/past/answer";
import { gapAt, type PastDoor } from "@/lib/past/doors";
import { whoCouldOpen } from "@/lib/past/queries";
import type { Question } from "@/lib/past/question";
import { formatDateTime, formatZone } from "@/lib/time/format";
import { sameClock } from "@/lib/time/zones";
import { AnswerParts } from "./answer-parts";

/** Lists are read every few minutes: only an older one is worth a warning. */
const staleMs = 20 * 60_000;

export async function DoorAnswer({
  actor,
  question,
  moment,
}: {
  actor: Actor;
  question: Question;
  moment: Moment;
}) {
  const [answer, t, locale] = await Promise.all([
    whoCouldOpen(actor, question.door, moment.at),
    getTranslations("past"),
    getLocale(),
  ]);
  if (!answer) return null;
  const { door, rows } = answer;
  const text = (at: number) => formatDateTime(at, locale, door.timeZone);
  if (door.knownFrom === null || moment.at < door.knownFrom) return <NotKnown door={door} />;
  const { readAt, missingSince } = door;
  const gap = gapAt(door, moment.at);
  const year = Number(moment.local.slice(0, 4));
  return (
    <>
      {missingSince !== null && readAt !== null ? (
        <Callout tone="warn">{t("gone", { since: text(missingSince), readAt: text(readAt) })}</Callout>
      ) : (
        readAt !== null &&
        moment.at - readAt > staleMs && <Callout tone="warn">{t("stale", { readAt: text(readAt) })}</Callout>
      )}
      {gap && <Callout tone="warn">{t("gap", { from: text(gap.from), to: text(gap.to) })}</Callout>}
      {!sameClock(door.clock, door.timeZone, year) && <Callout>{t("clock", { clock: door.clock })}</Callout>}
      <AnswerParts
        title={t("heading.door", {
          door: [door.name, door.siteName].filter(Boolean).join(", "),
          at: `${text(moment.at)} ${formatZone(moment.at, locale, door.timeZone)}`,
        })}
        question={question}
        moment={moment}
        rows={rows}
      />
    </>
  );
}

async function NotKnown({ door }: { door: PastDoor }) {
  const [t, locale] = await Promise.all([getTranslations("past.notKnown"), getLocale()]);
  const from = door.knownFrom;
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon="history"
        title={from === null ? t("never") : t("title", { from: formatDateTime(from, locale, door.timeZone) })}
      >
        {t(from === null ? "neverText" : "text")}
      </EmptyState>
    </div>
  );
}
