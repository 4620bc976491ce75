import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { formatDateTime, formatLocalDate } from "@/lib/time/format";
import type { VisitDetail, VisitQuestion } from "@/lib/visits/queries";
import { LongerStay } from "./longer-stay";

/** Whether the visit may go on longer is the host's to say: what was asked, and what was answered. */
export function LongerCard({
  visit,
  timeZone,
  mayAsk,
  mailConfigured,
}: {
  visit: VisitDetail;
  timeZone: string;
  mayAsk: boolean;
  mailConfigured: boolean;
}) {
  const t = useTranslations("visits.longer");
  const locale = useLocale();
  const { questions, staffId, name, lastDay } = visit;
  const host = visit.host.name;
  const open = questions.find(({ state }) => state === "open" || state === "not_mailed");
  const unmailed = open?.state === "not_mailed";
  const hostIsHere = visit.hostStanding === "here";
  const byMail = mailConfigured && visit.hostHasMail;
  return (
    <Card
      title={t("title")}
      description={t("description", { host })}
      actions={
        mayAsk &&
        hostIsHere &&
        lastDay !== null && (
          <ClientMessages areas={["visits.longer", "visits.problem", "access"]}>
            <LongerStay
              staffId={staffId}
              name={name}
              host={host}
              lastDay={lastDay}
              today={visit.today}
              byMail={byMail}
              byWord={!byMail || unmailed}
            />
          </ClientMessages>
        )
      }
    >
      <div className="space-y-4">
        {open && (
          <Callout tone={unmailed ? "warn" : "info"} live>
            {unmailed
              ? t("notMailed", { host, day: formatLocalDate(open.lastDay, locale) })
              : t("open", {
                  host,
                  day: formatLocalDate(open.lastDay, locale),
                  when: formatDateTime(open.until.getTime(), locale, timeZone),
                })}
          </Callout>
        )}
        {mayAsk && !byMail && hostIsHere && (
          <p className="text-sm text-muted">{t(mailConfigured ? "noMail" : "noServer", { host })}</p>
        )}
        {questions.length === 0 ? (
          <p className="text-muted">{t("none")}</p>
        ) : (
          <ul aria-label={t("history")} className="divide-y divide-line">
            {questions.map((question) => (
              <Question key={question.id} question={question} timeZone={timeZone} />
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}

function Question({ question, timeZone }: { question: VisitQuestion; timeZone: string }) {
  const t = useTranslations("visits.longer");
  const locale = useLocale();
  const at = (instant: Date) => formatDateTime(instant.getTime(), locale, timeZone);
  const { answer, answeredAt, writtenBy, note, state } = question;
  return (
    <li className="space-y-0.5 py-2.5 first:pt-0 last:pb-0">
      <div className="flex flex-wrap items-center justify-between gap-2">
        <span className="tnum font-medium">
          {t("until", { day: formatLocalDate(question.lastDay, locale) })}
        </span>
        {state === "answered" ? (
          <Badge tone={answer === "yes" ? "ok" : "danger"} icon={answer === "yes" ? "check" : "x"}>
            {t(answer === "yes" ? "saidYes" : "saidNo")}
          </Badge>
        ) : (
          <Badge icon={state === "open" ? "hourglass" : "circle-minus"}>{t(`state.${state}`)}</Badge>
        )}
      </div>
      <p className="tnum text-sm text-muted">
        {t("askedBy", { by: question.askedBy, host: question.hostName, when: at(question.askedAt) })}
      </p>
      {state === "answered" && answeredAt && (
        <p className="tnum text-sm text-muted">
          {writtenBy === null
            ? t("byHost", { when: at(answeredAt) })
            : t("byAdmin", { name: writtenBy, when: at(answeredAt) })}
        </p>
      )}
      {note && <p className="text-sm wrap-anywhere">{note}</p>}
    </li>
  );
}
