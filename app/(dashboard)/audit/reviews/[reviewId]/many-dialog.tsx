"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { showToast } from "@/components/ui/toast";
import { decideRowsAction } from "../actions";
import type { Asked } from "./decide-many";
import { TextDialog } from "./text-dialog";

/** One decision about many rows, with one note for all of them. */
export function ManyDialog({
  reviewId,
  asked: { decision, reduce, itemIds },
  onClose,
  onDone,
}: {
  reviewId: string;
  asked: Asked;
  onClose: () => void;
  onDone: () => void;
}) {
  const t = useTranslations("reviews.bulk");
  const tReduce = useTranslations("reviews.reduce");
  const router = useRouter();

  async function decide(text: string) {
    const note = text.trim();
    const input = { reviewId, itemIds: [...itemIds], decision, reduce };
    const result = await decideRowsAction(note === "" ? input : { ...input, note });
    if (!result.ok) return result.refusal;
    const { decided, left } = result.value;
    const told = [t("done", { count: decided }), left > 0 && t("left", { count: left })];
    showToast({ message: told.filter(Boolean).join(" "), tone: left > 0 ? "info" : "ok" });
    onDone();
    onClose();
    router.refresh();
    return null;
  }

  return (
    <TextDialog
      title={t(`title.${decision}`, { count: itemIds.length })}
      description={t("text")}
      label={t("note")}
      hint={t("noteHint")}
      confirmLabel={t("confirm")}
      send={decide}
      onClose={onClose}
    >
      {reduce && <p className="font-medium">{tReduce(reduce)}</p>}
    </TextDialog>
  );
}
