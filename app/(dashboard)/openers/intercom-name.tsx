import { useTranslations } from "next-intl";
import type { Opener } from "@/lib/bridges/queries";

/** Brand and model of the intercom that the opener was set up for, as far as it is known. */
export function IntercomName({ opener: { intercom } }: { opener: Pick<Opener, "intercom"> }) {
  const t = useTranslations("openers");
  if (!intercom?.brand && !intercom?.model) return t("opener");
  return t("intercom", { brand: intercom.brand ?? "", model: intercom.model ?? "" });
}
