import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findRule, getRuleOptions, type RuleDetail } from "@/lib/rules/queries";
import { ruleKinds } from "@/lib/rules/schema";
import { formatLocalDate } from "@/lib/time/format";
import { listWithdrawalsUnder } from "@/lib/withdrawals/queries";
import { RuleExceptions } from "../../withdrawals/rule-exceptions";
import { RemoveRule } from "../remove-rule";
import { RuleForm } from "../rule-form";

export const generateMetadata = pageTitle((t) => t("rules.title"));

export default async function RulePage({ params }: { params: Promise<{ ruleId: string }> }) {
  const actor = await requireActor("rules:read");
  const [rule, options, t] = await Promise.all([
    findRule(actor, (await params).ruleId),
    getRuleOptions(actor),
    getTranslations("rules"),
  ]);
  if (!rule) notFound();
  const { id, version, subjectName, areaName } = rule;
  const withdrawn = await listWithdrawalsUnder(actor, id);
  const mayWrite = may(actor, "rules:write") && !rule.elsewhere;
  const title = t("nameOf", { subject: subjectName, area: areaName });
  return (
    <ClientMessages areas={["rules", "schedules", "access"]}>
      <PageHeader
        title={title}
        description={t("form.editDescription")}
        breadcrumbs={[{ label: t("title"), href: "/rules" }, { label: title }]}
        actions={mayWrite && <RemoveRule ruleId={id} name={title} />}
      />
      {rule.elsewhere && may(actor, "rules:write") && (
        <Callout className="mb-4 max-w-3xl">{t("notYours")}</Callout>
      )}
      <RuleExceptions rows={withdrawn} />
      {mayWrite ? (
        <RuleForm
          key={version}
          values={valuesOf(rule)}
          options={options}
          person={rule.staffId ? { id: rule.staffId, name: subjectName, detail: "" } : null}
          existing={{ ruleId: id, version }}
        />
      ) : (
        <Facts rule={rule} />
      )}
    </ClientMessages>
  );
}

function valuesOf(rule: RuleDetail) {
  const { staffId, teamId, areaId, scheduleId, app, keypad, remote, firstDay, lastDay } = rule;
  return {
    subject: staffId ? ("staff" as const) : ("team" as const),
    teamId: teamId ?? "",
    staffId: staffId ?? "",
    areaId,
    scheduleId,
    app,
    keypad,
    remote,
    firstDay: firstDay ?? "",
    lastDay: lastDay ?? "",
  };
}

async function Facts({ rule }: { rule: RuleDetail }) {
  const [t, locale] = await Promise.all([getTranslations("rules"), getLocale()]);
  const kinds = ruleKinds.filter((kind) => rule[kind]).map((kind) => t(`kind.${kind}`));
  const day = (date: string | null) => (date ? formatLocalDate(date, locale) : t("noDay"));
  return (
    <Card className="max-w-3xl">
      <DescriptionList
        items={[
          { term: t("column.subject"), value: rule.subjectName },
          { term: t("column.area"), value: rule.areaName },
          { term: t("column.schedule"), value: rule.scheduleName },
          { term: t("column.kinds"), value: kinds.join(", ") },
          { term: t("form.firstDay"), value: day(rule.firstDay) },
          { term: t("form.lastDay"), value: day(rule.lastDay) },
        ]}
      />
    </Card>
  );
}
