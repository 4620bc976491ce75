"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { TextareaField } from "@/components/form/textarea-field";
import { useActionForm } from "@/components/form/use-action-form";
import { RadioGroup } from "@/components/ui/radio-group";
import { showToast } from "@/components/ui/toast";
import { ok, type Result } from "@/lib/result";
import { type RecordedAnswer, recordedAnswerSchema } from "@/lib/visits/schema";
import { previewLongerStayAction, recordAnswerAction } from "../actions";
import { LongerDialog } from "./longer-dialog";
import { type LongerStayProps, nextLastDay } from "./longer-props";

/** Writes down what the host said. A yes shows what it does before it does it; a no does nothing. */
export function WriteDownDialog({ onClose, ...props }: LongerStayProps & { onClose: () => void }) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const { staffId, host } = props;
  const t = useTranslations("visits.longer");
  const router = useRouter();
  const finish = () => {
    showToast({ message: t("written"), tone: "ok" });
    onClose();
    router.refresh();
  };
  const review = useReview<RecordedAnswer, { staffId: string }>({
    preview: previewLongerStayAction,
    commit: (input, seen) => recordAnswerAction({ ...input, seen }),
    onDone: finish,
  });
  const form = useActionForm<typeof recordedAnswerSchema, ReviewPreview | null>({
    action: send,
    schema: recordedAnswerSchema,
    defaultValues: { staffId, lastDay: nextLastDay(props), answer: "yes", note: "" },
    onDone: (found, input) => (found ? review.show(input, found) : finish()),
  });
  return (
    <LongerDialog
      stay={props}
      form={form}
      labels={{ lastDay: t("lastDay"), note: t("note") }}
      review={review}
      reviewDescription={t("reviewYes")}
      confirmLabel={t("writeDown")}
      onClose={onClose}
    >
      <RadioGroup
        legend={t("answer", { host })}
        options={[
          { value: "yes", label: t("yes") },
          { value: "no", label: t("no") },
        ]}
        {...form.register("answer")}
      />
      <TextareaField form={form} name="note" label={t("note")} hint={t("noteHint")} required />
    </LongerDialog>
  );
}

async function send(input: RecordedAnswer): Promise<Result<ReviewPreview | null>> {
  const { staffId, lastDay } = input;
  if (input.answer === "yes") return previewLongerStayAction({ staffId, lastDay });
  const written = await recordAnswerAction({ ...input, seen: null });
  return written.ok ? ok(null) : written;
}
