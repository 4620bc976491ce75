"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { showToast } from "@/components/ui/toast";
import { discardReviewAction } from "../actions";
import { TextDialog } from "./text-dialog";

/** Gives the review up, with a reason. */
export function DiscardButton({ reviewId }: { reviewId: string }) {
  const t = useTranslations("reviews.detail");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const close = () => setOpen(false);

  async function discard(reason: string) {
    const result = await discardReviewAction({ reviewId, reason });
    if (!result.ok) return result.refusal;
    showToast({ message: t("discarded") });
    close();
    router.refresh();
    return null;
  }

  return (
    <>
      <Button icon="ban" onClick={() => setOpen(true)}>
        {t("discard")}
      </Button>
      <TextDialog
        open={open}
        title={t("discardTitle")}
        description={t("discardText")}
        label={t("discardReason")}
        required
        confirmLabel={t("discardConfirm")}
        danger
        send={discard}
        onClose={close}
      />
    </>
  );
}
