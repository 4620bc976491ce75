import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { listDoorOptions } from "@/lib/areas/queries";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { AreaForm } from "../area-form";

export const generateMetadata = pageTitle((t) => t("areas.form.newTitle"));

export default async function NewAreaPage() {
  const actor = await requireActor("areas:write");
  const [doors, t] = await Promise.all([listDoorOptions(actor), getTranslations("areas")]);
  return (
    <>
      <PageHeader
        title={t("form.newTitle")}
        description={t("form.newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/areas" }, { label: t("form.newTitle") }]}
      />
      <ClientMessages areas={["areas", "rules", "access"]}>
        <AreaForm doors={doors} existing={null} />
      </ClientMessages>
    </>
  );
}
