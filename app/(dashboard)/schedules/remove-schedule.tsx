"use client";

import { useTranslations } from "next-intl";
import { RemoveUnused } from "../rules/remove-unused";
import { removeScheduleAction } from "./actions";

export function RemoveSchedule({
  scheduleId,
  name,
  rules,
}: {
  scheduleId: string;
  name: string;
  rules: number;
}) {
  const t = useTranslations("schedules.remove");
  return (
    <RemoveUnused
      title={t("title", { name })}
      text={t("text")}
      usedText={t("used", { rules })}
      doneText={t("done", { name })}
      rules={rules}
      rulesHref={`/rules?schedule=${scheduleId}`}
      listHref="/schedules"
      remove={() => removeScheduleAction({ scheduleId })}
    />
  );
}
