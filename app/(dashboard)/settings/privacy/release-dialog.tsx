"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { Form } from "@/components/form/form";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
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
  const tCommon = useTranslations("common");
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
    <Dialog
      open
      size="sm"
      title={t("releaseTitle", { what })}
      description={t("releaseText")}
      locked={form.pending}
      onOpenChange={(open) => !open && onClose()}
    >
      <Form form={form} labels={{ reason: t("reason") }}>
        <TextareaField
          form={form}
          name="reason"
          label={t("reason")}
          hint={t("reasonHint")}
          rows={2}
          required
        />
        <div className="flex flex-wrap justify-end gap-2">
          <Button onClick={onClose} disabled={form.pending}>
            {tCommon("cancel")}
          </Button>
          <Button type="submit" variant="danger" pending={form.pending}>
            {t("releaseConfirm")}
          </Button>
        </div>
      </Form>
    </Dialog>
  );
}
