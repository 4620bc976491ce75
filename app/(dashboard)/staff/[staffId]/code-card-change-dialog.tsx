"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { showToast } from "@/components/ui/toast";
import {
  disableCodeAction,
  newCodeAction,
  previewDisableCodeAction,
  previewNewCodeAction,
} from "../../codes/actions";

type Change = "compromised" | "none_yet" | "disable";

/** A generated code at once, or none any more, with what that does at the doors. */
export function CodeChangeDialog({
  what,
  staffId,
  name,
  onClose,
}: {
  what: Change;
  staffId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations("codes.card");
  const router = useRouter();
  const review = useReview<Change, null>({
    preview: (change) =>
      change === "disable"
        ? previewDisableCodeAction({ staffId })
        : previewNewCodeAction({ staffId, reason: change }),
    commit: (change, seen) =>
      change === "disable"
        ? disableCodeAction({ staffId, seen })
        : newCodeAction({ asked: { staffId, reason: change }, seen }),
    onDone: () => {
      showToast({ message: t(`${what}Done`, { name }) });
      onClose();
      router.refresh();
    },
    startWith: what,
  });
  return (
    <ReviewDialog
      review={review}
      title={t(`${what}Title`, { name })}
      confirmLabel={t(`${what}Confirm`)}
      danger={what !== "none_yet"}
      onClose={onClose}
    >
      <p className="text-muted">{t(`${what}Text`)}</p>
    </ReviewDialog>
  );
}
