"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { renameSchema } from "@/lib/device-settings/schema";
import { renameDeviceAction } from "../actions";

const schema = renameSchema.pick({ name: true });

export function RenameDialog({
  deviceId,
  name,
  onClose,
}: {
  deviceId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations("doorSettings.rename");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const form = useActionForm({
    schema,
    defaultValues: { name },
    action: (input) => renameDeviceAction({ deviceId, before: name, name: input.name }),
    onDone: ({ changed }) => {
      if (changed > 0) showToast({ message: t("done") });
      onClose();
      router.refresh();
    },
  });
  return (
    <Dialog
      open
      size="sm"
      title={t("title", { name })}
      locked={form.pending}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <Form form={form} labels={{ name: t("label") }}>
        <TextField form={form} name="name" label={t("label")} hint={t("hint")} maxLength={32} required />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" variant="primary" pending={form.pending}>
            {t("save")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
