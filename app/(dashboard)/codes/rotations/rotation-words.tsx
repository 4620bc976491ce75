import { getTranslations } from "next-intl/server";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { RotationView } from "@/lib/rotations/queries";
import type { RotationState } from "@/lib/rotations/schema";

/** Whom it is about: the people, the team, the door. */
export async function whomOf({ kind, name, named }: RotationView): Promise<string> {
  const t = await getTranslations("rotations.whom");
  if (kind === "all") return t("all");
  if (name === "") return t("gone");
  // The name holds two people at most.
  return kind === "staff" ? t("staff", { name, more: Math.max(0, named - 2) }) : t(kind, { name });
}

const looks: Record<RotationState, { tone: Tone; icon: IconName }> = {
  planned: { tone: "neutral", icon: "calendar-clock" },
  running: { tone: "accent", icon: "hourglass" },
  finished: { tone: "ok", icon: "circle-check" },
  cancelled: { tone: "neutral", icon: "ban" },
};

export async function RotationBadge({ state }: { state: RotationState }) {
  const t = await getTranslations("rotations.state");
  return <Badge {...looks[state]}>{t(state)}</Badge>;
}
