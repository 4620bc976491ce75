import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { Outcome } from "@/lib/reviews/outcome";

const looks: Record<Outcome["kind"], { tone: Tone; icon: IconName; spin?: boolean }> = {
  kept: { tone: "neutral", icon: "check" },
  leaving: { tone: "accent", icon: "loader-circle", spin: true },
  gone: { tone: "neutral", icon: "x" },
  returned: { tone: "warn", icon: "undo-2" },
  removing: { tone: "accent", icon: "loader-circle", spin: true },
  waiting: { tone: "warn", icon: "hourglass" },
  stuck: { tone: "danger", icon: "circle-alert" },
  done: { tone: "ok", icon: "circle-check" },
};

export function OutcomeBadge({ outcome, children }: { outcome: Outcome; children: ReactNode }) {
  return <Badge {...looks[outcome.kind]}>{children}</Badge>;
}
