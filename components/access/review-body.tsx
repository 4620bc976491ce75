"use client";

import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import { Skeleton } from "@/components/ui/skeleton";
import type { Refusal } from "@/lib/result";
import { ChangePreview } from "./change-preview";
import type { Reviewed } from "./use-review";

/** What a review shows: the consequences, that they moved, or what stands in the way. */
export function ReviewBody({
  reviewed,
  problem,
}: {
  reviewed: Reviewed<unknown> | null;
  problem: Refusal | "lost" | null;
}) {
  const t = useTranslations();
  return (
    <div className="space-y-4">
      {problem !== null && (
        <Callout tone="danger" live>
          {problem === "lost" ? t("common.form.lost") : t(`errors.${problem.code}`, { ...problem.params })}
        </Callout>
      )}
      {reviewed?.changed && problem === null && (
        <Callout tone="warn" live>
          {t("errors.plan_changed")}
        </Callout>
      )}
      {reviewed ? (
        <ChangePreview summary={reviewed.preview.consequences} />
      ) : (
        problem === null && (
          <div role="status" className="space-y-3">
            <span className="sr-only">{t("common.loading")}</span>
            <Skeleton className="h-8 w-56" />
            <Skeleton className="h-20 w-full" />
          </div>
        )
      )}
    </div>
  );
}
