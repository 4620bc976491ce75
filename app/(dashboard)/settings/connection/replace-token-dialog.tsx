"use client";

import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { tokenSchema } from "@/lib/accounts/schema";
import { replaceTokenAction } from "./actions";

/** Where an owner enters another token; it is tested as soon as it is stored. */
export function ReplaceTokenDialog({
  accountId,
  onClose,
  onSaved,
}: {
  accountId: string;
  onClose: () => void;
  onSaved: () => void;
}) {
  const t = useTranslations("settings.replace");
  const tCommon = useTranslations("common");
  const form = useActionForm({
    action: replaceTokenAction,
    schema: tokenSchema,
    defaultValues: { accountId, token: "" },
    onDone: onSaved,
  });
  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("title")}
      description={t("description")}
      locked={form.pending}
    >
      <Form form={form} labels={{ token: t("label") }} className="space-y-4">
        <TextField
          form={form}
          name="token"
          type="password"
          label={t("label")}
          hint={t("hint")}
          required
          autoComplete="off"
        />
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
