"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { useId, useState } from "react";
import { ReviewDialog } from "@/components/access/review-dialog";
import { useReview } from "@/components/access/use-review";
import { Field } from "@/components/form/field";
import { RadioGroup } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { showToast } from "@/components/ui/toast";
import type { WithdrawnPart } from "@/lib/access/types";
import { previewWithdrawAction, withdrawAction } from "./actions";
import type { WithdrawProps } from "./withdraw-button";

/** What goes and why, with what that does at the door, before it is done. */
export function WithdrawDialog({
  staffId,
  name,
  deviceId,
  doorName,
  parts,
  onClose,
}: WithdrawProps & { onClose: () => void }) {
  const t = useTranslations("withdrawals");
  const router = useRouter();
  const radios = useId();
  const reasonId = useId();
  const [part, setPart] = useState<WithdrawnPart>("all");
  const [reason, setReason] = useState("");
  const [asked, setAsked] = useState(false);
  const isMissing = asked && reason.trim() === "";
  const review = useReview<WithdrawnPart, number>({
    preview: (chosen) => previewWithdrawAction({ staffId, deviceId, part: chosen }),
    commit: (chosen, seen) =>
      withdrawAction({ withdrawal: { staffId, deviceId, part: chosen, reason }, seen }),
    onDone: () => {
      showToast({ message: t("withdraw.done", { name, door: doorName }) });
      onClose();
      router.refresh();
    },
    startWith: part,
  });
  // An answer to an earlier choice may still come in; only what was shown for this one may be confirmed.
  const reviewed = review.reviewed?.input === part ? review.reviewed : null;

  function choose(chosen: WithdrawnPart) {
    setPart(chosen);
    review.close();
    review.ask(chosen);
  }

  function confirm() {
    setAsked(true);
    if (reason.trim() === "") document.getElementById(reasonId)?.focus();
    else review.confirm();
  }

  return (
    <ReviewDialog
      review={{ ...review, reviewed, confirm }}
      title={t("withdraw.title", { name, door: doorName })}
      description={t("withdraw.text")}
      confirmLabel={t("withdraw.confirm")}
      danger
      onClose={onClose}
    >
      {parts.length > 1 && (
        <RadioGroup
          legend={t("withdraw.part")}
          name={radios}
          value={part}
          onChange={(event) => choose(parts.find((one) => one === event.target.value) ?? "all")}
          options={parts.map((one) => ({
            value: one,
            label: t(`part.${one}`),
            hint: t(`partHint.${one}`),
          }))}
        />
      )}
      <Field
        label={t("withdraw.reason")}
        hint={t("withdraw.reasonHint")}
        required
        id={reasonId}
        error={isMissing ? t("problem.reason") : undefined}
      >
        {(control) => (
          <Textarea
            {...control}
            rows={2}
            maxLength={200}
            value={reason}
            onChange={(event) => setReason(event.target.value)}
          />
        )}
      </Field>
    </ReviewDialog>
  );
}
