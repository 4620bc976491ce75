"use client";

import { useRouter } from "next/navigation";
import { useLocale, useTranslations } from "next-intl";
import { useState, useTransition } from "react";
import { useWatch } from "react-hook-form";
import { FormDialog } from "@/components/form/form-dialog";
import { TextField } from "@/components/form/text-field";
import { useActionForm } from "@/components/form/use-action-form";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { showToast } from "@/components/ui/toast";
import type { Shortened } from "@/lib/retention/preview";
import { daysFormSchema, type RetentionSubject, type RetentionWish } from "@/lib/retention/schema";
import { formatDate } from "@/lib/time/format";
import { changeRetentionAction, previewRetentionAction } from "./actions";

interface Asked {
  readonly wish: RetentionWish;
  readonly preview: Shortened;
}

/** How many days; where that deletes anything, how much it is has to be typed. */
export function DaysDialog({
  subject,
  days,
  isHeld,
  what,
  onClose,
}: {
  subject: RetentionSubject;
  days: number | null;
  isHeld: boolean;
  what: string;
  onClose: () => void;
}) {
  "use no memo"; // the form's state lives in react-hook-form, which changes it in place
  const t = useTranslations("retention.change");
  const tErrors = useTranslations("errors");
  const router = useRouter();
  const [asked, setAsked] = useState<Asked | null>(null);
  const [saving, startSaving] = useTransition();
  const form = useActionForm({
    schema: daysFormSchema(subject.kind),
    defaultValues: { forEver: days === null, days: String(days ?? "") },
    action: (input) => previewRetentionAction(wishOf(input)),
    onDone: (preview, input) => {
      const wish = wishOf(input);
      if (preview.count > 0) setAsked({ wish, preview });
      else save(wish, null);
    },
  });
  const forEver = useWatch({ control: form.control, name: "forEver" });

  function wishOf(input: { forEver: boolean; days: string }): RetentionWish {
    return { subject, days: input.forEver ? null : Number(input.days) };
  }

  function save(wish: RetentionWish, typed: number | null) {
    startSaving(async () => {
      const result = await changeRetentionAction({ wish, typed });
      if (result.ok) {
        showToast({ message: t("saved", { what }), tone: "ok" });
        onClose();
        return router.refresh();
      }
      // The number is another one by now: the person looks at it once more.
      setAsked(null);
      const { code } = result.refusal;
      const isMoved = code === "plan_changed" || code === "count_mismatch";
      showToast({ message: isMoved ? t("moved") : tErrors(code), tone: "danger" });
    });
  }

  if (asked) {
    return (
      <Confirm
        asked={asked}
        pending={saving}
        onBack={() => setAsked(null)}
        onConfirm={() => save(asked.wish, asked.preview.count)}
      />
    );
  }
  return (
    <FormDialog
      form={form}
      labels={{ days: t("days") }}
      size="sm"
      title={t("title", { what })}
      description={subject.kind === "site" ? t("text") : undefined}
      submitLabel={t("save")}
      pending={form.pending || saving}
      onClose={onClose}
    >
      {isHeld && subject.kind === "site" && <Callout tone="warn">{t("onlyLonger")}</Callout>}
      <TextField
        form={form}
        name="days"
        inputMode="numeric"
        label={t("days")}
        hint={t(subject.kind === "site" ? "entryHint" : "recordHint")}
        disabled={forEver}
        required
      />
      {subject.kind === "site" && (
        <Checkbox {...form.register("forEver")} label={t("forEver")} hint={t("forEverHint")} />
      )}
    </FormDialog>
  );
}

function Confirm({
  asked: { wish, preview },
  pending,
  onBack,
  onConfirm,
}: {
  asked: Asked;
  pending: boolean;
  onBack: () => void;
  onConfirm: () => void;
}) {
  const t = useTranslations("retention.change");
  const locale = useLocale();
  const { count, isExact, before, timeZone, isHeld } = preview;
  const date = before === null ? "" : formatDate(before, locale, timeZone);
  return (
    <ConfirmDialog
      open
      danger
      title={t("confirmTitle")}
      confirmLabel={t("confirm", { days: wish.days ?? 0 })}
      typeCount={count}
      pending={pending}
      onOpenChange={(open) => !open && onBack()}
      onConfirm={onConfirm}
    >
      <p>{t("doomed", { n: count, exact: String(isExact), date })}</p>
      {isHeld && <p className="mt-2">{t("held")}</p>}
    </ConfirmDialog>
  );
}
