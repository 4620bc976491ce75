import { useTranslations } from "next-intl";
import type { ByRule } from "@/lib/past/rows";

/** By which rules, as they were called then; or why there is none. */
export function RuleCell({ rules, later }: { rules: ByRule; later: string | null }) {
  const t = useTranslations("past.rule");
  if (typeof rules === "string")
    return (
      <span className="block min-w-40 text-sm whitespace-normal text-muted">
        {t(rules)}
        {later && <span className="block">{t("later", { person: later })}</span>}
      </span>
    );
  return (
    <ul className="min-w-40 whitespace-normal">
      {rules.map(({ id, team, area, schedule }) => (
        <li key={id}>
          {team === null ? t("personal", { area, schedule }) : t("team", { team, area, schedule })}
        </li>
      ))}
    </ul>
  );
}
