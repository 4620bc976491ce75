import { useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import type { IconName } from "@/components/ui/icon";
import type { CredentialGroup } from "@/lib/imports/queries";

const looks: readonly { id: CredentialGroup; tone: Tone; icon: IconName }[] = [
  { id: "confirmed", tone: "ok", icon: "circle-check" },
  { id: "working", tone: "accent", icon: "send" },
  { id: "waiting", tone: "warn", icon: "hourglass" },
  { id: "attention", tone: "danger", icon: "circle-alert" },
];

/** One person's doors in short: how many are confirmed, and what the rest is waiting for. */
export function PersonDoors({ counts }: { counts: Readonly<Record<CredentialGroup, number>> }) {
  const t = useTranslations("import.verify");
  return (
    <span className="flex flex-wrap gap-1.5">
      {looks
        .filter(({ id }) => counts[id] > 0)
        .map(({ id, tone, icon }) => (
          <Badge key={id} tone={tone} icon={icon}>
            {t("group", { count: counts[id], state: t(id) })}
          </Badge>
        ))}
    </span>
  );
}
