import { getTranslations } from "next-intl/server";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";

const icons = { notFound: "map-pin", forbidden: "lock" } as const;

/** An address that leads nowhere, or not for this person; what stands around it is the caller's. */
export async function DeadEnd({ kind }: { kind: keyof typeof icons }) {
  const t = await getTranslations("common");
  return (
    <>
      <h1 className="sr-only">{t(`${kind}.title`)}</h1>
      <EmptyState
        icon={icons[kind]}
        title={t(`${kind}.title`)}
        action={
          <LinkButton href="/" variant={kind === "notFound" ? "primary" : "secondary"}>
            {t("error.home")}
          </LinkButton>
        }
      >
        {t(`${kind}.text`)}
      </EmptyState>
    </>
  );
}
