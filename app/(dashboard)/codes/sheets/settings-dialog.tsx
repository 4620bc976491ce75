"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { type SheetSettings, settingsSchema } from "@/lib/sheets/schema";
import { updateSheetSettingsAction } from "./actions";

/** What stands on every sheet, and how long one may wait for its person. */
export function SettingsDialog({ settings, onClose }: { settings: SheetSettings; onClose: () => void }) {
  const t = useTranslations("sheets.settings");
  const tCommon = useTranslations("common");
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
    <Dialog open title={t("title")} locked={form.pending} onOpenChange={(open) => !open && onClose()}>
      <Form form={form} labels={labels}>
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
        <TextField
          form={form}
          name="contact"
          label={labels.contact}
          hint={t("contactHint")}
          maxLength={120}
        />
        <Checkbox {...form.register("personnelNumber")} label={t("personnelNumber")} />
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
