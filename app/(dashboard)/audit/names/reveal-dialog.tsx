"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { useStepUp } from "@/components/step-up/use-step-up";
import { showToast } from "@/components/ui/toast";
import { revealMinutes, revealSchema } from "@/lib/privacy/schema";
import { formatTime, formatZone } from "@/lib/time/format";
import { revealNamesAction } from "./actions";

/** Asks why, then for the password, and says beforehand that both are recorded. */
export function RevealDialog({ timeZone, onClose }: { timeZone: string; onClose: () => void }) {
  const t = useTranslations("privacy.reveal");
  const locale = useLocale();
  const router = useRouter();
  const { withStepUp, dialog } = useStepUp();
  const form = useActionForm({
    schema: revealSchema,
    defaultValues: { reason: "" },
    action: (input) => withStepUp(() => revealNamesAction(input)),
    onDone: ({ until }) => {
      const time = `${formatTime(until, locale, timeZone)} ${formatZone(until, locale, timeZone)}`;
      showToast({ message: t("done", { time }) });
      onClose();
      router.refresh();
    },
    onRefused: ({ code }) => code === "step_up_required",
  });
  return (
    <FormDialog
      form={form}
      labels={{ reason: t("reason") }}
      title={t("title")}
      description={t("text", { minutes: revealMinutes })}
      submitLabel={t("confirm")}
      onClose={onClose}
      beside={dialog}
    >
      <TextareaField form={form} name="reason" label={t("reason")} hint={t("reasonHint")} rows={3} required />
    </FormDialog>
  );
}
