"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { formatLocalDate } from "@/lib/time/format";
import { type ExtensionInput, extensionSchema } from "@/lib/visits/schema";
import { askHostAction, previewLongerStayAction } from "../actions";
import { LongerDialog } from "./longer-dialog";
import { type LongerStayProps, nextLastDay } from "./longer-props";

/** Asks the host by mail, after showing what a yes would do. */
export function AskDialog({ onClose, ...props }: LongerStayProps & { onClose: () => void }) {
  const { staffId, host, lastDay } = props;
  const t = useTranslations("visits.longer");
  const locale = useLocale();
  const router = useRouter();
  const review = useReview<ExtensionInput, { mailed: boolean }>({
    preview: previewLongerStayAction,
    commit: askHostAction,
    onDone: ({ mailed }) => {
      showToast(
        mailed ? { message: t("asked", { host }), tone: "ok" } : { message: t("mailFailed"), tone: "danger" },
      );
      onClose();
      router.refresh();
    },
  });
  const form = useActionForm<typeof extensionSchema, ReviewPreview>({
    action: previewLongerStayAction,
    schema: extensionSchema,
    defaultValues: { staffId, lastDay: nextLastDay(props) },
    onDone: (found, input) => review.show(input, found),
  });
  return (
    <LongerDialog
      stay={props}
      form={form}
      labels={{ lastDay: t("lastDay") }}
      review={review}
      reviewDescription={t("reviewAsk", { host })}
      reviewText={t("reviewAskText")}
      confirmLabel={t("sendMail", { host })}
      confirmIcon="mail"
      onClose={onClose}
    >
      <TextField
        form={form}
        name="lastDay"
        type="date"
        label={t("lastDay")}
        hint={t("lastDayHint", { day: formatLocalDate(lastDay, locale) })}
        required
      />
    </LongerDialog>
  );
}
