"use client";

import { useLocale, useTranslations } from "next-intl";
import { useId } from "react";
import { bothKinds } from "@/components/access/change-summary";
import { ReviewBody } from "@/components/access/review-body";
import type { useReview } from "@/components/access/use-review";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Input } from "@/components/ui/input";
import { Label } from "@/components/ui/label";
import type { Consequences } from "@/lib/access/consequences";
import type { Outlook } from "@/lib/rotations/outlook";
import { asksForCount, isLater, keepsOld, type RotationInput } from "@/lib/rotations/schema";
import { formatLocalDate } from "@/lib/time/format";
import { OutlookNotes } from "./outlook-notes";

/** What the rotation does at the doors and to people, and the button that does it. */
export function RotationReview({
  review,
  input,
  outlook,
  typed,
  onType,
}: {
  review: ReturnType<typeof useReview<RotationInput, { rotationId: string }>>;
  input: RotationInput;
  outlook: Outlook;
  typed: string;
  onType: (typed: string) => void;
}) {
  const t = useTranslations("rotations.review");
  const tCommon = useTranslations("common");
  const locale = useLocale();
  const id = useId();
  const { reviewed } = review;
  if (!reviewed) return null;
  const { people } = outlook;
  const later = isLater(input);
  const counted = !asksForCount(input.kind) || typed.trim() === String(people);
  const { timeZone: zone } = input;
  return (
    <section ref={takeFocus} tabIndex={-1} aria-label={t("title")} className="max-w-3xl space-y-6">
      <Card
        title={t("headline", { people })}
        description={t("reach", reachOf(reviewed.preview.consequences))}
      >
        <div className="space-y-4">
          {later && (
            <p>{t("later", { when: `${formatLocalDate(input.day, locale)}, ${input.time}`, zone })}</p>
          )}
          {keepsOld(input) && (
            <p>{t("keep", { when: `${formatLocalDate(input.keepDay, locale)}, ${input.keepTime}`, zone })}</p>
          )}
          <OutlookNotes
            outlook={outlook}
            unreachable={reviewed.preview.consequences.doors.filter((door) => door.waits !== null)}
            seamless={input.mode === "seamless" && input.reason !== "compromised"}
          />
          <ReviewBody reviewed={reviewed} problem={review.problem} />
        </div>
      </Card>
      {people === 0 && !later && <Callout tone="info">{t("headline", { people })}</Callout>}
      <div className="flex flex-wrap items-center justify-end gap-2">
        {asksForCount(input.kind) && people > 0 && (
          <div className="mr-auto flex items-center gap-2">
            <Label htmlFor={id}>{tCommon("typeCount", { count: people })}</Label>
            <Input
              id={id}
              inputMode="numeric"
              autoComplete="off"
              className="w-20"
              value={typed}
              onChange={(event) => onType(event.target.value)}
            />
          </div>
        )}
        <Button icon="chevron-left" onClick={review.close} disabled={review.pending}>
          {t("back")}
        </Button>
        <Button
          variant="primary"
          pending={review.pending}
          disabled={!counted || (people === 0 && !later)}
          onClick={review.confirm}
        >
          {later ? t("confirmLater") : t("confirmNow", { count: people })}
        </Button>
      </div>
    </section>
  );
}

/** The consequences are to be read, from their beginning: neither the button nor nothing has the focus. */
function takeFocus(section: HTMLElement | null) {
  section?.focus();
  window.scrollTo({ top: 0 });
}

function reachOf({ create, update, remove, calls, doors }: Consequences) {
  return {
    doors: doors.length,
    authorizations: bothKinds(create) + bothKinds(update) + bothKinds(remove),
    requests: calls,
  };
}
