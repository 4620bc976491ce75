import { notFound, redirect } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { Breadcrumbs } from "@/components/frame/breadcrumbs";
import { Card } from "@/components/ui/card";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { driftOf } from "@/lib/reviews/drift";
import { listTaken } from "@/lib/reviews/items";
import { findReview, getReviewRow } from "@/lib/reviews/queries";
import { reviewWords } from "@/lib/reviews/words";
import { formatDate, formatDateTime } from "@/lib/time/format";
import { DriftNote } from "../drift-note";
import { SignForm } from "./sign-form";

export const generateMetadata = pageTitle((t) => t("reviews.sign.title"));

export default async function SignPage({ params }: { params: Promise<{ reviewId: string }> }) {
  const actor = await requireActor("reviews:write");
  const { reviewId } = await params;
  const review = await findReview(actor, reviewId);
  const row = review && (await getReviewRow(actor, review.id));
  if (!review || !row) notFound();
  // Signed meanwhile, or not all decided: the review itself says which.
  if (review.state !== "open" || review.decided < review.rows) redirect(`/audit/reviews/${review.id}`);
  const [t, locale, drift, taken] = await Promise.all([
    getTranslations("reviews"),
    getLocale(),
    driftOf(actor, row),
    listTaken(actor, review),
  ]);
  const words = reviewWords(locale);
  return (
    <ClientMessages areas={["reviews", "access"]}>
      <Breadcrumbs
        items={[
          { label: t("title"), href: "/audit/reviews" },
          { label: review.name, href: `/audit/reviews/${review.id}` },
          { label: t("sign.title") },
        ]}
      />
      <h2 className="text-lg font-semibold">{t("sign.title")}</h2>
      <DriftNote actor={actor} review={review} drift={drift} />
      {taken.length > 0 && (
        <Card title={t("sign.rows", { count: taken.length })} className="max-w-3xl">
          <ul className="max-h-72 list-disc space-y-0.5 overflow-auto pl-5">
            {taken.map((one) => (
              <li key={one.id}>
                {t("sign.row", {
                  person: one.person,
                  door: one.door,
                  decision: words.decision(one.decision, one.reduce),
                })}
              </li>
            ))}
          </ul>
        </Card>
      )}
      <SignForm
        reviewId={review.id}
        takes={taken.length}
        statement={t("sign.statementText", {
          rows: review.rows,
          at: formatDateTime(review.createdAt.getTime(), locale, review.timeZone),
        })}
        email={actor.email}
        today={formatDate(Date.now(), locale, review.timeZone)}
      />
    </ClientMessages>
  );
}
