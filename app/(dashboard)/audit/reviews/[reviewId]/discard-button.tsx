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
import { discardReviewAction } from "../actions";
import { useProblem } from "./use-problem";

/** Gives the review up, with a reason. */
export function DiscardButton({ reviewId }: { reviewId: string }) {
  const t = useTranslations("reviews.detail");
  const tCommon = useTranslations("common");
  const router = useRouter();
  const [open, setOpen] = useState(false);
  const [reason, setReason] = useState("");
  const { problem, run, pending } = useProblem();

  function discard() {
    run(async () => {
      const result = await discardReviewAction({ reviewId, reason });
      if (!result.ok) return result.refusal;
      showToast({ message: t("discarded") });
      setOpen(false);
      router.refresh();
      return null;
    });
  }

  return (
    <>
      <Button icon="ban" onClick={() => setOpen(true)}>
        {t("discard")}
      </Button>
      <Dialog
        open={open}
        onOpenChange={setOpen}
        title={t("discardTitle")}
        description={t("discardText")}
        locked={pending}
        footer={
          <>
            <Button onClick={() => setOpen(false)}>{tCommon("cancel")}</Button>
            <Button variant="danger" pending={pending} disabled={reason.trim() === ""} onClick={discard}>
              {t("discardConfirm")}
            </Button>
          </>
        }
      >
        <div className="space-y-3">
          <Field label={t("discardReason")} required>
            {(control) => (
              <Textarea
                {...control}
                rows={3}
                maxLength={500}
                value={reason}
                onChange={(event) => setReason(event.target.value)}
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
    </>
  );
}
