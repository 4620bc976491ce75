"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { webhookSecretSchema } from "@/lib/webhooks/schema";
import { enterWebhookSecretAction } from "./actions";

/** Where an owner enters the key that Nuki signs with. */
export function WebhookSecretDialog({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const t = useTranslations("live.central");
  const router = useRouter();
  const form = useActionForm({
    action: enterWebhookSecretAction,
    schema: webhookSecretSchema,
    defaultValues: { accountId, secret: "" },
    onDone: () => {
      showToast({ message: t("saved"), tone: "ok" });
      router.refresh();
      onClose();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ secret: t("label") }}
      title={t("dialogTitle")}
      description={t("dialogText")}
      submitLabel={t("save")}
      onClose={onClose}
    >
      <TextField form={form} name="secret" type="password" label={t("label")} required autoComplete="off" />
    </FormDialog>
  );
}
