import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { ScheduleForm } from "../schedule-form";

export const generateMetadata = pageTitle((t) => t("schedules.form.newTitle"));

export default async function NewSchedulePage() {
  await requireActor("schedules:write");
  const t = await getTranslations("schedules");
  return (
    <>
      <PageHeader
        title={t("form.newTitle")}
        description={t("form.newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/schedules" }, { label: t("form.newTitle") }]}
      />
      <ClientMessages areas={["schedules", "rules", "access"]}>
        <ScheduleForm existing={null} />
      </ClientMessages>
    </>
  );
}
