"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewSteps } from "@/components/access/review-steps";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/toast";
import type { DoorOption } from "@/lib/areas/queries";
import { type AreaInput, areaSchema } from "@/lib/areas/schema";
import { createAreaAction, previewUpdateAreaAction, updateAreaAction } from "./actions";
import { DoorFields } from "./door-fields";

interface Existing {
  readonly areaId: string;
  readonly version: string;
  readonly name: string;
  readonly deviceIds: readonly string[];
}

/** A new area is saved at once, since no rule names it; an edit shows first whose access moves. */
export function AreaForm({ doors, existing }: { doors: readonly DoorOption[]; existing: Existing | null }) {
  return existing ? <EditForm doors={doors} existing={existing} /> : <NewForm doors={doors} />;
}

function NewForm({ doors }: { doors: readonly DoorOption[] }) {
  const t = useTranslations("areas.form");
  const router = useRouter();
  const form = useActionForm<typeof areaSchema, { areaId: string }>({
    action: createAreaAction,
    schema: areaSchema,
    defaultValues: { name: "", deviceIds: [] },
    onDone: (_value, { name }) => {
      showToast({ message: t("created", { name }) });
      router.push("/areas");
      router.refresh();
    },
  });
  return <Fields form={form} doors={doors} submitLabel={t("create")} />;
}

function EditForm({ doors, existing }: { doors: readonly DoorOption[]; existing: Existing }) {
  const t = useTranslations("areas.form");
  const router = useRouter();
  const { areaId, version } = existing;
  const [stale, setStale] = useState(false);
  const preview = (area: AreaInput) => previewUpdateAreaAction({ areaId, version, area });
  const review = useReview<AreaInput, { areaId: string }>({
    preview,
    commit: (area, seen) => updateAreaAction({ areaId, version, area, seen }),
    onDone: (_value, { name }) => {
      showToast({ message: t("saved", { name }) });
      router.push("/areas");
      router.refresh();
    },
  });
  const form = useActionForm<typeof areaSchema, ReviewPreview>({
    action: preview,
    schema: areaSchema,
    defaultValues: { name: existing.name, deviceIds: [...existing.deviceIds] },
    onDone: (found, area) => {
      setStale(false);
      review.show(area, found);
      window.scrollTo({ top: 0 });
    },
    onRefused: ({ code }) => {
      // Only an edit of somebody else can make a preview say so.
      if (code === "plan_changed") setStale(true);
      return code === "plan_changed";
    },
  });
  return (
    <ReviewSteps
      review={review}
      intro={t("reviewIntro")}
      confirmLabel={t("confirm")}
      staleHref={stale ? `/areas/${areaId}` : null}
    >
      <Fields form={form} doors={doors} submitLabel={t("review")} />
    </ReviewSteps>
  );
}

export type AreaFormApi = Pick<
  ReturnType<typeof useActionForm<typeof areaSchema, unknown>>,
  | "control"
  | "errorOf"
  | "errors"
  | "fieldId"
  | "pending"
  | "refusalText"
  | "register"
  | "submit"
  | "submitCount"
>;

function Fields({
  form,
  doors,
  submitLabel,
}: {
  form: AreaFormApi;
  doors: readonly DoorOption[];
  submitLabel: string;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("areas.form");
  return (
    <Form form={form} labels={{ name: t("name"), deviceIds: t("doors") }} className="max-w-3xl space-y-6">
      <Card>
        <TextField form={form} name="name" label={t("name")} hint={t("nameHint")} required />
      </Card>
      <DoorFields form={form} doors={doors} />
      <div className="flex flex-wrap justify-end gap-2">
        <Button type="submit" variant="primary" pending={form.pending}>
          {submitLabel}
        </Button>
      </div>
    </Form>
  );
}
