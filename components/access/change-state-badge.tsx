import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { ChangeState } from "@/lib/access/types";

const looks: Record<ChangeState, { tone: Tone; icon: IconName; spin?: boolean }> = {
  planned: { tone: "neutral", icon: "circle-dashed" },
  sending: { tone: "accent", icon: "loader-circle", spin: true },
  accepted: { tone: "accent", icon: "clock" },
  confirmed: { tone: "ok", icon: "circle-check" },
  waiting: { tone: "warn", icon: "hourglass" },
  failed: { tone: "danger", icon: "circle-x" },
  needs_review: { tone: "danger", icon: "circle-alert" },
  superseded: { tone: "neutral", icon: "circle-minus" },
};

export function ChangeStateBadge({ state }: { state: ChangeState }) {
  const t = useTranslations("access.changeState");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
