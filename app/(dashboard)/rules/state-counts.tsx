import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { StateCounts as Counts } from "@/lib/rules/queries";

/** Credentials by what they ask of the office: somebody to look, patience, or nothing. */
export function StateCounts({ counts }: { counts: Counts }) {
  const t = useTranslations("rules.states");
  const { active, pending, attention } = counts;
  if (active + pending + attention === 0) return <span className="text-sm text-muted">{t("none")}</span>;
  return (
    <span className="tnum flex flex-wrap gap-1">
      {attention > 0 && (
        <Badge tone="danger" icon="circle-alert">
          {t("attention", { count: attention })}
        </Badge>
      )}
      {pending > 0 && (
        <Badge tone="accent" icon="hourglass">
          {t("pending", { count: pending })}
        </Badge>
      )}
      {active > 0 && (
        <Badge tone="ok" icon="circle-check">
          {t("active", { count: active })}
        </Badge>
      )}
    </span>
  );
}
