import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/auth/session";
import { pageTitle } from "@/lib/i18n/page-title";
import { findAsked, whoIsMeant } from "@/lib/past/asked";
import { listDoors } from "@/lib/past/doors";
import { addressOf, momentAsked, type Question, questionOf } from "@/lib/past/question";
import { DoorAnswer } from "./door-answer";
import { MomentNotes } from "./moment-notes";
import { PastForm } from "./past-form";
import { PeopleFound } from "./people-found";
import { PersonAnswer } from "./person-answer";

export const generateMetadata = pageTitle((t) => t("past.title"));

/** More of a name is typed rather than more than these being looked through. */
const mostPeople = 20;

export default async function PastPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("past:read");
  const [doors, t, { question, found }] = await Promise.all([
    listDoors(actor),
    getTranslations("past"),
    whoIsMeant(actor, questionOf(await searchParams), mostPeople),
  ]);
  const isDoor = question.about === "door";
  const { door, person, timeZone } = await findAsked(actor, question);
  const moment = momentAsked(question, { now: Date.now(), timeZone });
  const isAnswered = door !== null || person !== null;
  return (
    <>
      <div data-print="none">
        <Tabs
          label={t("about.label")}
          items={(["door", "person"] as const).map((about) => ({
            href: addressOf(question, { about, part: "open" }),
            label: t(`about.${about}`),
            current: question.about === about,
          }))}
        />
      </div>
      <PastForm
        // A link may lead from one question to another: what is typed begins anew with each.
        key={addressOf(question)}
        question={question}
        doors={doors}
        person={person?.name ?? ""}
        moment={moment}
        timeZone={isAnswered ? timeZone : null}
      />
      {isAnswered && <MomentNotes question={question} moment={moment} timeZone={timeZone} />}
      {door && <DoorAnswer actor={actor} question={question} moment={moment} />}
      {person && <PersonAnswer actor={actor} question={question} moment={moment} timeZone={timeZone} />}
      {found.length > 0 && <PeopleFound question={question} people={found} most={mostPeople} />}
      {!isAnswered && found.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState icon="history" title={t(titleOf(question))}>
            {t(isDoor ? "ask.door" : "ask.person")}
          </EmptyState>
        </div>
      )}
    </>
  );
}

/** Somebody or some door was asked for and is not there, or nothing was asked yet. */
function titleOf({ about, door, person, q }: Question) {
  if (about === "door") return door ? "ask.noDoor" : "ask.doorTitle";
  return person || q ? "ask.noPerson" : "ask.personTitle";
}
