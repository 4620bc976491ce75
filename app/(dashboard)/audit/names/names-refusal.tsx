import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

/** Instead of the list, where an address asks for people by name while names are hidden. */
export async function NamesRefusal({ hrefWithout }: { hrefWithout: string }) {
  const t = await getTranslations("privacy.bar");
  return (
    <EmptyState
      icon="eye-off"
      title={t("refusedTitle")}
      action={<LinkButton href={hrefWithout}>{t("withoutNames")}</LinkButton>}
    >
      {t("refused")}
    </EmptyState>
  );
}
