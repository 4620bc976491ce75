"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewSteps } from "@/components/access/review-steps";
import { useReview } from "@/components/access/use-review";
import { useReviewForm } from "@/components/access/use-review-form";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/toast";
import type { TimeWindow } from "@/lib/access/types";
import { newWindow, type ScheduleInput, scheduleSchema, typedOf } from "@/lib/schedules/schema";
import { createScheduleAction, previewScheduleEditAction, updateScheduleAction } from "./actions";
import { WeekPreview } from "./week-preview";
import { WindowFields } from "./window-fields";

interface Existing {
  readonly scheduleId: string;
  readonly version: string;
  readonly name: string;
  readonly windows: readonly TimeWindow[];
  readonly people: number;
}

/** A new schedule is saved at once, since nobody is under it; an edit shows first whom it reaches. */
export function ScheduleForm({ existing }: { existing: Existing | null }) {
  return existing ? <EditForm existing={existing} /> : <NewForm />;
}

function NewForm() {
  const t = useTranslations("schedules.form");
  const router = useRouter();
  const form = useActionForm<typeof scheduleSchema, { scheduleId: string }>({
    action: createScheduleAction,
    schema: scheduleSchema,
    defaultValues: { name: "", windows: [newWindow] },
    onDone: (_value, { name }) => {
      showToast({ message: t("created", { name }) });
      router.push("/schedules");
      router.refresh();
    },
  });
  return <Fields form={form} saved={null} submitLabel={t("create")} />;
}

function EditForm({ existing }: { existing: Existing }) {
  const t = useTranslations("schedules.form");
  const router = useRouter();
  const { scheduleId, version } = existing;
  const preview = (schedule: ScheduleInput) => previewScheduleEditAction({ scheduleId, version, schedule });
  const review = useReview<ScheduleInput, { scheduleId: string }>({
    preview,
    commit: (schedule, seen) => updateScheduleAction({ scheduleId, version, schedule, seen }),
    onDone: (_value, { name }) => {
      showToast({ message: t("saved", { name }) });
      router.push("/schedules");
      router.refresh();
    },
  });
  const { form, stale } = useReviewForm({
    preview,
    show: review.show,
    schema: scheduleSchema,
    defaultValues: { name: existing.name, windows: existing.windows.map(typedOf) },
  });
  return (
    <ReviewSteps
      review={review}
      intro={t("reviewIntro")}
      confirmLabel={t("confirm")}
      staleHref={stale ? `/schedules/${scheduleId}` : null}
    >
      <Fields form={form} saved={existing.windows} submitLabel={t("review")} />
    </ReviewSteps>
  );
}

export type ScheduleFormApi = Pick<
  ReturnType<typeof useActionForm<typeof scheduleSchema, unknown>>,
  | "control"
  | "errorOf"
  | "errors"
  | "fieldId"
  | "getValues"
  | "pending"
  | "refusalText"
  | "register"
  | "setValue"
  | "submit"
  | "submitCount"
>;

function Fields({
  form,
  saved,
  submitLabel,
}: {
  form: ScheduleFormApi;
  saved: readonly TimeWindow[] | null;
  submitLabel: string;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("schedules.form");
  return (
    <Form form={form} labels={{ name: t("name"), windows: t("windows") }} className="space-y-6">
      <div className="grid items-start gap-6 xl:grid-cols-[minmax(0,38rem)_minmax(0,1fr)]">
        <div className="space-y-6">
          <Card>
            <TextField form={form} name="name" label={t("name")} hint={t("nameHint")} required />
          </Card>
          <WindowFields form={form} />
        </div>
        <WeekPreview form={form} saved={saved} />
      </div>
      <div className="flex max-w-[38rem] flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {submitLabel}
        </Button>
      </div>
    </Form>
  );
}
