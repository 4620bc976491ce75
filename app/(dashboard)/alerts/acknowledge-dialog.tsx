"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
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
  const tCommon = useTranslations("common");
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
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title", { count: alertIds.length })}
      description={t("description")}
      locked={form.pending}
    >
      <Form form={form} labels={{ note: t("note") }} className="space-y-4">
        <TextareaField form={form} name="note" label={t("note")} hint={t("noteHint")} />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} disabled={form.pending}>
            {tCommon("cancel")}
          </Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            {t("confirm")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
