"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/textarea";
import { showToast } from "@/components/ui/toast";
import { decideRowsAction } from "../actions";
import type { Asked } from "./decide-many";
import { useProblem } from "./use-problem";

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
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [note, setNote] = useState("");
  const { problem, pending, run } = useProblem();

  function decide() {
    run(async () => {
      const text = note.trim();
      const input = { reviewId, itemIds: [...itemIds], decision, reduce };
      const result = await decideRowsAction(text === "" ? input : { ...input, note: text });
      if (!result.ok) return result.refusal;
      const { decided, left } = result.value;
      const told = [t("done", { count: decided }), left > 0 && t("left", { count: left })];
      showToast({ message: told.filter(Boolean).join(" "), tone: left > 0 ? "info" : "ok" });
      onDone();
      onClose();
      router.refresh();
      return null;
    });
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t(`title.${decision}`, { count: itemIds.length })}
      description={t("text")}
      locked={pending}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" pending={pending} onClick={decide}>
            {t("confirm")}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        {reduce && <p className="font-medium">{tReduce(reduce)}</p>}
        <Field label={t("note")} hint={t("noteHint")}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={500}
              value={note}
              onChange={(event) => setNote(event.target.value)}
            />
          )}
        </Field>
        {problem && (
          <Callout tone="danger" live>
            {problem}
          </Callout>
        )}
      </div>
    </Dialog>
  );
}
