import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { ReviewView } from "@/lib/reviews/queries";

const looks: Record<ReviewView["state"], { tone: Tone; icon: IconName }> = {
  open: { tone: "accent", icon: "circle-dashed" },
  signed: { tone: "ok", icon: "circle-check" },
  discarded: { tone: "neutral", icon: "ban" },
};

export function ReviewBadge({ state }: Pick<ReviewView, "state">) {
  const t = useTranslations("reviews.state");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
