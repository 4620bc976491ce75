"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import type { OperationKind } from "@/lib/db/schema";
import { isOpening, longestReason } from "@/lib/operations/what";
import { formatRelative, formatTime } from "@/lib/time/format";
import { PressOutcome } from "./press-outcome";
import { kindIcons, type PressTarget } from "./press-target";
import { usePress } from "./use-press";

/** Asks once, naming door, site and effect; then tells what becomes of it, in the same place. */
export function PressDialog({
  target,
  kind,
  onClose,
}: {
  target: PressTarget;
  kind: OperationKind;
  onClose: () => void;
}) {
  const t = useTranslations("operations");
  const tCommon = useTranslations("common");
  const tErrors = useTranslations("errors");
  const id = useId();
  const [reason, setReason] = useState("");
  const [triedWithout, setTriedWithout] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const { press, row, problem, pending } = usePress({ deviceId: target.deviceId, kind });
  const isPressed = pending || row !== null;
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that had the focus is gone.
    if (row?.id) outcome.current?.focus();
  }, [row?.id]);
  const opening = isOpening(kind);
  // The site may have begun to ask for a reason since the page was drawn.
  const isMissing =
    triedWithout || (problem !== null && problem !== "lost" && problem.code === "reason_missing");
  const required = isMissing || (opening && target.reasonRequired);
  return (
    <Dialog
      open
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
      title={
        isPressed
          ? t("pressed", { kind: t(`kind.${kind}`), door: target.name })
          : t(`ask.${kind}`, { door: target.name })
      }
      description={t("where", { site: target.siteName })}
      footer={
        <>
          <Button onClick={onClose} className="max-sm:min-h-12 max-sm:flex-1">
            {tCommon(isPressed ? "close" : "cancel")}
          </Button>
          {row === null && (
            <Button
              type="submit"
              form={`${id}-form`}
              variant={opening ? "danger" : "primary"}
              icon={kindIcons[kind]}
              pending={pending}
              className="max-sm:min-h-12 max-sm:flex-1"
            >
              {t(`confirm.${kind}`)}
            </Button>
          )}
        </>
      }
    >
      <div ref={outcome} role="status" tabIndex={-1} className="outline-none">
        {isPressed && <PressOutcome row={row} />}
      </div>
      <form
        id={`${id}-form`}
        className="space-y-4"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          const lacksReason = required && reason.trim() === "";
          setTriedWithout(lacksReason);
          if (lacksReason) field.current?.focus();
          else press(reason);
        }}
      >
        {!isPressed && (
          <>
            {problem !== null && !isMissing && (
              <Callout tone="danger" live title={problem === "lost" ? t("lost") : tErrors(problem.code)} />
            )}
            <Callout tone={opening ? "warn" : "info"}>
              <p className="text-ink">{t(`effect.${kind}`)}</p>
            </Callout>
            <Drawbacks target={target} opening={opening} />
            <Field
              label={t("reason.label")}
              hint={t("reason.hint")}
              error={isMissing ? tErrors("reason_missing") : undefined}
              required={required}
            >
              {(control) => (
                <Input
                  {...control}
                  ref={field}
                  value={reason}
                  maxLength={longestReason}
                  autoComplete="off"
                  onChange={(event) => setReason(event.target.value)}
                />
              )}
            </Field>
          </>
        )}
      </form>
    </Dialog>
  );
}

function Drawbacks({ target, opening }: { target: PressTarget; opening: boolean }) {
  const t = useTranslations("operations.know");
  const locale = useLocale();
  const [now] = useState(() => Date.now());
  const { stateText, seenAt, timeZone } = target;
  return (
    <div className="text-sm">
      <p className="font-medium">{t("title")}</p>
      <ul className="mt-1 list-disc space-y-1 pl-5 text-muted">
        <li>
          {t("state", {
            state: stateText,
            when: formatRelative(Math.min(seenAt, now), now, locale),
            at: formatTime(seenAt, locale, timeZone),
          })}
        </li>
        {opening && <li>{t("who")}</li>}
        <li>{t("slow")}</li>
        <li>{t("once")}</li>
      </ul>
    </div>
  );
}
