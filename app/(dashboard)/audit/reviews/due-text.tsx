import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import type { ReviewView } from "@/lib/reviews/queries";
import { formatLocalDate } from "@/lib/time/format";

/** Until when it should be signed; for an open one, that this has passed. */
export function DueText({ dueDay, isOverdue }: Pick<ReviewView, "dueDay" | "isOverdue">) {
  const t = useTranslations("reviews");
  const locale = useLocale();
  if (dueDay === null) return <span className="text-muted">{t("noDue")}</span>;
  const day = formatLocalDate(dueDay, locale);
  if (!isOverdue) return <span className="tnum">{t("due", { day })}</span>;
  return (
    <Badge tone="danger" icon="clock-alert">
      {t("overdue", { day })}
    </Badge>
  );
}
