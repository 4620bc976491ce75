"use client";

import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
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
  const form = useActionForm({
    action: replaceTokenAction,
    schema: tokenSchema,
    defaultValues: { accountId, token: "" },
    onDone: onSaved,
  });
  return (
    <FormDialog
      form={form}
      labels={{ token: t("label") }}
      title={t("title")}
      description={t("description")}
      submitLabel={t("save")}
      onClose={onClose}
    >
      <TextField
        form={form}
        name="token"
        type="password"
        label={t("label")}
        hint={t("hint")}
        required
        autoComplete="off"
      />
    </FormDialog>
  );
}
