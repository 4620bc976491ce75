"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useReview } from "@/components/access/use-review";
import { Form } from "@/components/form/form";
import type { Person } from "@/components/form/found-people";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Stepper } from "@/components/ui/stepper";
import { showToast } from "@/components/ui/toast";
import type { Result } from "@/lib/result";
import type { RotationPreview } from "@/lib/rotations/commands";
import type { RotationOptions } from "@/lib/rotations/queries";
import { isLater, type RotationFormValues, type RotationInput, rotationSchema } from "@/lib/rotations/schema";
import { planRotationAction, previewRotationAction } from "../actions";
import { RotationReview } from "./rotation-review";
import { TermsFields } from "./terms-fields";
import { WhoFields } from "./who-fields";

export type RotationFormApi = ReturnType<typeof useActionForm<typeof rotationSchema, RotationPreview>>;

/** Who, why, how and when; then what that does, before the button that does it. */
export function RotationForm({
  values,
  options,
  people,
  nights,
}: {
  values: RotationFormValues;
  options: RotationOptions;
  people: readonly Person[];
  nights: Readonly<Record<string, string>>;
}) {
  const t = useTranslations("rotations");
  const router = useRouter();
  const [outlook, setOutlook] = useState<RotationPreview["outlook"] | null>(null);
  const [typed, setTyped] = useState("");

  async function preview(input: RotationInput): Promise<Result<RotationPreview>> {
    const found = await previewRotationAction(input);
    if (found.ok) setOutlook(found.value.outlook);
    return found;
  }

  const review = useReview<RotationInput, { rotationId: string }>({
    preview,
    commit: (rotation, seen) =>
      planRotationAction({ rotation, seen, typed: typed.trim() === "" ? null : Number.parseInt(typed, 10) }),
    onDone: ({ rotationId }, input) => {
      showToast({ message: isLater(input) ? t("planned") : t("begun", { count: outlook?.people ?? 0 }) });
      router.push(`/codes/rotations/${rotationId}`);
    },
  });
  const form = useActionForm<typeof rotationSchema, RotationPreview>({
    action: preview,
    schema: rotationSchema,
    defaultValues: values,
    onDone: (found, input) => {
      setTyped("");
      review.show(input, found);
    },
  });
  return (
    <>
      <Stepper
        label={t("review.steps")}
        steps={[
          { id: "fill", label: t("review.stepFill") },
          { id: "review", label: t("review.stepReview") },
        ]}
        current={review.reviewed ? "review" : "fill"}
        doneLabel={t("review.stepDone")}
      />
      {review.reviewed && outlook && (
        <RotationReview
          review={review}
          input={review.reviewed.input}
          outlook={outlook}
          typed={typed}
          onType={setTyped}
        />
      )}
      {/* Stays while the consequences are looked at, so that going back finds everything as it was. */}
      <div hidden={review.reviewed !== null}>
        <Fields form={form} options={options} people={people} nights={nights} />
      </div>
    </>
  );
}

function Fields({
  form,
  options,
  people,
  nights,
}: {
  form: RotationFormApi;
  options: RotationOptions;
  people: readonly Person[];
  nights: Readonly<Record<string, string>>;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("rotations.form");
  const labels = {
    staffIds: t("staff"),
    teamId: t("team"),
    deviceId: t("door"),
    reason: t("reason"),
    note: t("note"),
    day: t("day"),
    time: t("time"),
    keepDay: t("keepDay"),
    keepTime: t("keepTime"),
    timeZone: t("timeZone"),
  };
  return (
    <Form form={form} labels={labels} className="max-w-3xl space-y-6">
      <WhoFields form={form} options={options} people={people} />
      <TermsFields form={form} sites={options.sites} nights={nights} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {t("review")}
        </Button>
      </div>
    </Form>
  );
}
