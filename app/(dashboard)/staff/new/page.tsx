import { getLocale, getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getStaffOptions } from "@/lib/staff/queries";
import { StaffForm } from "../staff-form";

export const generateMetadata = pageTitle((t) => t("staff.form.newTitle"));

export default async function NewStaffPage({
  searchParams,
}: {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const actor = await requireActor("staff:write");
  const [options, t, locale, { team }] = await Promise.all([
    getStaffOptions(actor),
    getTranslations("staff"),
    getLocale(),
    searchParams,
  ]);
  const values = {
    firstName: "",
    lastName: "",
    displayName: "",
    externalId: "",
    email: "",
    language: locale,
    department: "",
    kind: "employee" as const,
    notes: "",
    firstDay: "",
    lastDay: "",
    // "Add staff" on a team's page brings the team along.
    teamIds: options.teams.filter(({ id }) => id === team).map(({ id }) => id),
    rules: [],
  };
  return (
    <>
      <PageHeader
        title={t("form.newTitle")}
        description={t("form.newDescription")}
        breadcrumbs={[{ label: t("title"), href: "/staff" }, { label: t("form.newTitle") }]}
      />
      <ClientMessages areas={["staff", "access"]}>
        <StaffForm values={values} options={options} existing={null} />
      </ClientMessages>
    </>
  );
}
