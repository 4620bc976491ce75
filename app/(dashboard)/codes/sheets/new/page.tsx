import { getLocale, getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { EmptyState } from "@/components/ui/empty-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { officeZone } from "@/lib/imports/office-zone";
import { type Candidates, listCandidates } from "@/lib/sheets/people";
import { listTeamOptions } from "@/lib/staff/queries";
import { formatLocalDate } from "@/lib/time/format";
import { ChoosePeople } from "./choose-people";
import { IssueForm } from "./issue-form";
import { peopleOf } from "./people-params";

export const generateMetadata = pageTitle((t) => t("sheets.issue.title"));

export default async function NewSheetsPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("codes:print");
  const people = peopleOf(await searchParams);
  const [candidates, teams, timeZone, t, tRegister, locale] = await Promise.all([
    listCandidates(actor, people, new Date()),
    listTeamOptions(actor),
    officeZone(),
    getTranslations("sheets.issue"),
    getTranslations("sheets.register"),
    getLocale(),
  ]);
  const { by, rows, total } = candidates;
  return (
    <>
      <PageHeader
        title={t("title")}
        description={t("description")}
        breadcrumbs={[{ label: tRegister("title"), href: "/codes/sheets" }, { label: t("crumb") }]}
      />
      <div className="space-y-6">
        <ChoosePeople people={people} teams={teams} isOpen={by === null || by === "q" || total === 0} />
        {by !== null && total === 0 && (
          <div className="rounded-lg border border-line bg-surface">
            <EmptyState icon="users" title={t("nobody")}>
              {t("nobodyText")}
            </EmptyState>
          </div>
        )}
        {total > 0 && (
          <ClientMessages areas={["sheets.issue", "access", "changes.reason"]}>
            <IssueForm
              // Other people are another form: what was ticked for the former ones means nothing.
              key={JSON.stringify(people)}
              heading={headingOf(candidates)}
              rows={rows}
              total={total}
              timeZone={timeZone}
            />
            <LiveOn topics={["changes"]} />
          </ClientMessages>
        )}
      </div>
    </>
  );

  function headingOf({ by: source, teamName }: Candidates): string {
    switch (source) {
      case "team":
        return t("peopleOf", { name: teamName ?? "" });
      case "starting":
        return t("starting", { day: formatLocalDate(people.starting, locale) });
      case "import":
      case "rotation":
        return t(source);
      default:
        return t("people");
    }
  }
}
