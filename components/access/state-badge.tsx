import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { StatusReason } from "@/lib/access/status";
import type { CredentialState } from "@/lib/access/types";
import { ReasonText } from "./reason-text";

const looks: Record<CredentialState, { tone: Tone; icon: IconName; spin?: boolean }> = {
  planned: { tone: "neutral", icon: "circle-dashed" },
  sending: { tone: "accent", icon: "loader-circle", spin: true },
  waiting: { tone: "warn", icon: "hourglass" },
  active: { tone: "ok", icon: "circle-check" },
  removing: { tone: "accent", icon: "loader-circle", spin: true },
  removed: { tone: "neutral", icon: "circle-minus" },
  failed: { tone: "danger", icon: "circle-x" },
  needs_review: { tone: "danger", icon: "circle-alert" },
  unmanaged: { tone: "neutral", icon: "ghost" },
};

/** The one state of a credential at a door: a picture, a word, and why. */
export function StateBadge({
  state,
  reason,
  timeZone,
}: {
  state: CredentialState;
  reason?: StatusReason | null;
  timeZone?: string;
}) {
  const t = useTranslations("access.state");
  return (
    <span className="inline-flex flex-wrap items-center align-middle gap-x-2 gap-y-0.5">
      <Badge {...looks[state]}>{t(wordOf(state, reason ?? null))}</Badge>
      {reason && (
        <span className="text-sm text-muted">
          <ReasonText reason={reason} timeZone={timeZone} />
        </span>
      )}
    </span>
  );
}

/** Two states say more by why they are: a pause has nothing to do with the door, and what is off is still on it. */
function wordOf(state: CredentialState, reason: StatusReason | null) {
  if (state === "waiting" && reason?.key === "change") return "waiting_for_nuki";
  if (state === "removed" && reason?.key === "suspended") return "switched_off";
  return state;
}
