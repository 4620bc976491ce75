"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
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
    <FormDialog
      form={form}
      labels={{ name: t("label") }}
      size="sm"
      title={t("title", { name })}
      submitLabel={t("save")}
      onClose={onClose}
    >
      <TextField form={form} name="name" label={t("label")} hint={t("hint")} maxLength={32} required />
    </FormDialog>
  );
}
