import { useTranslations } from "next-intl";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** The first day: nobody is here yet. */
export function StartCard() {
  const t = useTranslations("overview");
  return (
    <div className="rounded-lg border border-line bg-surface">
      <EmptyState
        icon="users"
        title={t("startTitle")}
        action={
          <>
            <LinkButton href="/staff/import" variant="primary" icon="upload">
              {t("importStaff")}
            </LinkButton>
            <LinkButton href="/staff/new" icon="plus">
              {t("addStaff")}
            </LinkButton>
          </>
        }
      >
        {t("start")}
      </EmptyState>
    </div>
  );
}
