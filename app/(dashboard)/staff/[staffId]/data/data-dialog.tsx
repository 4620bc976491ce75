"use client";

import { useTranslations } from "next-intl";
import { type FormEvent, useId, useState } from "react";
import { Field } from "@/components/form/field";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { RadioGroup } from "@/components/ui/radio-group";
import { Select } from "@/components/ui/select";
import { showToast } from "@/components/ui/toast";
import { type DataFormat, type DataLanguage, revealSchema } from "@/lib/privacy/schema";
import { admitDataExportAction } from "./actions";

const formats: readonly DataFormat[] = ["html", "json"];
const languages: readonly DataLanguage[] = ["en", "de"];

/** What the file shall be; after the password the browser's own form fetches it, however long it gets. */
export function DataDialog({
  staffId,
  name,
  language,
  needsReason,
  onClose,
}: {
  staffId: string;
  name: string;
  language: DataLanguage;
  /** Names are hidden, and the file tells whose entries these are. */
  needsReason: boolean;
  onClose: () => void;
}) {
  const t = useTranslations("privacy.ask");
  const tCommon = useTranslations("common");
  const tErrors = useTranslations("errors");
  const formId = useId();
  const { withStepUp, dialog } = useStepUp();
  const [pending, setPending] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [isShort, setShort] = useState(false);

  async function submit(event: FormEvent<HTMLFormElement>) {
    event.preventDefault();
    // The event's form is gone by the time the password was given.
    const form = event.currentTarget;
    if (pending) return;
    const reason = String(new FormData(form).get("reason"));
    const tooShort = needsReason && !revealSchema.safeParse({ reason }).success;
    setProblem(null);
    setShort(tooShort);
    if (tooShort) return;
    setPending(true);
    const admitted = await withStepUp(() => admitDataExportAction({ reason })).catch(() => null);
    setPending(false);
    if (admitted?.ok) {
      form.submit();
      showToast({ message: t("started") });
      onClose();
    } else if (admitted === null) setProblem(tCommon("form.lost"));
    // Names went out of sight since this dialog was opened.
    else if (admitted.refusal.code === "names_hidden") setShort(true);
    else if (admitted.refusal.code !== "step_up_required") setProblem(tErrors(admitted.refusal.code));
  }

  return (
    <Dialog
      open
      title={t("dialogTitle", { name })}
      description={t("dialogText")}
      locked={pending}
      onOpenChange={(open) => !open && onClose()}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button type="submit" form={formId} variant="primary" icon="download" pending={pending}>
            {t("download")}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        method="post"
        encType="multipart/form-data"
        action={`/api/staff/${staffId}/data`}
        onSubmit={submit}
        className="space-y-4"
      >
        <RadioGroup
          legend={t("format")}
          name="format"
          defaultValue="html"
          options={formats.map((value) => ({ value, label: t(value), hint: t(`${value}Hint`) }))}
        />
        <Field label={t("languageLabel")} required>
          {(control) => (
            <Select {...control} name="language" defaultValue={language}>
              {languages.map((value) => (
                <option key={value} value={value}>
                  {t(value)}
                </option>
              ))}
            </Select>
          )}
        </Field>
        <Field
          label={t("reasonLabel")}
          required={needsReason || isShort}
          hint={needsReason || isShort ? t("reasonHint") : undefined}
          error={isShort ? t("reasonShort") : undefined}
        >
          {(control) => <Input {...control} name="reason" maxLength={300} autoComplete="off" />}
        </Field>
        {problem && (
          <p role="alert" className="text-sm text-danger">
            {problem}
          </p>
        )}
      </form>
      {dialog}
    </Dialog>
  );
}
