"use client";

import { useRouter } from "next/navigation";
import { useTranslations } from "next-intl";
import { type FormEvent, useState } from "react";
import { ReviewBody } from "@/components/access/review-body";
import { useReview } from "@/components/access/use-review";
import { Field } from "@/components/form/field";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { LinkButton } from "@/components/ui/link-button";
import { showToast } from "@/components/ui/toast";
import { previewSignatureAction, signReviewAction } from "../../actions";

/** The consequences, then the statement with the name under it: exactly what was shown is signed. */
export function SignForm({
  reviewId,
  takes,
  statement,
  email,
  today,
}: {
  reviewId: string;
  /** So many rows lose something. */
  takes: number;
  statement: string;
  email: string;
  today: string;
}) {
  const t = useTranslations("reviews.sign");
  const router = useRouter();
  const [name, setName] = useState("");
  const [isMissing, setMissing] = useState(false);
  const review = useReview<{ reviewId: string }, { hash: string }>({
    startWith: { reviewId },
    preview: previewSignatureAction,
    commit: (input, seen) => signReviewAction({ ...input, name, seen }),
    onDone: () => {
      showToast({ message: t("done") });
      router.push(`/audit/reviews/${reviewId}`);
    },
  });

  function submit(event: FormEvent) {
    event.preventDefault();
    const isEmpty = name.trim().length < 2;
    setMissing(isEmpty);
    if (!isEmpty) review.confirm();
  }

  return (
    <form noValidate onSubmit={submit} className="max-w-3xl space-y-6">
      <Card title={t("consequences")}>
        <div className="space-y-4">
          {takes === 0 && <p>{t("nothing")}</p>}
          <ReviewBody reviewed={review.reviewed} problem={review.problem} />
        </div>
      </Card>
      <Card title={t("statement")}>
        <div className="space-y-4">
          <p className="max-w-prose">{statement}</p>
          <Field
            label={t("name")}
            hint={t("nameHint", { email })}
            error={isMissing ? t("nameMissing") : undefined}
            required
          >
            {(control) => (
              <Input
                {...control}
                autoComplete="name"
                maxLength={120}
                value={name}
                onChange={(event) => setName(event.target.value)}
              />
            )}
          </Field>
          <p className="tnum text-muted">
            {t("date")}: {today}
          </p>
        </div>
      </Card>
      <div className="flex flex-wrap justify-end gap-2">
        <LinkButton href={`/audit/reviews/${reviewId}`} icon="chevron-left">
          {t("back")}
        </LinkButton>
        <Button
          type="submit"
          variant={takes > 0 ? "danger" : "primary"}
          icon="shield-check"
          pending={review.pending && review.reviewed !== null}
          disabled={review.reviewed === null}
        >
          {takes > 0 ? t("confirmRemove", { count: takes }) : t("confirm")}
        </Button>
      </div>
    </form>
  );
}
