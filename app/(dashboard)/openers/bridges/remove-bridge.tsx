"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { useProblem } from "@/components/form/use-problem";
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
  const { problem, pending, run } = useProblem();

  const confirm = () =>
    run(async () => {
      const result = await removeBridgeAction({ bridgeId });
      if (!result.ok) return result.refusal;
      showToast({ message: t("openers.bridge.remove.done", { name }) });
      router.push("/openers");
      router.refresh();
      return null;
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
