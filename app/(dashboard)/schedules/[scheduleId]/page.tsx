import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { PageLink } from "@/components/ui/page-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findSchedule } from "@/lib/schedules/queries";
import { RemoveSchedule } from "../remove-schedule";
import { ScheduleForm } from "../schedule-form";
import { ScheduleWeek } from "../schedule-week";

export const generateMetadata = pageTitle((t) => t("schedules.title"));

export default async function SchedulePage({ params }: { params: Promise<{ scheduleId: string }> }) {
  const actor = await requireActor("rules:read");
  const [schedule, t] = await Promise.all([
    findSchedule(actor, (await params).scheduleId),
    getTranslations("schedules"),
  ]);
  if (!schedule) notFound();
  const { id, name, windows, rules, people, version } = schedule;
  const mayWrite = may(actor, "schedules:write");
  return (
    <ClientMessages areas={["schedules", "rules", "access"]}>
      <PageHeader
        title={name}
        description={
          rules === 0 ? (
            t("unused")
          ) : (
            <PageLink href={`/rules?schedule=${id}`} className="underline underline-offset-2">
              {t("usedBy", { rules, people })}
            </PageLink>
          )
        }
        breadcrumbs={[{ label: t("title"), href: "/schedules" }, { label: name }]}
        actions={mayWrite && <RemoveSchedule scheduleId={id} name={name} rules={rules} />}
      />
      {mayWrite ? (
        <ScheduleForm
          key={version}
          existing={{ scheduleId: id, version, name, windows: [...windows], people }}
        />
      ) : (
        <Card title={t("form.week")}>
          <ScheduleWeek windows={windows} withText />
        </Card>
      )}
    </ClientMessages>
  );
}
