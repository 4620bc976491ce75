"use client";

import { useLocale, useTranslations } from "next-intl";
import { useEffect, useId, useRef, useState } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
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
  const { press, row, problem, pending } = usePress({ deviceId: target.deviceId, kind });
  const isPressed = pending || row !== null;
  const outcome = useRef<HTMLDivElement>(null);
  useEffect(() => {
    // The button that had the focus is gone.
    if (row?.id) outcome.current?.focus();
  }, [row?.id]);
  const opening = isOpening(kind);
  const required = opening && target.reasonRequired;
  const reasonProblem = problem !== null && problem !== "lost" && problem.code === "reason_missing";
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
        onSubmit={(event) => {
          event.preventDefault();
          press(reason);
        }}
      >
        {!isPressed && (
          <>
            {problem !== null && (
              <Callout tone="danger" live title={problem === "lost" ? t("lost") : tErrors(problem.code)} />
            )}
            <Callout tone={opening ? "warn" : "info"}>
              <p className="text-ink">{t(`effect.${kind}`)}</p>
            </Callout>
            <Drawbacks target={target} opening={opening} />
            <div className="space-y-1.5">
              <Label htmlFor={`${id}-reason`}>{t(required ? "reason.required" : "reason.optional")}</Label>
              <Input
                id={`${id}-reason`}
                value={reason}
                required={required}
                aria-invalid={reasonProblem || undefined}
                aria-describedby={`${id}-hint`}
                maxLength={longestReason}
                autoComplete="off"
                onChange={(event) => setReason(event.target.value)}
              />
              <p id={`${id}-hint`} className="text-sm text-muted">
                {t("reason.hint")}
              </p>
            </div>
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
