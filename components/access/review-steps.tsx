"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Stepper } from "@/components/ui/stepper";
import { bothKinds } from "./change-summary";
import { ReviewBody } from "./review-body";
import type { useReview } from "./use-review";

/**
 * A form in two steps: what to change, and what that does at the doors. The form stays where it is while the
 * consequences are looked at, so nothing typed is lost. Needs the words of `rules` and `access`.
 */
export function ReviewSteps<Input, Value>({
  review,
  intro,
  confirmLabel,
  staleHref,
  choices,
  children,
}: {
  review: ReturnType<typeof useReview<Input, Value>>;
  intro: string;
  confirmLabel: string;
  /** Set when somebody else changed the thing since the form was filled: where its present state is. */
  staleHref: string | null;
  /** What is to be decided while looking at the consequences. */
  choices?: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("rules.review");
  const { reviewed } = review;
  return (
    <>
      <Stepper
        label={t("steps")}
        steps={[
          { id: "fill", label: t("stepFill") },
          { id: "review", label: t("stepReview") },
        ]}
        current={reviewed ? "review" : "fill"}
        doneLabel={t("stepDone")}
      />
      {reviewed && (
        <section aria-label={t("title")} className="max-w-3xl space-y-6">
          <Card title={<Headline summary={reviewed.preview.consequences} />} description={intro}>
            <div className="space-y-4">
              {choices}
              <ReviewBody reviewed={reviewed} problem={review.problem} />
            </div>
          </Card>
          <div className="flex flex-wrap justify-end gap-2">
            <Button icon="chevron-left" onClick={review.close} disabled={review.pending}>
              {t("back")}
            </Button>
            <Button variant="primary" pending={review.pending} onClick={review.confirm} autoFocus>
              {confirmLabel}
            </Button>
          </div>
        </section>
      )}
      <div hidden={reviewed !== null}>
        {staleHref !== null && (
          <Callout
            tone="warn"
            live
            className="mb-4 max-w-3xl"
            action={<LinkButton href={staleHref}>{t("reload")}</LinkButton>}
          >
            {t("stale")}
          </Callout>
        )}
        {children}
      </div>
    </>
  );
}

type Summary = NonNullable<ReturnType<typeof useReview>["reviewed"]>["preview"]["consequences"];

/** How far a change reaches: people and authorizations. */
function Headline({ summary }: { summary: Summary }) {
  const t = useTranslations("rules.review");
  const authorizations = bothKinds(summary.create) + bothKinds(summary.update) + bothKinds(summary.remove);
  if (authorizations === 0) return t("reachNobody");
  return t("reach", { people: summary.staff, authorizations });
}
