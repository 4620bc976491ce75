import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { EmptyState } from "@/components/ui/empty-state";
import { Tabs } from "@/components/ui/tabs";
import { requireActor } from "@/lib/auth/session";
import { pageTitle } from "@/lib/i18n/page-title";
import { listDoors } from "@/lib/past/doors";
import { findPastPerson, searchPastPeople } from "@/lib/past/queries";
import { addressOf, momentAsked, questionOf } from "@/lib/past/question";
import { listSites } from "@/lib/sites/queries";
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
  const asked = questionOf(await searchParams);
  const isDoor = asked.about === "door";
  const [doors, sites, t, found] = await Promise.all([
    listDoors(actor),
    listSites(actor),
    getTranslations("past"),
    isDoor || asked.person ? [] : searchPastPeople(actor, asked.q, mostPeople),
  ]);
  // One person with this name is who is meant.
  const [only] = found;
  const question = only && found.length === 1 ? { ...asked, person: only.id } : asked;
  const door = doors.find(({ id }) => id === question.door);
  const person = question.person ? await findPastPerson(actor, question.person) : null;
  const timeZone = (isDoor ? door?.timeZone : undefined) ?? sites[0]?.timeZone ?? "UTC";
  const now = Date.now();
  const moment = momentAsked(question, { now, timeZone });
  const isAnswered = isDoor ? door !== undefined : person !== null;
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
        timeZone={timeZone}
      />
      {isAnswered && <MomentNotes question={question} moment={moment} timeZone={timeZone} />}
      {isDoor && door && <DoorAnswer actor={actor} question={question} moment={moment} />}
      {!isDoor && person && (
        <PersonAnswer actor={actor} question={question} moment={moment} timeZone={timeZone} />
      )}
      {!isDoor && !person && found.length > 1 && (
        <PeopleFound question={question} people={found} most={mostPeople} />
      )}
      {!isAnswered && found.length === 0 && (
        <div className="rounded-lg border border-line bg-surface">
          <EmptyState
            icon="history"
            title={
              !isDoor && question.q ? t("ask.noPerson") : t(isDoor ? "ask.doorTitle" : "ask.personTitle")
            }
          >
            {t(isDoor ? "ask.door" : "ask.person")}
          </EmptyState>
        </div>
      )}
    </>
  );
}
