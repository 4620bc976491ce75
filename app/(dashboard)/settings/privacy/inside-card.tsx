import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import type { Actor } from "@/lib/auth/actor";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getPrivacySettings } from "@/lib/privacy/settings";
import { mayWrite } from "./names-card";
import { PrivacySwitch } from "./privacy-switch";

/** Whether anybody may ask who is probably inside. */
export async function InsideCard({ actor }: { actor: Actor }) {
  const [{ inside }, t] = await Promise.all([getPrivacySettings(), getTranslations("privacy.inside")]);
  return (
    <Card title={t("title")} description={t("description")}>
      <ClientMessages areas={["privacy.inside"]}>
        <PrivacySwitch name="inside" checked={inside} mayWrite={mayWrite(actor)} />
      </ClientMessages>
      <p className="mt-3 text-sm text-muted">{t("limit")}</p>
    </Card>
  );
}
