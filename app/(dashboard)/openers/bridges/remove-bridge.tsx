"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { showToast } from "@/components/ui/toast";
import { removeBridgeAction } from "../actions";

/** Forgets a bridge, its address and its token. */
export function RemoveBridge({ bridgeId, name }: { bridgeId: string; name: string }) {
  const t = useTranslations();
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const [pending, startTransition] = useTransition();

  const confirm = () =>
    startTransition(async () => {
      setProblem(null);
      try {
        const result = await removeBridgeAction({ bridgeId });
        if (!result.ok) return setProblem(t(`errors.${result.refusal.code}`));
      } catch (error) {
        // Redirects and 403s travel as errors; Next must see them.
        if (error instanceof Error && "digest" in error) throw error;
        return setProblem(t("common.form.lost"));
      }
      showToast({ message: t("openers.bridge.remove.done", { name }) });
      router.push("/openers");
      router.refresh();
    });

  return (
    <>
      <Button icon="trash-2" onClick={() => setOpen(true)}>
        {t("common.remove")}
      </Button>
      <ConfirmDialog
        open={open}
        onOpenChange={setOpen}
        title={t("openers.bridge.remove.title", { name })}
        confirmLabel={t("common.remove")}
        onConfirm={confirm}
        pending={pending}
        danger
      >
        <p>{t("openers.bridge.remove.text")}</p>
        {problem !== null && (
          <Callout tone="danger" live className="mt-3">
            {problem}
          </Callout>
        )}
      </ConfirmDialog>
    </>
  );
}
