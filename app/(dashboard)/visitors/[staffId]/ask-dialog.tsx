"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { useActionForm } from "@/components/form/use-action-form";
import { showToast } from "@/components/ui/toast";
import { type ExtensionInput, extensionSchema } from "@/lib/visits/schema";
import { askHostAction, previewLongerStayAction } from "../actions";
import { LongerDialog } from "./longer-dialog";
import { type LongerStayProps, nextLastDay } from "./longer-props";

/** Asks the host by mail, after showing what a yes would do. */
export function AskDialog({ onClose, ...props }: LongerStayProps & { onClose: () => void }) {
  const { staffId, host } = props;
  const t = useTranslations("visits.longer");
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
    />
  );
}
