import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";

/** Warns as long as continuous mode is on; `short`: for a row of a list. */
export function ContinuousNote({
  offer,
  short = false,
}: {
  offer: { readonly continuous: boolean } | null | undefined;
  short?: boolean;
}) {
  const t = useTranslations("operations.continuous");
  if (!offer?.continuous) return null;
  if (short) {
    return (
      <Badge tone="warn" icon="triangle-alert">
        {t("short")}
      </Badge>
    );
  }
  return (
    <Callout tone="warn" title={t("title")}>
      {t("text")}
    </Callout>
  );
}
