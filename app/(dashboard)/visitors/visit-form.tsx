"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewSteps } from "@/components/access/review-steps";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { useReviewForm } from "@/components/access/use-review-form";
import { Form } from "@/components/form/form";
import type { Person } from "@/components/form/found-people";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import type { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/toast";
import type { RuleOptions } from "@/lib/rules/queries";
import { nameOf, staffLanguages } from "@/lib/staff/schema";
import { type VisitFormValues, type VisitInput, visitKinds, visitSchema } from "@/lib/visits/schema";
import {
  createVisitAction,
  previewCreateVisitAction,
  previewUpdateVisitAction,
  updateVisitAction,
} from "./actions";
import { HostField } from "./host-field";
import { HoursFields } from "./hours-fields";

export type VisitOptions = Pick<RuleOptions, "areas" | "schedules">;

interface Existing {
  readonly staffId: string;
  readonly version: string;
  /** Several rules of their own: where and when is not for this form. */
  readonly severalRules: boolean;
}

/** Create and edit, one form in two steps: the visit, and what it does at the doors. */
export function VisitForm({
  values,
  options,
  host,
  existing,
}: {
  values: VisitFormValues;
  options: VisitOptions;
  host: Person | null;
  existing: Existing | null;
}) {
  const t = useTranslations("visits.form");
  const router = useRouter();
  const known = existing && { staffId: existing.staffId, version: existing.version };
  const preview = (visit: VisitInput) =>
    known ? previewUpdateVisitAction({ ...known, visit }) : previewCreateVisitAction(visit);
  const review = useReview<VisitInput, { staffId: string }>({
    preview,
    commit: (visit, seen) =>
      known ? updateVisitAction({ ...known, visit, seen }) : createVisitAction({ visit, seen }),
    onDone: ({ staffId }, visit) => {
      const name = nameOf({ ...visit, displayName: "" });
      showToast({ message: known ? t("saved") : t("created", { name }) });
      router.push(`/visitors/${staffId}`);
      router.refresh();
    },
  });
  const { form, stale } = useReviewForm({
    preview,
    show: review.show,
    schema: visitSchema,
    defaultValues: values,
  });
  return (
    <ReviewSteps
      review={review}
      intro={t(known ? "reviewEdit" : "reviewIntro")}
      confirmLabel={t(known ? "confirmEdit" : "confirmNew")}
      staleHref={stale && known ? `/visitors/${known.staffId}` : null}
    >
      <Fields form={form} options={options} host={host} existing={existing} />
    </ReviewSteps>
  );
}

export type VisitFormApi = ReturnType<typeof useActionForm<typeof visitSchema, ReviewPreview>>;

function Fields({
  form,
  options,
  host,
  existing,
}: {
  form: VisitFormApi;
  options: VisitOptions;
  host: Person | null;
  existing: Existing | null;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits");
  const tStaff = useTranslations("staff.language");
  const labels = {
    firstName: t("form.firstName"),
    lastName: t("form.lastName"),
    company: t("form.company"),
    kind: t("form.kind"),
    language: t("form.language"),
    purpose: t("form.purpose"),
    hostId: t("form.host"),
    areaId: t("form.area"),
    scheduleId: t("form.schedule"),
    "window.days": t("form.weekdays"),
    "window.from": t("form.from"),
    "window.until": t("form.until"),
    firstDay: t("form.firstDay"),
    lastDay: t("form.lastDay"),
  };
  return (
    <Form form={form} labels={labels} className="max-w-3xl space-y-6">
      <Card title={t("form.person")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField form={form} name="firstName" label={labels.firstName} />
          <TextField form={form} name="lastName" label={labels.lastName} required />
          <TextField form={form} name="company" label={labels.company} />
          <TextField form={form} name="purpose" label={labels.purpose} hint={t("form.purposeHint")} />
          <SelectField
            form={form}
            name="kind"
            label={labels.kind}
            required
            options={visitKinds.map((value) => ({ value, label: t(`kind.${value}`) }))}
          />
          <SelectField
            form={form}
            name="language"
            label={labels.language}
            hint={t("form.languageHint")}
            required
            options={staffLanguages.map((value) => ({ value, label: tStaff(value) }))}
          />
        </div>
      </Card>
      <Card title={t("form.host")} description={t("form.hostDescription")}>
        <HostField form={form} host={host} />
      </Card>
      <Card title={t("form.days")}>
        <div className="grid gap-4 sm:grid-cols-2">
          <TextField form={form} name="firstDay" type="date" label={labels.firstDay} required />
          <TextField
            form={form}
            name="lastDay"
            type="date"
            label={labels.lastDay}
            hint={t(existing ? "form.lastDayEditHint" : "form.lastDayHint")}
            required
          />
        </div>
      </Card>
      {existing?.severalRules ? (
        <Callout>{t("form.severalRules")}</Callout>
      ) : (
        <>
          <Card title={t("form.where")}>
            <SelectField
              form={form}
              name="areaId"
              label={labels.areaId}
              placeholder={t("form.chooseArea")}
              required
              options={options.areas.map((area) => ({
                value: area.id,
                label: t("form.areaOption", { name: area.name, count: area.doors }),
              }))}
            />
          </Card>
          <HoursFields form={form} schedules={options.schedules} />
        </>
      )}
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {t("form.review")}
        </Button>
      </div>
    </Form>
  );
}
