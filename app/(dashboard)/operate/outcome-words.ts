import { useTranslations } from "next-intl";
import type { IconName } from "@/components/ui/icon";
import type { OperationState } from "@/lib/db/schema";

const known = [
  "not_sent",
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

/** Why a press was refused or is unknown, in words; a number that this release does not know is told as it is. */
export function useOutcomeWords(): (outcome: string | null) => string | null {
  const t = useTranslations("operations.outcome");
  return (outcome) => {
    if (outcome === null) return null;
    const key = known.find((candidate) => candidate === outcome);
    return key ? t(key) : t("other", { outcome: outcome.replace(/^log_/, "") });
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
