"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewSteps } from "@/components/access/review-steps";
import { useReview } from "@/components/access/use-review";
import { useReviewForm } from "@/components/access/use-review-form";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { showToast } from "@/components/ui/toast";
import type { DeviceId } from "@/lib/access/types";
import type { DoorOption } from "@/lib/areas/queries";
import { type AreaInput, areaSchema } from "@/lib/areas/schema";
import { swapOf, type TakeAlong, usualTakeAlong } from "@/lib/areas/swap";
import type { LeavingWithdrawals } from "@/lib/withdrawals/along";
import { createAreaAction, previewUpdateAreaAction, updateAreaAction } from "./actions";
import { DoorFields } from "./door-fields";
import { LeavingWithdrawalsNote } from "./leaving-withdrawals";

interface Existing {
  readonly areaId: string;
  readonly version: string;
  readonly name: string;
  readonly deviceIds: readonly DeviceId[];
}

interface Update {
  readonly area: AreaInput;
  readonly takeAlong: readonly TakeAlong[];
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
  const [leaving, setLeaving] = useState<readonly LeavingWithdrawals[]>([]);
  const [asked, setAsked] = useState<readonly TakeAlong[]>([]);
  const preview = async ({ area, takeAlong }: Update) => {
    const found = await previewUpdateAreaAction({ areaId, version, area, takeAlong: [...takeAlong] });
    if (found.ok) setLeaving(found.value.leaving);
    return found;
  };
  const updateOf = (area: AreaInput): Update => ({
    area,
    takeAlong: usualTakeAlong(swapOf(existing.deviceIds, area.deviceIds)),
  });
  const review = useReview<Update, { areaId: string }>({
    preview,
    commit: ({ area, takeAlong }, seen) =>
      updateAreaAction({ areaId, version, area, takeAlong: [...takeAlong], seen }),
    onDone: (_value, { area: { name } }) => {
      showToast({ message: t("saved", { name }) });
      router.push("/areas");
      router.refresh();
    },
  });
  const { form, stale } = useReviewForm({
    preview: (area) => preview(updateOf(area)),
    show: (area, found) => review.show(updateOf(area), found),
    schema: areaSchema,
    defaultValues: { name: existing.name, deviceIds: [...existing.deviceIds] },
  });
  const { reviewed } = review;
  // What is confirmed is what was looked at: a choice counts when its consequences are there.
  const chosen = review.pending ? asked : (reviewed?.input.takeAlong ?? []);
  const choose = (takeAlong: TakeAlong[]) => {
    if (!reviewed || review.pending) return;
    setAsked(takeAlong);
    review.ask({ ...reviewed.input, takeAlong });
  };
  return (
    <ReviewSteps
      review={review}
      intro={t("reviewIntro")}
      confirmLabel={t("confirm")}
      staleHref={stale ? `/areas/${areaId}` : null}
      choices={
        leaving.length > 0 && <LeavingWithdrawalsNote leaving={leaving} chosen={chosen} onChange={choose} />
      }
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
