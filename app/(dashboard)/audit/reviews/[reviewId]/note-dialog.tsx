"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useState } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Textarea } from "@/components/ui/textarea";
import { noteRowAction } from "../actions";
import { useProblem } from "./use-problem";

/** The note of one row; what was typed stays while it could not be saved. */
export function NoteDialog({
  reviewId,
  itemId,
  name,
  note,
  onClose,
}: {
  reviewId: string;
  itemId: number;
  name: string;
  note: string;
  onClose: () => void;
}) {
  const t = useTranslations("reviews.detail");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [text, setText] = useState(note);
  const { problem, pending, run } = useProblem();

  function save() {
    run(async () => {
      const result = await noteRowAction({ reviewId, itemId, note: text });
      if (!result.ok) return result.refusal;
      onClose();
      router.refresh();
      return null;
    });
  }

  return (
    <Dialog
      open
      onOpenChange={onClose}
      title={t("noteOf", { name })}
      locked={pending}
      footer={
        <>
          <Button onClick={onClose}>{tCommon("cancel")}</Button>
          <Button variant="primary" pending={pending} onClick={save}>
            {t("save")}
          </Button>
        </>
      }
    >
      <div className="space-y-3">
        <Field label={t("note")} hint={t("noteHint")}>
          {(control) => (
            <Textarea
              {...control}
              rows={3}
              maxLength={500}
              value={text}
              onChange={(event) => setText(event.target.value)}
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
