import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { SettingsTabs } from "./settings-tabs";

export default async function SettingsLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor("settings:read");
  const t = await getTranslations("settings");
  const tabs = [
    { segment: "connection", label: t("tab.connection") },
    ...(may(actor, "devices:write") ? [{ segment: "sites", label: t("tab.sites") }] : []),
    { segment: "alerts", label: t("tab.alerts") },
    { segment: "privacy", label: t("tab.privacy") },
  ];
  return (
    <>
      <div className="mb-6">
        <SettingsTabs label={t("navigation")} tabs={tabs} />
      </div>
      {children}
    </>
  );
}
