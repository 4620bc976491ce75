"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useId, useState } from "react";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { Refusal } from "@/lib/result";
import { ReviewBody } from "./review-body";
import type { Reviewed } from "./use-review";

/** A question with its consequences: nothing can be confirmed before they are on the screen. */
export function ReviewDialog({
  review,
  title,
  description,
  confirmLabel,
  danger = false,
  typeCount,
  asked = true,
  onClose,
  children,
}: {
  /** The value of `useReview`, after `ask` was called. */
  review: {
    readonly reviewed: Reviewed<never> | Reviewed<unknown> | null;
    readonly problem: Refusal | "lost" | null;
    readonly pending: boolean;
    readonly confirm: () => void;
  };
  title: ReactNode;
  description?: ReactNode;
  confirmLabel: string;
  danger?: boolean;
  /** How many are affected: the button wakes up when the person has typed this number. */
  typeCount?: number;
  /** False as long as something is to be chosen before there are consequences to wait for. */
  asked?: boolean;
  onClose: () => void;
  children?: ReactNode;
}) {
  const t = useTranslations("common");
  const id = useId();
  const [typed, setTyped] = useState("");
  const counted = typeCount === undefined || typed.trim() === String(typeCount);
  const ready = review.reviewed !== null && counted;
  return (
    <Dialog
      open
      size="lg"
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={title}
      description={description}
      locked={review.pending && review.reviewed !== null}
      footer={
        <>
          {/* Beside the button that it wakes up, however long the consequences are. */}
          {typeCount !== undefined && (
            <div className="mr-auto flex items-center gap-2">
              <Label htmlFor={id}>{t("typeCount", { count: typeCount })}</Label>
              <Input
                id={id}
                inputMode="numeric"
                autoComplete="off"
                className="w-20"
                value={typed}
                onChange={(event) => setTyped(event.target.value)}
              />
            </div>
          )}
          <Button onClick={onClose}>{t("cancel")}</Button>
          <Button
            variant={danger ? "danger" : "primary"}
            pending={review.pending && review.reviewed !== null}
            disabled={!ready}
            onClick={review.confirm}
          >
            {confirmLabel}
          </Button>
        </>
      }
    >
      <div className="space-y-4">
        {children}
        {asked && <ReviewBody reviewed={review.reviewed} problem={review.problem} />}
      </div>
    </Dialog>
  );
}
