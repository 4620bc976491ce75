import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export default async function Forbidden() {
  const t = await getTranslations("common");
  return (
    <main className="flex min-h-[60dvh] flex-col justify-center">
      <h1 className="sr-only">{t("forbidden.title")}</h1>
      <EmptyState
        icon="lock"
        title={t("forbidden.title")}
        action={<LinkButton href="/">{t("error.home")}</LinkButton>}
      >
        {t("forbidden.text")}
      </EmptyState>
    </main>
  );
}
