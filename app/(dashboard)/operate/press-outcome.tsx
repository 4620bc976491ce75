"use client";

import { useTranslations } from "next-intl";
import { Callout, type CalloutTone } from "@/components/ui/callout";
import type { OperationState } from "@/lib/db/schema";
import type { OperationRow } from "@/lib/operations/queries";
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
export function PressOutcome({ row }: { row: OperationRow | null }) {
  const t = useTranslations("operations");
  const wordsOf = useOutcomeWords();
  if (!row) return <Callout tone="info" title={t("now.sending")} />;
  return (
    <Callout tone={tones[row.state]} title={t(`state.${row.state}`)}>
      {wordsOf(row).map((sentence) => (
        <p key={sentence}>{sentence}</p>
      ))}
    </Callout>
  );
}
