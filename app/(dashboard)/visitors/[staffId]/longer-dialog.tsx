"use client";

import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import type { FieldValues, Path } from "react-hook-form";
import { ReviewBody } from "@/components/access/review-body";
import type { useReview } from "@/components/access/use-review";
import { Form } from "@/components/form/form";
import { TextField } from "@/components/form/text-field";
import type { BoundForm } from "@/components/form/use-action-form";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import type { IconName } from "@/components/ui/icon";
import { formatLocalDate } from "@/lib/time/format";
import type { LongerStayProps } from "./longer-props";

/** Two steps about a longer stay: what is asked or written down, then what a yes does at the doors. */
export function LongerDialog<Values extends FieldValues & { lastDay: string }, Input, Value>({
  stay: { name, host, lastDay },
  form,
  labels,
  review,
  reviewDescription,
  reviewText,
  confirmLabel,
  confirmIcon,
  onClose,
  children,
}: {
  stay: LongerStayProps;
  form: BoundForm<Values>;
  labels: Partial<Record<Path<Values>, string>>;
  review: ReturnType<typeof useReview<Input, Value>>;
  reviewDescription: string;
  reviewText?: string;
  confirmLabel: string;
  confirmIcon?: IconName;
  onClose: () => void;
  children?: ReactNode;
}) {
  "use no memo"; // errors are read from react-hook-form, which changes them in place
  const t = useTranslations("visits.longer");
  const locale = useLocale();
  const tCommon = useTranslations("common");
  const { reviewed } = review;
  return (
    <Dialog
      open
      size={reviewed ? "lg" : "md"}
      onOpenChange={onClose}
      title={t("dialogTitle", { name })}
      description={reviewed ? reviewDescription : t("description", { host })}
      locked={form.pending || review.pending}
    >
      {reviewed ? (
        <div className="space-y-4">
          {reviewText && <p className="text-muted">{reviewText}</p>}
          <ReviewBody reviewed={reviewed} problem={review.problem} />
          <div className="flex flex-wrap justify-end gap-2">
            <Button icon="chevron-left" onClick={review.close} disabled={review.pending}>
              {tCommon("back")}
            </Button>
            <Button
              variant="primary"
              icon={confirmIcon}
              pending={review.pending}
              onClick={review.confirm}
              autoFocus
            >
              {confirmLabel}
            </Button>
          </div>
        </div>
      ) : (
        <Form form={form} labels={labels}>
          <TextField
            form={form}
            name={"lastDay" as Path<Values>}
            type="date"
            label={t("lastDay")}
            hint={t("lastDayHint", { day: formatLocalDate(lastDay, locale) })}
            required
          />
          {children}
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
