import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { Breadcrumbs } from "@/components/frame/breadcrumbs";
import { LiveOn } from "@/components/live-on";
import { Callout } from "@/components/ui/callout";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { driftOf } from "@/lib/reviews/drift";
import { listItems, summariseReview } from "@/lib/reviews/items";
import { findDiscard, findReview, getReviewRow } from "@/lib/reviews/queries";
import { itemList } from "@/lib/reviews/schema";
import { listUnmanagedOf } from "@/lib/reviews/unmanaged";
import { formatDateTime } from "@/lib/time/format";
import { DueText } from "../due-text";
import { ReviewBadge } from "../review-badge";
import { DriftNote } from "./drift-note";
import { ItemTable } from "./item-table";
import { ProgressCard } from "./progress-card";
import { ReviewActions } from "./review-actions";
import { SignedCard } from "./signed-card";
import { UnmanagedCard } from "./unmanaged-card";

/** Comparing more rows than this with the present is left to the page on which they are signed. */
const mostWatched = 500;

export const generateMetadata = pageTitle((t) => t("reviews.title"));

export default async function ReviewPage({
  params,
  searchParams,
}: {
  params: Promise<{ reviewId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("reviews:read");
  const [{ reviewId }, query] = await Promise.all([params, searchParams]);
  const review = await findReview(actor, reviewId);
  const row = review && (await getReviewRow(actor, review.id));
  if (!review || !row) notFound();
  const list = parseListState(query, itemList);
  const isOpen = review.state === "open";
  const [t, locale, items, summary, drift, unmanaged, discard] = await Promise.all([
    getTranslations("reviews"),
    getLocale(),
    listItems(actor, review, list),
    summariseReview(actor, review),
    isOpen && review.rows <= mostWatched ? driftOf(actor, row) : null,
    listUnmanagedOf(actor, row),
    review.state === "discarded" ? findDiscard(actor, review.id) : null,
  ]);
  const mayDecide = isOpen && may(actor, "reviews:write");
  const at = (instant: Date) => formatDateTime(instant.getTime(), locale, review.timeZone);
  return (
    <ClientMessages areas={["reviews"]}>
      <LiveOn topics={["changes"]} />
      <header>
        <Breadcrumbs items={[{ label: t("title"), href: "/audit/reviews" }, { label: review.name }]} />
        <div className="flex flex-wrap items-start justify-between gap-x-6 gap-y-3">
          <div className="min-w-0">
            <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <h2 className="text-lg font-semibold break-words">{review.name}</h2>
              <ReviewBadge state={review.state} />
              {isOpen && <DueText dueDay={review.dueDay} isOverdue={review.isOverdue} />}
            </div>
            <p className="text-muted">
              {t("detail.scopeLine", { scope: t(`scope.${review.scope}`), name: review.scopeName })} ·{" "}
              {t("detail.begun", { at: at(review.createdAt), name: review.createdByName })}
            </p>
          </div>
          <ReviewActions
            reviewId={review.id}
            mayDecide={mayDecide}
            canSign={review.decided === review.rows}
          />
        </div>
      </header>
      {discard && (
        <Callout>
          {t("detail.discardedBy", { name: discard.by ?? "", at: at(discard.at), reason: discard.reason })}
        </Callout>
      )}
      {review.state === "signed" && <SignedCard actor={actor} review={review} />}
      {isOpen && <ProgressCard review={review} summary={summary} mayDecide={mayDecide} />}
      {drift && <DriftNote actor={actor} review={review} drift={drift} />}
      <ItemTable
        review={review}
        items={items}
        list={list}
        summary={summary}
        mayDecide={mayDecide}
        changed={drift?.changed ?? new Map()}
      />
      {unmanaged.length > 0 && <UnmanagedCard doors={unmanaged} />}
    </ClientMessages>
  );
}
