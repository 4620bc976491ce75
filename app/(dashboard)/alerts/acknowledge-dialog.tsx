"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { acknowledgeSchema } from "@/lib/alerts/schema";
import { acknowledgeAlertsAction } from "./actions";

/** Asks for the note that goes with taking alerts on. */
export function AcknowledgeDialog({
  alertIds,
  onClose,
  onDone,
}: {
  alertIds: readonly string[];
  onClose: () => void;
  onDone?: () => void;
}) {
  const t = useTranslations("alerts.ack");
  const router = useRouter();
  const form = useActionForm({
    action: acknowledgeAlertsAction,
    schema: acknowledgeSchema,
    defaultValues: { alertIds: [...alertIds], note: "" },
    onDone: ({ count }) => {
      showToast({ message: t("done", { count }), tone: "ok" });
      onDone?.();
      onClose();
      router.refresh();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ note: t("note") }}
      title={t("title", { count: alertIds.length })}
      description={t("description")}
      submitLabel={t("confirm")}
      onClose={onClose}
    >
      <TextareaField form={form} name="note" label={t("note")} hint={t("noteHint")} />
    </FormDialog>
  );
}
