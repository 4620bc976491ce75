"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { showToast } from "@/components/ui/toast";
import { endVisitAction, previewEndVisitAction } from "../actions";

/** Ends a visit after showing where the code will be taken off. */
export function EndVisitDialog({
  staffId,
  name,
  onClose,
}: {
  staffId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations("visits.endDialog");
  const router = useRouter();
  const [input] = useState(() => ({ staffId }));
  const review = useReview<{ staffId: string }, null>({
    preview: previewEndVisitAction,
    commit: (asked, seen) => endVisitAction({ ...asked, seen }),
    onDone: () => {
      showToast({ message: t("done", { name }) });
      onClose();
      router.refresh();
    },
    startWith: input,
  });
  return (
    <ReviewDialog
      review={review}
      title={t("title", { name })}
      confirmLabel={t("confirm")}
      danger
      onClose={onClose}
    >
      <p className="text-muted">{t("text")}</p>
    </ReviewDialog>
  );
}
