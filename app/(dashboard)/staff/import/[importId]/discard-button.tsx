"use client";

import dynamic from "next/dynamic";
import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { discardImportAction } from "../actions";

const ConfirmDialog = dynamic(() => import("@/components/ui/confirm-dialog").then((m) => m.ConfirmDialog), {
  ssr: false,
});

export function DiscardButton({ importId }: { importId: string }) {
  const t = useTranslations("import.discard");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [pending, startTransition] = useTransition();

  function discard() {
    startTransition(async () => {
      const result = await discardImportAction({ importId });
      if (result.ok) router.push("/staff/import");
      else showToast({ message: tErrors(result.refusal.code), tone: "danger" });
    });
  }

  return (
    <>
      <Button variant="ghost" icon="trash-2" onClick={() => setOpen(true)}>
        {t("action")}
      </Button>
      {open && (
        <ConfirmDialog
          open
          onOpenChange={setOpen}
          title={t("title")}
          confirmLabel={t("confirm")}
          onConfirm={discard}
          pending={pending}
          danger
        >
          {t("text")}
        </ConfirmDialog>
      )}
    </>
  );
}
