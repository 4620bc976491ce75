import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import type { Actor } from "@/lib/auth/actor";
import { getSignedState } from "@/lib/reviews/became";
import type { ReviewView } from "@/lib/reviews/queries";
import { reviewWords } from "@/lib/reviews/words";
import { formatDateTime } from "@/lib/time/format";

/** Who signed, whether it is still what was signed, and what of it is not done yet. */
export async function SignedCard({ actor, review }: { actor: Actor; review: ReviewView }) {
  const [t, locale, { isIntact, ...taken }] = await Promise.all([
    getTranslations("reviews.signed"),
    getLocale(),
    getSignedState(actor, review),
  ]);
  const { pending, returned } = taken;
  return (
    <div className="space-y-3">
      {!isIntact && (
        <Callout tone="danger" live>
          {t("broken")}
        </Callout>
      )}
      {pending > 0 ? (
        <Callout tone="warn" title={t("pending", { count: pending })}>
          {t("pendingText")}
        </Callout>
      ) : (
        <Callout tone={returned > 0 ? "info" : "success"}>
          {reviewWords(locale)
            .taken(taken)
            .map((line) => (
              <p key={line}>{line}</p>
            ))}
        </Callout>
      )}
      <Card title={t("title")}>
        <div className="space-y-1">
          <p className="font-medium">
            {t("line", {
              name: review.signedName ?? "",
              at: review.signedAt ? formatDateTime(review.signedAt.getTime(), locale, review.timeZone) : "",
            })}
          </p>
          <p className="text-muted">
            {t("account", { name: review.signedByName ?? "", email: review.signedByEmail ?? "" })}
          </p>
          {pending > 0 && returned > 0 && <p>{t("returned", { count: returned })}</p>}
          <p className="pt-2 text-muted">{t("hash")}</p>
          <code className="block text-sm break-all">{review.evidenceHash}</code>
          {isIntact && <p className="text-muted">{t("intact")}</p>}
        </div>
      </Card>
    </div>
  );
}
