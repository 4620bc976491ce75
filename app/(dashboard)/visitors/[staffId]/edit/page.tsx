import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getRuleOptions } from "@/lib/rules/queries";
import { newWindow } from "@/lib/schedules/schema";
import { findVisit } from "@/lib/visits/queries";
import { VisitForm } from "../../visit-form";

export const generateMetadata = pageTitle((t) => t("visits.form.editTitle"));

export default async function EditVisitPage({ params }: { params: Promise<{ staffId: string }> }) {
  const actor = await requireActor("visits:write");
  const [visit, options, t] = await Promise.all([
    findVisit(actor, (await params).staffId),
    getRuleOptions(actor),
    getTranslations("visits"),
  ]);
  if (!visit || visit.status === "removed") notFound();
  const { staffId, version, host, rules, name } = visit;
  const [rule] = rules;
  const values = {
    firstName: visit.firstName,
    lastName: visit.lastName,
    company: visit.company,
    kind: visit.kind === "contractor" ? ("contractor" as const) : ("visitor" as const),
    language: visit.language,
    purpose: visit.purpose,
    // Who has left cannot stay the host by being left alone.
    hostId: visit.hostStanding === "here" ? host.id : "",
    areaId: rule?.areaId ?? "",
    firstDay: visit.firstDay ?? "",
    lastDay: visit.lastDay ?? "",
    hours: "schedule" as const,
    scheduleId: rule?.scheduleId ?? "",
    window: newWindow,
  };
  return (
    <>
      <PageHeader
        title={t("form.editTitle")}
        description={t("form.editDescription")}
        breadcrumbs={[
          { label: t("title"), href: "/visitors" },
          { label: name, href: `/visitors/${staffId}` },
          { label: t("detail.edit") },
        ]}
      />
      <ClientMessages areas={["visits", "staff.language", "rules", "access"]}>
        <VisitForm
          values={values}
          options={options}
          host={host}
          existing={{ staffId, version, severalRules: rules.length > 1 }}
        />
      </ClientMessages>
    </>
  );
}
