"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { revealMinutes, revealSchema } from "@/lib/privacy/schema";
import { formatTime, formatZone } from "@/lib/time/format";
import { revealNamesAction } from "./actions";

/** Asks why, then for the password, and says beforehand that both are recorded. */
export function RevealDialog({ timeZone, onClose }: { timeZone: string; onClose: () => void }) {
  const t = useTranslations("privacy.reveal");
  const tCommon = useTranslations("common");
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
    <Dialog
      open
      title={t("title")}
      description={t("text", { minutes: revealMinutes })}
      locked={form.pending}
      onOpenChange={(open) => !open && onClose()}
    >
      <Form form={form} labels={{ reason: t("reason") }}>
        <TextareaField
          form={form}
          name="reason"
          label={t("reason")}
          hint={t("reasonHint")}
          rows={3}
          required
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            {t("confirm")}
          </Button>
        </div>
      </Form>
      {dialog}
    </Dialog>
  );
}
