"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewSteps } from "@/components/access/review-steps";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { useReviewForm } from "@/components/access/use-review-form";
import { Form } from "@/components/form/form";
import type { Person } from "@/components/form/found-people";
import { TextField } from "@/components/form/text-field";
import type { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/toast";
import type { RuleOptions } from "@/lib/rules/queries";
import { type RuleFormValues, type RuleInput, ruleSchema } from "@/lib/rules/schema";
import {
  createRuleAction,
  previewCreateRuleAction,
  previewUpdateRuleAction,
  updateRuleAction,
} from "./actions";
import { MeansFields } from "./means-fields";
import { PlaceFields } from "./place-fields";
import { SubjectFields } from "./subject-fields";

/** Create and edit, one form in two steps: what the rule says, and what that does at the doors. */
export function RuleForm({
  values,
  options,
  person,
  existing,
}: {
  values: RuleFormValues;
  options: RuleOptions;
  /** The person of a personal rule, so that there is a name before anybody is searched. */
  person: Person | null;
  existing: { ruleId: string; version: string } | null;
}) {
  const t = useTranslations("rules.form");
  const router = useRouter();
  const preview = (rule: RuleInput) =>
    existing ? previewUpdateRuleAction({ ...existing, rule }) : previewCreateRuleAction(rule);
  const review = useReview<RuleInput, { ruleId: string }>({
    preview,
    commit: (rule, seen) =>
      existing ? updateRuleAction({ ...existing, rule, seen }) : createRuleAction({ rule, seen }),
    onDone: () => {
      showToast({ message: t(existing ? "saved" : "created") });
      router.push("/rules");
      router.refresh();
    },
  });
  const { form, stale } = useReviewForm({
    preview,
    show: review.show,
    schema: ruleSchema,
    defaultValues: values,
  });
  return (
    <ReviewSteps
      review={review}
      intro={t("reviewIntro")}
      confirmLabel={t(existing ? "confirmEdit" : "confirmNew")}
      staleHref={stale && existing ? `/rules/${existing.ruleId}` : null}
    >
      <Fields form={form} options={options} person={person} />
    </ReviewSteps>
  );
}

export type RuleFormApi = ReturnType<typeof useActionForm<typeof ruleSchema, ReviewPreview>>;

function Fields({
  form,
  options,
  person,
}: {
  form: RuleFormApi;
  options: RuleOptions;
  person: Person | null;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rules.form");
  const labels = {
    teamId: t("team"),
    staffId: t("person"),
    areaId: t("area"),
    scheduleId: t("schedule"),
    keypad: t("means"),
    remote: t("remote"),
    firstDay: t("firstDay"),
    lastDay: t("lastDay"),
  };
  return (
    <Form form={form} labels={labels} className="max-w-3xl space-y-6">
      <SubjectFields form={form} teams={options.teams} person={person} />
      <PlaceFields form={form} options={options} />
      <MeansFields form={form} />
      <Card title={t("period")} description={t("periodHint")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField form={form} name="firstDay" type="date" label={labels.firstDay} />
          <TextField form={form} name="lastDay" type="date" label={labels.lastDay} hint={t("lastDayHint")} />
        </div>
      </Card>
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {t("review")}
        </Button>
      </div>
    </Form>
  );
}
