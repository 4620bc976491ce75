import { getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getRuleOptions } from "@/lib/rules/queries";
import { RuleForm } from "../rule-form";

export const generateMetadata = pageTitle((t) => t("rules.form.newTitle"));

export default async function NewRulePage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("rules:write");
  const [options, { team, area, schedule }, t] = await Promise.all([
    getRuleOptions(actor),
    searchParams,
    getTranslations("rules"),
  ]);
  // What a link brings along, as far as it can be chosen.
  const known = (things: readonly { id: string }[], id: SearchParams[string]) =>
    things.find((thing) => thing.id === id)?.id ?? "";
  const values = {
    subject: "team" as const,
    teamId: known(options.teams, team),
    staffId: "",
    areaId: known(options.areas, area),
    scheduleId: known(options.schedules, schedule),
    app: false,
    keypad: true,
    remote: false,
    firstDay: "",
    lastDay: "",
  };
  return (
    <>
      <PageHeader
        title={t("form.newTitle")}
        description={t("form.newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/rules" }, { label: t("form.newTitle") }]}
      />
      <ClientMessages areas={["rules", "schedules", "access"]}>
        <RuleForm values={values} options={options} person={null} existing={null} />
      </ClientMessages>
    </>
  );
}
