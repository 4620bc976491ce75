"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { FormDialog } from "@/components/form/form-dialog";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { releaseSchema } from "@/lib/retention/schema";
import { releaseHoldAction } from "./actions";

export function ReleaseDialog({
  holdId,
  what,
  onClose,
}: {
  holdId: string;
  what: string;
  onClose: () => void;
}) {
  "use no memo"; // the form's state lives in react-hook-form, which changes it in place
  const t = useTranslations("retention.hold");
  const router = useRouter();
  const form = useActionForm({
    schema: releaseSchema,
    defaultValues: { reason: "" },
    action: ({ reason }) => releaseHoldAction({ holdId, reason }),
    onDone: () => {
      showToast({ message: t("releaseDone"), tone: "ok" });
      onClose();
      router.refresh();
    },
  });
  return (
    <FormDialog
      form={form}
      labels={{ reason: t("reason") }}
      size="sm"
      title={t("releaseTitle", { what })}
      description={t("releaseText")}
      submitLabel={t("releaseConfirm")}
      danger
      onClose={onClose}
    >
      <TextareaField form={form} name="reason" label={t("reason")} hint={t("reasonHint")} rows={2} required />
    </FormDialog>
  );
}
