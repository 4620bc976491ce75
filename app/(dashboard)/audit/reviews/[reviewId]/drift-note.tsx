import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import type { Actor } from "@/lib/auth/actor";
import type { Drift } from "@/lib/reviews/drift";
import { namesOfItems } from "@/lib/reviews/items";
import type { ReviewView } from "@/lib/reviews/queries";

/** So many are named; the rest is a number. */
const mostNamed = 8;

/** What the world did since the review began: told before anybody signs. */
export async function DriftNote({
  actor,
  review,
  drift: { changed, added },
}: {
  actor: Actor;
  review: ReviewView;
  drift: Drift;
}) {
  if (changed.size + added.length === 0) return null;
  const first = [...changed].slice(0, mostNamed);
  const [t, names] = await Promise.all([
    getTranslations("reviews.drift"),
    namesOfItems(
      actor,
      review,
      first.map(([id]) => id),
    ),
  ]);
  const more = (count: number) => count > mostNamed && <li>{t("more", { count: count - mostNamed })}</li>;
  return (
    <div className="space-y-3">
      {changed.size > 0 && (
        <Callout tone="warn" title={t("changed", { count: changed.size })}>
          <ul className="list-disc pl-5">
            {first.map(([id, kind]) => (
              <li key={id}>
                {t(kind === "changed" ? "changedRow" : kind, names.get(id) ?? { person: "", door: "" })}
              </li>
            ))}
            {more(changed.size)}
          </ul>
        </Callout>
      )}
      {added.length > 0 && (
        <Callout title={t("added", { count: added.length })}>
          <p>{t("addedText")}</p>
          <ul className="list-disc pl-5">
            {added.slice(0, mostNamed).map(({ person, door }) => (
              <li key={`${person} ${door}`}>{`${person}, ${door}`}</li>
            ))}
            {more(added.length)}
          </ul>
        </Callout>
      )}
    </div>
  );
}
