"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useEffect, useId, useRef, useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import { Field } from "@/components/form/field";
import { useStepUp } from "@/components/step-up/use-step-up";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { previewTypedCodeAction, typeCodeAction } from "../../codes/actions";
import { DigitsInput } from "../../codes/digits-input";
import { isSixDigits } from "../../codes/six-digits";

/** A code that somebody chose: checked first, with what it does at the doors, before it counts. */
export function TypeCodeDialog({
  staffId,
  name,
  onClose,
}: {
  staffId: string;
  name: string;
  onClose: () => void;
}) {
  const t = useTranslations();
  const router = useRouter();
  const formId = useId();
  const { withStepUp, dialog } = useStepUp();
  const input = useRef<HTMLInputElement>(null);
  const [digits, setDigits] = useState("");
  const [incomplete, setIncomplete] = useState(false);
  const review = useReview<string, null>({
    preview: (typed) => withStepUp(() => previewTypedCodeAction({ staffId, digits: typed })),
    commit: (typed, seen) => withStepUp(() => typeCodeAction({ typed: { staffId, digits: typed }, seen })),
    onDone: () => {
      showToast({ message: t("codes.card.typeDone", { name }) });
      onClose();
      router.refresh();
    },
  });
  const refused = review.problem !== null && review.problem !== "lost" ? review.problem : null;
  const isAboutDigits = refused?.field === "digits";
  // What was checked is what will be sent, not what stands in the field by then.
  const checked = review.reviewed?.input === digits ? review.reviewed : null;

  // The dialog's own choice would be its first button, which closes it.
  useEffect(() => input.current?.focus(), []);

  function check(event: FormEvent) {
    event.preventDefault();
    event.stopPropagation();
    const complete = isSixDigits(digits);
    setIncomplete(!complete);
    if (complete && !review.pending) review.ask(digits);
  }

  return (
    <Dialog
      open
      size="lg"
      onOpenChange={onClose}
      title={t("codes.card.typeTitle", { name })}
      description={t("codes.card.typeText")}
      locked={review.pending && checked !== null}
      footer={
        <>
          <Button onClick={onClose}>{t("common.cancel")}</Button>
          {checked ? (
            <Button variant="primary" pending={review.pending} onClick={review.confirm}>
              {t("codes.card.typeConfirm")}
            </Button>
          ) : (
            <Button type="submit" form={formId} variant="primary" pending={review.pending}>
              {t("codes.card.typeCheck")}
            </Button>
          )}
        </>
      }
    >
      <div className="space-y-4">
        <form id={formId} method="post" noValidate onSubmit={check}>
          <Field
            label={t("codes.card.typeLabel")}
            hint={t("codes.card.typeHint")}
            error={
              incomplete
                ? t("codes.problem.digits")
                : isAboutDigits
                  ? t(`errors.${refused.code}`, { ...refused.params })
                  : undefined
            }
            required
          >
            {(control) => (
              <DigitsInput
                {...control}
                value={digits}
                ref={input}
                onChange={(event) => {
                  setDigits(event.target.value);
                  setIncomplete(false);
                  review.close();
                }}
              />
            )}
          </Field>
        </form>
        <span role="alert" className="sr-only">
          {isAboutDigits && t(`errors.${refused.code}`, { ...refused.params })}
        </span>
        {(checked || (review.problem !== null && !isAboutDigits) || review.pending) && (
          <ReviewBody
            reviewed={checked}
            problem={refused?.code === "step_up_required" || isAboutDigits ? null : review.problem}
          />
        )}
      </div>
      {dialog}
    </Dialog>
  );
}
