import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

export default async function NotFound() {
  const t = await getTranslations("common");
  return (
    <main className="flex min-h-[60dvh] flex-col justify-center">
      <h1 className="sr-only">{t("notFound.title")}</h1>
      <EmptyState
        icon="map-pin"
        title={t("notFound.title")}
        action={
          <LinkButton href="/" variant="primary">
            {t("error.home")}
          </LinkButton>
        }
      >
        {t("notFound.text")}
      </EmptyState>
    </main>
  );
}
