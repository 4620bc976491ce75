import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { type Actor, may } from "@/lib/auth/actor";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getPrivacySettings } from "@/lib/privacy/settings";
import { PrivacySwitch } from "./privacy-switch";

/** Whether the door log tells names, and what it means to hide them. */
export async function NamesCard({ actor }: { actor: Actor }) {
  const [{ namesHidden }, t] = await Promise.all([getPrivacySettings(), getTranslations("privacy.names")]);
  return (
    <Card title={t("title")} description={t("description")}>
      <ClientMessages areas={["privacy.names"]}>
        <PrivacySwitch name="namesHidden" checked={namesHidden} mayWrite={mayWrite(actor)} />
      </ClientMessages>
      <p className="mt-3 text-sm text-muted">{t("limit")}</p>
    </Card>
  );
}

/** They hold for all sites. */
export function mayWrite(actor: Actor): boolean {
  return may(actor, "privacy:write") && actor.sites === "all";
}
