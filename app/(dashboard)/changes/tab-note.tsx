import { useTranslations } from "next-intl";
import { Callout } from "@/components/ui/callout";
import type { ChangeTab } from "@/lib/changes/schema";

/** What a view's rows ask of a person. */
export function TabNote({ tab }: { tab: ChangeTab }) {
  const t = useTranslations("changes");
  switch (tab) {
    case "needs_review":
      return (
        <Callout tone="warn" title={t("reviewTitle")}>
          <p>{t("review.seen")}</p>
          <ol className="mt-1 list-decimal space-y-0.5 pl-5">
            <li>{t("review.app")}</li>
            <li>{t("review.there")}</li>
            <li>{t("review.notThere")}</li>
          </ol>
        </Callout>
      );
    case "failed":
      return <Note>{t("failedHint")}</Note>;
    case "waiting":
      return <Note>{t("waitingHint")}</Note>;
    case "blocked":
      return <Note>{t("blockedHint")}</Note>;
    case "open":
    case "history":
      return null;
    default:
      return tab satisfies never;
  }
}

function Note({ children }: { children: string }) {
  return <p className="max-w-3xl text-muted">{children}</p>;
}
