import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findStaff, getStaffOptions } from "@/lib/staff/queries";
import { StaffForm } from "../../staff-form";

export const generateMetadata = pageTitle((t) => t("staff.title"));

export default async function EditStaffPage({ params }: { params: Promise<{ staffId: string }> }) {
  const actor = await requireActor("staff:write");
  const { staffId } = await params;
  const [person, options, t] = await Promise.all([
    findStaff(actor, staffId),
    getStaffOptions(actor),
    getTranslations("staff"),
  ]);
  if (!person || person.status === "removed") notFound();
  const { values } = person;
  const fullName = [values.firstName, values.lastName].filter(Boolean).join(" ");
  return (
    <>
      <PageHeader
        title={t("form.editTitle", { name: values.displayName })}
        breadcrumbs={[
          { label: t("title"), href: "/staff" },
          { label: values.displayName, href: `/staff/${person.id}` },
          { label: t("detail.edit") },
        ]}
      />
      <ClientMessages areas={["staff", "access"]}>
        <StaffForm
          options={options}
          existing={{ staffId: person.id, version: person.updatedAt.toISOString() }}
          values={{
            ...values,
            displayName: values.displayName === fullName ? "" : values.displayName,
            externalId: values.externalId ?? "",
            email: values.email ?? "",
            firstDay: values.firstDay ?? "",
            lastDay: values.lastDay ?? "",
            teamIds: [...person.teamIds],
            rules: person.rules.map(({ areaId, scheduleId, app, keypad, remote, firstDay, lastDay }) => ({
              areaId,
              scheduleId,
              app,
              keypad,
              remote,
              firstDay: firstDay ?? "",
              lastDay: lastDay ?? "",
            })),
          }}
        />
      </ClientMessages>
    </>
  );
}
