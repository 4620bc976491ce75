import { useTranslations } from "next-intl";
import type { IconName } from "@/components/ui/icon";
import type { OperationState } from "@/lib/db/schema";
import type { OperationRow } from "@/lib/operations/queries";
import { isOpening } from "@/lib/operations/what";

const known = [
  "not_sent",
  "changed_meanwhile",
  "device_busy",
  "nuki_unauthorized",
  "nuki_unreachable",
  "nuki_refused",
  "too_many_requests",
  "no_answer",
  "server_error",
  "no_proof",
  "log_1",
  "log_2",
  "log_3",
  "log_4",
  "log_5",
  "log_6",
  "log_7",
  "log_8",
  "log_9",
  "log_10",
  "log_254",
  "log_255",
] as const;

/** How a press stands and why, as sentences. A number that this release does not know is told as it is. */
export function useOutcomeWords(): (row: OperationRow) => string[] {
  const t = useTranslations("operations");
  function reasonOf(outcome: string): string {
    const key = known.find((candidate) => candidate === outcome);
    return key ? t(`outcome.${key}`) : t("outcome.other", { outcome: outcome.replace(/^log_/, "") });
  }
  return ({ kind, state, outcome, message }) => {
    const why = outcome === null ? null : reasonOf(outcome);
    const words = message === null ? [] : [t("now.words", { message })];
    switch (state) {
      case "refused":
        // What the door itself reports may have begun: only before that it is certain that nothing moved.
        return [t(outcome?.startsWith("log_") ? "now.failed" : "now.refused", { why: why ?? "" }), ...words];
      case "unknown":
        return [
          t(isOpening(kind) ? "now.unknownOpening" : "now.unknownClosing"),
          ...(why === null ? [] : [t("now.because", { why })]),
          ...words,
        ];
      default:
        return [t(`now.${state}`)];
    }
  };
}

type Tone = "neutral" | "accent" | "ok" | "warn" | "danger";

export const stateLooks: Record<OperationState, { tone: Tone; icon: IconName; spin?: boolean }> = {
  requested: { tone: "neutral", icon: "hourglass" },
  sent: { tone: "accent", icon: "loader-circle", spin: true },
  accepted: { tone: "accent", icon: "loader-circle", spin: true },
  done: { tone: "ok", icon: "circle-check" },
  refused: { tone: "danger", icon: "circle-x" },
  unknown: { tone: "warn", icon: "circle-help" },
};
