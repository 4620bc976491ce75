"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { showToast } from "@/components/ui/toast";
import { previewRemoveRuleAction, removeRuleAction } from "./actions";

/** Takes a rule away after showing whose access ends with it. */
export function RemoveRuleDialog({
  ruleId,
  name,
  onClose,
}: {
  ruleId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations("rules.remove");
  const router = useRouter();
  const [input] = useState(() => ({ ruleId }));
  const review = useReview<{ ruleId: string }, null>({
    preview: previewRemoveRuleAction,
    commit: (asked, seen) => removeRuleAction({ ...asked, seen }),
    onDone: () => {
      showToast({ message: t("done", { name }) });
      router.push("/rules");
      router.refresh();
    },
    startWith: input,
  });
  return (
    <ReviewDialog
      review={review}
      title={t("title")}
      description={name}
      confirmLabel={t("confirm")}
      danger
      onClose={onClose}
    >
      <p className="text-muted">{t("text")}</p>
    </ReviewDialog>
  );
}
