import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { VisitState } from "@/lib/visits/stay";

export const visitLooks: Record<VisitState, { tone: Tone; icon: IconName }> = {
  coming: { tone: "neutral", icon: "calendar-clock" },
  here: { tone: "accent", icon: "user-check" },
  ending: { tone: "warn", icon: "clock-alert" },
  paused: { tone: "warn", icon: "pause" },
  over: { tone: "neutral", icon: "circle-minus" },
};

/** Where a visit stands by its days; what the doors say stands beside it. */
export function VisitStateBadge({ state }: { state: VisitState }) {
  const t = useTranslations("visits.state");
  return <Badge {...visitLooks[state]}>{t(state)}</Badge>;
}
