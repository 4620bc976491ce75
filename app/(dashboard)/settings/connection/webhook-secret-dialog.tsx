"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { webhookSecretSchema } from "@/lib/webhooks/schema";
import { enterWebhookSecretAction } from "./actions";

/** Where an owner enters the key that Nuki signs with. */
export function WebhookSecretDialog({ accountId, onClose }: { accountId: string; onClose: () => void }) {
  const t = useTranslations("live.central");
  const tCommon = useTranslations("common");
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
    <Dialog
      open
      onOpenChange={onClose}
      title={t("dialogTitle")}
      description={t("dialogText")}
      locked={form.pending}
    >
      <Form form={form} labels={{ secret: t("label") }} className="space-y-4">
        <TextField form={form} name="secret" type="password" label={t("label")} required autoComplete="off" />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} disabled={form.pending}>
            {tCommon("cancel")}
          </Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            {t("save")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
