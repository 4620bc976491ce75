"use client";

import { useTranslations } from "next-intl";
import { RemoveUnused } from "../rules/remove-unused";
import { removeAreaAction } from "./actions";

export function RemoveArea({ areaId, name, rules }: { areaId: string; name: string; rules: number }) {
  const t = useTranslations("areas.remove");
  return (
    <RemoveUnused
      title={t("title", { name })}
      text={t("text")}
      usedText={t("used", { rules })}
      doneText={t("done", { name })}
      rules={rules}
      rulesHref={`/rules?area=${areaId}`}
      listHref="/areas"
      remove={() => removeAreaAction({ areaId })}
    />
  );
}
