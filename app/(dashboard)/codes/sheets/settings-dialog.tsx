"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { showToast } from "@/components/ui/toast";
import { type SheetSettings, settingsSchema } from "@/lib/sheets/schema";
import { updateSheetSettingsAction } from "./actions";

/** What stands on every sheet, and how long one may wait for its person. */
export function SettingsDialog({ settings, onClose }: { settings: SheetSettings; onClose: () => void }) {
  const t = useTranslations("sheets.settings");
  const router = useRouter();
  const form = useActionForm({
    schema: settingsSchema,
    defaultValues: settings,
    action: updateSheetSettingsAction,
    onDone: () => {
      showToast({ message: t("done") });
      onClose();
      router.refresh();
    },
  });
  const labels = { collectDays: t("collectDays"), company: t("company"), contact: t("contact") };
  return (
    <FormDialog form={form} labels={labels} title={t("title")} submitLabel={t("save")} onClose={onClose}>
      <TextField
        form={form}
        name="collectDays"
        type="number"
        inputMode="numeric"
        label={labels.collectDays}
        hint={t("collectDaysHint")}
        required
      />
      <TextField form={form} name="company" label={labels.company} hint={t("companyHint")} maxLength={80} />
      <TextField form={form} name="contact" label={labels.contact} hint={t("contactHint")} maxLength={120} />
      <Checkbox {...form.register("personnelNumber")} label={t("personnelNumber")} />
    </FormDialog>
  );
}
