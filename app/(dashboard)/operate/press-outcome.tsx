"use client";

import { useTranslations } from "next-intl";
import { Callout, type CalloutTone } from "@/components/ui/callout";
import type { OperationKind, OperationState } from "@/lib/db/schema";
import type { OperationRow } from "@/lib/operations/queries";
import { isOpening } from "@/lib/operations/what";
import { useOutcomeWords } from "./outcome-words";

const tones: Record<OperationState, CalloutTone> = {
  requested: "info",
  sent: "info",
  accepted: "info",
  done: "success",
  refused: "danger",
  unknown: "warn",
};

/** How a press stands, and what to make of it; `null` while it is on its way to the server. */
export function PressOutcome({ kind, row }: { kind: OperationKind; row: OperationRow | null }) {
  const t = useTranslations("operations");
  const why = useOutcomeWords()(row?.outcome ?? null) ?? "";
  if (!row) return <Callout tone="info" title={t("now.sending")} />;
  const { state, message } = row;
  return (
    <Callout tone={tones[state]} title={t(`state.${state}`)}>
      {state === "refused" ? (
        <p>{t("now.refused", { why })}</p>
      ) : state === "unknown" ? (
        <>
          <p>{t(isOpening(kind) ? "now.unknownOpening" : "now.unknownClosing")}</p>
          {why && <p>{t("now.because", { why })}</p>}
        </>
      ) : (
        <p>{t(`now.${state}`)}</p>
      )}
      {message && <p>{t("now.words", { message })}</p>}
    </Callout>
  );
}
