import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { StaffStatus } from "@/lib/db/tables/intent";

export const statusLooks: Record<StaffStatus, { tone: Tone; icon: IconName }> = {
  active: { tone: "neutral", icon: "user" },
  suspended: { tone: "warn", icon: "pause" },
  removed: { tone: "neutral", icon: "circle-minus" },
};

/** Where a person stands; not to be taken for the state of a door. */
export function StatusBadge({ status }: { status: StaffStatus }) {
  const t = useTranslations("staff.status");
  return <Badge {...statusLooks[status]}>{t(status)}</Badge>;
}
