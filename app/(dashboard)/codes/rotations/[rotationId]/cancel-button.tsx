"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { showToast } from "@/components/ui/toast";
import type { ErrorCode } from "@/lib/errors";
import { cancelRotationAction } from "../actions";

/** Calls a planned rotation off, after asking once. */
export function CancelButton({ rotationId }: { rotationId: string }) {
  const t = useTranslations("rotations.detail");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<ErrorCode | null>(null);
  const [pending, startTransition] = useTransition();

  function cancel() {
    startTransition(async () => {
      const result = await cancelRotationAction({ rotationId }).catch(() => null);
      if (!result?.ok) return setProblem(result?.refusal.code ?? "unexpected");
      showToast({ message: t("cancelled") });
      setOpen(false);
      router.refresh();
    });
  }

  return (
    <>
      <Button icon="ban" onClick={() => setOpen(true)}>
        {t("cancel")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("cancelTitle")}
        confirmLabel={t("cancel")}
        onConfirm={cancel}
        pending={pending}
      >
        <p>{t("cancelText")}</p>
        {problem && (
          <Callout tone="danger" live className="mt-3">
            {tErrors(problem)}
          </Callout>
        )}
      </ConfirmDialog>
    </>
  );
}
