"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState } from "react";
import { useWatch } from "react-hook-form";
import { FormDialog } from "@/components/form/form-dialog";
import { SelectField } from "@/components/form/select-field";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Checkbox } from "@/components/ui/checkbox";
import { showToast } from "@/components/ui/toast";
import { alertKinds, channelLanguages, channelModes, channelSchema } from "@/lib/alerts/schema";
import { addChannelAction } from "./actions";
import { SecretOnce } from "./secret-once";

/** Asks where alerts shall go; for an address that is called, the key follows, this once. */
export function ChannelDialog({
  kind,
  timeZone,
  onClose,
}: {
  kind: "mail" | "webhook";
  timeZone: string;
  onClose: () => void;
}) {
  "use no memo"; // the form's state lives in react-hook-form, which changes it in place
  const t = useTranslations("alerts.channel");
  const tKind = useTranslations("alerts.kind");
  const locale = useLocale();
  const router = useRouter();
  const [secret, setSecret] = useState<string | null>(null);
  const form = useActionForm({
    action: addChannelAction,
    schema: channelSchema,
    defaultValues: { kind, target: "", mode: "single", digestTime: "07:00", language: locale, kinds: [] },
    onDone: ({ secret: made }) => {
      router.refresh();
      showToast({ message: t("added"), tone: "ok" });
      if (made === null) onClose();
      else setSecret(made);
    },
  });
  const mode = useWatch({ control: form.control, name: "mode" });
  if (secret !== null) return <SecretOnce secret={secret} onClose={onClose} />;
  const isMail = kind === "mail";
  return (
    <FormDialog
      form={form}
      labels={{ target: t(isMail ? "address" : "url") }}
      title={t(isMail ? "addMail" : "addWebhook")}
      description={t(isMail ? "addMailText" : "addWebhookText")}
      submitLabel={t("add")}
      onClose={onClose}
    >
      <TextField
        form={form}
        name="target"
        type={isMail ? "email" : "url"}
        label={t(isMail ? "address" : "url")}
        hint={isMail ? undefined : t("urlHint")}
        required
      />
      {isMail && (
        <SelectField
          form={form}
          name="mode"
          label={t("when")}
          required
          options={channelModes.map((value) => ({ value, label: t(`choice.${value}`) }))}
        />
      )}
      {isMail && mode === "daily" && (
        <TextField
          form={form}
          name="digestTime"
          type="time"
          label={t("time")}
          hint={t("timeHint", { zone: timeZone })}
          required
        />
      )}
      <SelectField
        form={form}
        name="language"
        label={t("languageLabel")}
        required
        options={channelLanguages.map((value) => ({ value, label: t(`language.${value}`) }))}
      />
      <fieldset className="space-y-1">
        <legend className="text-sm font-medium">{t("kinds")}</legend>
        <p className="text-sm text-muted">{t("kindsHint")}</p>
        <div className="grid gap-x-4 gap-y-1 pt-1 sm:grid-cols-2">
          {alertKinds.map((value) => (
            <Checkbox key={value} label={tKind(value)} value={value} {...form.register("kinds")} />
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}
