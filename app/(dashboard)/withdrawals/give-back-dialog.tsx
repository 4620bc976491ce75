"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { showToast } from "@/components/ui/toast";
import { giveBackAction, previewGiveBackAction } from "./actions";
import type { GiveBackProps } from "./give-back-button";

/** What the rules put on the door again, before it is given back. */
export function GiveBackDialog({
  id,
  name,
  doorName,
  part,
  onClose,
}: GiveBackProps & { onClose: () => void }) {
  const t = useTranslations("withdrawals");
  const router = useRouter();
  const [input] = useState(() => ({ id }));
  const review = useReview<{ id: string }, number>({
    preview: previewGiveBackAction,
    commit: (asked, seen) => giveBackAction({ ...asked, seen }),
    onDone: () => {
      showToast({ message: t("giveBack.done", { name, door: doorName }) });
      onClose();
      router.refresh();
    },
    startWith: input,
  });
  return (
    <ReviewDialog
      review={review}
      title={t("giveBack.title", { name, door: doorName })}
      description={t("giveBack.text", { part: t(`part.${part}`) })}
      confirmLabel={t("giveBack.confirm")}
      onClose={onClose}
    />
  );
}
