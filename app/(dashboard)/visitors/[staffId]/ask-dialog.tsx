"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { ReviewBody } from "@/components/access/review-body";
import { type ReviewPreview, useReview } from "@/components/access/use-review";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { showToast } from "@/components/ui/toast";
import { formatLocalDate } from "@/lib/time/format";
import { type ExtensionInput, extensionSchema } from "@/lib/visits/schema";
import { askHostAction, previewLongerStayAction } from "../actions";
import { type LongerStayProps, nextLastDay } from "./longer-props";

/** Asks the host by mail, after showing what a yes would do. */
export function AskDialog({ onClose, ...props }: LongerStayProps & { onClose: () => void }) {
  const { staffId, name, host, lastDay } = props;
  const t = useTranslations("visits.longer");
  const tCommon = useTranslations("common");
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
  const { reviewed } = review;
  return (
    <Dialog
      open
      size={reviewed ? "lg" : "md"}
      onOpenChange={onClose}
      title={t("dialogTitle", { name })}
      description={reviewed ? t("reviewAsk", { host }) : t("description", { host })}
      locked={form.pending || review.pending}
    >
      {reviewed ? (
        <div className="space-y-4">
          <p className="text-muted">{t("reviewAskText")}</p>
          <ReviewBody reviewed={reviewed} problem={review.problem} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button icon="chevron-left" onClick={review.close} disabled={review.pending}>
              {tCommon("back")}
            </Button>
            <Button variant="primary" icon="mail" pending={review.pending} onClick={review.confirm} autoFocus>
              {t("sendMail", { host })}
            </Button>
          </div>
        </div>
      ) : (
        <Form form={form} labels={{ lastDay: t("lastDay") }}>
          <TextField
            form={form}
            name="lastDay"
            type="date"
            label={t("lastDay")}
            hint={t("lastDayHint", { day: formatLocalDate(lastDay, locale) })}
            required
          />
          <div className="flex flex-wrap justify-end gap-2">
            <Button onClick={onClose} disabled={form.pending}>
              {tCommon("cancel")}
            </Button>
            <Button type="submit" variant="primary" pending={form.pending}>
              {t("next")}
            </Button>
          </div>
        </Form>
      )}
    </Dialog>
  );
}
