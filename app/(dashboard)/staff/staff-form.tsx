"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useRef } from "react";
import { useWatch } from "react-hook-form";
import { ReviewBody } from "@/components/access/review-body";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { useReviewForm } from "@/components/access/use-review-form";
import { Form } from "@/components/form/form";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { TextareaField } from "@/components/form/textarea-field";
import type { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Stepper } from "@/components/ui/stepper";
import { showToast } from "@/components/ui/toast";
import type { StaffOptions } from "@/lib/staff/queries";
import {
  nameOf,
  type StaffFormValues,
  type StaffInput,
  staffKinds,
  staffLanguages,
  staffSchema,
} from "@/lib/staff/schema";
import {
  createStaffAction,
  previewCreateStaffAction,
  previewUpdateStaffAction,
  updateStaffAction,
} from "./actions";
import { RuleFields } from "./rule-fields";
import { TeamFields } from "./team-fields";

/** Create and edit, one form in two steps: what to do, and what that does at the doors. */
export function StaffForm({
  values,
  options,
  existing,
}: {
  values: StaffFormValues;
  options: StaffOptions;
  existing: { staffId: string; version: string } | null;
}) {
  const t = useTranslations("staff.form");
  const router = useRouter();
  const fields = useRef<HTMLDivElement>(null);

  const preview = (staff: StaffInput) =>
    existing ? previewUpdateStaffAction({ ...existing, staff }) : previewCreateStaffAction(staff);
  const review = useReview<StaffInput, { staffId: string }>({
    preview,
    commit: (staff, seen) =>
      existing ? updateStaffAction({ ...existing, staff, seen }) : createStaffAction({ staff, seen }),
    onDone: ({ staffId }, staff) => {
      showToast({ message: t(existing ? "saved" : "created", { name: nameOf(staff) }) });
      router.push(`/staff/${staffId}`);
      router.refresh();
    },
  });
  const { form, stale } = useReviewForm({
    preview,
    show: review.show,
    schema: staffSchema,
    defaultValues: values,
  });
  const reviewing = review.reviewed !== null;
  const backToForm = () => {
    review.close();
    // The button that had the focus is gone; once the fields are back, it goes there.
    setTimeout(() => fields.current?.focus());
  };
  return (
    <>
      <Stepper
        label={t("steps")}
        steps={[
          { id: "fill", label: t("stepFill") },
          { id: "review", label: t("stepReview") },
        ]}
        current={reviewing ? "review" : "fill"}
        doneLabel={t("stepDone")}
      />
      {review.reviewed && (
        <section
          ref={takeFocus}
          tabIndex={-1}
          aria-label={t("reviewTitle")}
          className="max-w-3xl space-y-6 outline-none"
        >
          <Card title={t("reviewTitle")}>
            <p className="mb-4 text-muted">
              {existing ? t("reviewEdit") : t("reviewNew", { name: nameOf(review.reviewed.input) })}
            </p>
            <ReviewBody reviewed={review.reviewed} problem={review.problem} />
          </Card>
          <div className="flex flex-wrap justify-end gap-2">
            <Button icon="chevron-left" onClick={backToForm} disabled={review.pending}>
              {t("backToForm")}
            </Button>
            <Button variant="primary" pending={review.pending} onClick={review.confirm}>
              {t(existing ? "confirmEdit" : "confirmNew")}
            </Button>
          </div>
        </section>
      )}
      {/* Stays where it is while the consequences are looked at: nothing typed is lost. */}
      <div ref={fields} hidden={reviewing} tabIndex={-1} className="max-w-3xl outline-none">
        {stale && existing && (
          <Callout
            tone="warn"
            live
            className="mb-4"
            action={<LinkButton href={`/staff/${existing.staffId}`}>{t("reload")}</LinkButton>}
          >
            {t("stale")}
          </Callout>
        )}
        <Fields form={form} options={options} />
      </div>
    </>
  );
}

/** The consequences are to be read, from their beginning: neither the button nor nothing has the focus. */
function takeFocus(section: HTMLElement | null) {
  section?.focus();
  window.scrollTo({ top: 0 });
}

export type StaffFormApi = ReturnType<typeof useActionForm<typeof staffSchema, ReviewPreview>>;

function Fields({ form, options }: { form: StaffFormApi; options: StaffOptions }) {
  const t = useTranslations("staff");
  const rules = useWatch({ control: form.control, name: "rules" });
  const labels = {
    ...ruleLabels(rules.length, t),
    firstName: t("form.firstName"),
    lastName: t("form.lastName"),
    displayName: t("form.displayName"),
    email: t("form.email"),
    externalId: t("form.externalId"),
    department: t("form.department"),
    kind: t("form.kind"),
    language: t("form.language"),
    firstDay: t("form.firstDay"),
    lastDay: t("form.lastDay"),
    teamIds: t("form.teams"),
    rules: t("form.rules"),
    notes: t("form.notes"),
  };
  return (
    <Form form={form} labels={labels} className="space-y-6">
      <Card title={t("form.person")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField form={form} name="firstName" label={labels.firstName} />
          <TextField form={form} name="lastName" label={labels.lastName} required />
          <TextField
            form={form}
            name="displayName"
            label={labels.displayName}
            hint={t("form.displayNameHint")}
          />
          <TextField form={form} name="email" type="email" label={labels.email} hint={t("form.emailHint")} />
          <TextField form={form} name="externalId" label={labels.externalId} />
          <TextField form={form} name="department" label={labels.department} />
          <SelectField
            form={form}
            name="kind"
            label={labels.kind}
            required
            options={staffKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
          <SelectField
            form={form}
            name="language"
            label={labels.language}
            hint={t("form.languageHint")}
            required
            options={staffLanguages.map((value) => ({ value, label: t(`language.${value}`) }))}
          />
        </div>
      </Card>
      <Card title={t("form.period")} description={t("form.periodHint")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField form={form} name="firstDay" type="date" label={labels.firstDay} />
          <TextField
            form={form}
            name="lastDay"
            type="date"
            label={labels.lastDay}
            hint={t("form.lastDayHint")}
          />
        </div>
      </Card>
      <Card title={t("form.teams")} description={t("form.teamsHint")}>
        <TeamFields form={form} teams={options.teams} />
      </Card>
      <Card title={t("form.rules")} description={t("form.rulesHint")}>
        <RuleFields form={form} options={options} />
      </Card>
      <Card title={t("form.notes")}>
        <TextareaField form={form} name="notes" label={labels.notes} />
      </Card>
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {t("form.review")}
        </Button>
      </div>
    </Form>
  );
}

/** What the summary calls the fields of each rule: "Rule 2, area". */
function ruleLabels(count: number, t: ReturnType<typeof useTranslations<"staff">>): Record<string, string> {
  const words = {
    areaId: t("form.area"),
    scheduleId: t("form.schedule"),
    keypad: t("form.means"),
    firstDay: t("form.from"),
    lastDay: t("form.until"),
  };
  return Object.fromEntries(
    Array.from({ length: count }, (_, index) => index).flatMap((index) =>
      Object.entries(words).map(([field, word]) => [
        `rules.${index}.${field}`,
        `${t("form.rule", { number: index + 1 })}, ${word}`,
      ]),
    ),
  );
}
