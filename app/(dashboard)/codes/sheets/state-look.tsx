import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { SheetState } from "@/lib/sheets/state";

const looks: Record<SheetState, { tone: Tone; icon: IconName }> = {
  issued: { tone: "warn", icon: "hourglass" },
  collected: { tone: "ok", icon: "handshake" },
  expired: { tone: "danger", icon: "timer-off" },
  returned: { tone: "neutral", icon: "undo-2" },
  destroyed: { tone: "neutral", icon: "circle-minus" },
  worthless: { tone: "neutral", icon: "ban" },
};

/** Where a sheet is in its life: a picture and a word. */
export function SheetStateBadge({ state }: { state: SheetState }) {
  const t = useTranslations("sheets.state");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
