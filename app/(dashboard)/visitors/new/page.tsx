import { getLocale, getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getDay } from "@/lib/overview/day";
import { getRuleOptions } from "@/lib/rules/queries";
import { newWindow } from "@/lib/schedules/schema";
import { VisitForm } from "../visit-form";

export const generateMetadata = pageTitle((t) => t("visits.form.newTitle"));

export default async function NewVisitPage() {
  const actor = await requireActor("visits:write");
  const [options, { today }, t, locale] = await Promise.all([
    getRuleOptions(actor),
    getDay(actor, Date.now()),
    getTranslations("visits"),
    getLocale(),
  ]);
  const values = {
    firstName: "",
    lastName: "",
    company: "",
    kind: "visitor" as const,
    language: locale,
    purpose: "",
    hostId: "",
    areaId: "",
    firstDay: today,
    lastDay: today,
    hours: "schedule" as const,
    scheduleId: "",
    window: newWindow,
  };
  return (
    <>
      <PageHeader
        title={t("form.newTitle")}
        description={t("form.newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/visitors" }, { label: t("form.newTitle") }]}
      />
      <ClientMessages areas={["visits", "staff.language", "rules", "access"]}>
        <VisitForm values={values} options={options} host={null} existing={null} />
      </ClientMessages>
    </>
  );
}
