import type { Metadata } from "next";
import { getLocale, getTranslations } from "next-intl/server";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { formatLocalDate } from "@/lib/time/format";
import { type AskedQuestion, findQuestion } from "@/lib/visits/answer";
import { answerVisitAction } from "./actions";

export const dynamic = "force-dynamic";

export async function generateMetadata(): Promise<Metadata> {
  const t = await getTranslations("visits.answer");
  // The address is the key, so it belongs into no index. Other sites get no referrer from any page; "no-referrer" would
  // take the origin out of the form's request too, and Next refuses an action without one.
  return { title: t("title"), robots: { index: false, follow: false } };
}

/** Where a host's mail leads, without a sign-in. Opening it changes nothing: mail scanners open links too. */
export default async function VisitAnswerPage({
  params,
  searchParams,
}: {
  params: Promise<{ token: string }>;
  searchParams: Promise<{ problem?: string | string[] }>;
}) {
  const [{ token }, { problem }] = await Promise.all([params, searchParams]);
  const question = await findQuestion(token);
  const known = (["tooMany", "forbidden", "failed"] as const).find((one) => one === problem);
  return (
    <div className="space-y-6">
      {question?.state === "open" ? (
        <Question question={question} token={token} problem={known ?? null} />
      ) : question?.state === "answered" ? (
        <Answered question={question} />
      ) : (
        <Closed problem={known === "tooMany" ? known : null} />
      )}
    </div>
  );
}

async function Question({
  question: { visitor, host, lastDay, newLastDay },
  token,
  problem,
}: {
  question: AskedQuestion;
  token: string;
  problem: "tooMany" | "forbidden" | "failed" | null;
}) {
  const [t, locale] = await Promise.all([getTranslations("visits.answer"), getLocale()]);
  const day = formatLocalDate(newLastDay, locale);
  return (
    <>
      <div className="space-y-2">
        <p className="text-muted">{t("hello", { host })}</p>
        <h1 className="text-2xl font-semibold">{t("question", { visitor, day })}</h1>
        {lastDay && <p>{t("lastDay", { day: formatLocalDate(lastDay, locale) })}</p>}
        <p className="text-muted">{t("means")}</p>
      </div>
      {problem && (
        <Callout tone="danger" title={t("refusedTitle")} live>
          {t(problem)}
        </Callout>
      )}
      <form action={answerVisitAction} className="flex flex-col gap-2">
        <input type="hidden" name="token" value={token} />
        <Button type="submit" name="answer" value="yes" variant="primary" className="w-full">
          {t("yes", { day })}
        </Button>
        <Button type="submit" name="answer" value="no" className="w-full">
          {t("no")}
        </Button>
      </form>
    </>
  );
}

async function Answered({ question: { answer, visitor, newLastDay } }: { question: AskedQuestion }) {
  const [t, locale] = await Promise.all([getTranslations("visits.answer"), getLocale()]);
  const day = formatLocalDate(newLastDay, locale);
  return (
    <div className="space-y-2">
      <h1 className="text-2xl font-semibold">{t("thanks")}</h1>
      <p role="status">{answer === "yes" ? t("saidYes", { visitor, day }) : t("saidNo", { visitor })}</p>
    </div>
  );
}

async function Closed({ problem }: { problem: "tooMany" | null }) {
  const t = await getTranslations("visits.answer");
  return (
    <div className="space-y-2">
      <h1 className="text-2xl font-semibold">{t("closedTitle")}</h1>
      <p className="text-muted">{problem ? t(problem) : t("closed")}</p>
    </div>
  );
}
