import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import { ProgressBar } from "@/components/ui/progress-bar";
import type { ReviewSummary } from "@/lib/reviews/items";
import type { ReviewView } from "@/lib/reviews/queries";
import { KeepUsed } from "./keep-used";

/** How far it is, what is marked, and the one decision that can be taken for many at once. */
export function ProgressCard({
  review,
  summary,
  mayDecide,
}: {
  review: ReviewView;
  summary: ReviewSummary;
  mayDecide: boolean;
}) {
  const t = useTranslations("reviews");
  const { rows, decided, unusedDays } = review;
  const missing = rows - decided;
  return (
    <Card>
      <div className="space-y-3">
        <ProgressBar
          label={t("detail.progress")}
          value={decided}
          max={rows}
          valueText={t("progress", { decided, rows })}
          tone={missing === 0 ? "ok" : "accent"}
        />
        <p className="tnum text-muted">
          {t("detail.counts", { keep: review.keep, reduce: review.reduce, revoke: review.revoke })} ·{" "}
          {t("detail.unused", { count: summary.unused, days: unusedDays })}
        </p>
        {missing > 0 && (
          <div className="flex flex-wrap items-center justify-between gap-3">
            <p>
              {t("detail.signHint", { count: missing })}{" "}
              <PageLink
                href={`/audit/reviews/${review.id}?decision=undecided`}
                className="font-medium text-accent hover:underline"
              >
                {t("detail.showUndecided")}
              </PageLink>
            </p>
            {mayDecide && summary.usedUndecided > 0 && (
              <KeepUsed reviewId={review.id} count={summary.usedUndecided} days={unusedDays} />
            )}
          </div>
        )}
      </div>
    </Card>
  );
}
