import { cookies } from "next/headers";
import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { AccountMenu } from "@/components/frame/account-menu";

import { FrameShell } from "@/components/frame/frame-shell";
import { SitePicker } from "@/components/frame/site-picker";
import { SyncPill } from "@/components/frame/sync-pill";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { isTheme, sidebarCookie, themeCookie } from "@/components/preferences";
import { countAlerts } from "@/lib/alerts/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { getFrame } from "@/lib/overview/queries";
import { navigationOf, paletteOf, type Words } from "./navigation";
import { Palette } from "./palette";

export default async function DashboardLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor("overview:read");
  const [frame, alerts, t, jar] = await Promise.all([
    getFrame(actor),
    countAlerts(actor),
    getTranslations(),
    cookies(),
  ]);
  const theme = jar.get(themeCookie)?.value;
  const words: Words = {
    page: (id) => t(`frame.pages.${id}`),
    group: (id) => t(`frame.groups.${id}`),
    action: (id) => t(`frame.actions.${id}`),
  };
  const { open } = alerts;
  const badges = open > 0 ? { alerts: { count: open, text: t("frame.alertsOpen", { count: open }) } } : {};
  return (
    <ClientMessages areas={["frame"]}>
      <FrameShell
        brand={t("common.appName")}
        groups={navigationOf(actor.role, words, badges)}
        startCollapsed={jar.get(sidebarCookie)?.value === "icons"}
        topBar={
          <>
            <SitePicker sites={frame.sites} />
            <Palette items={paletteOf(actor.role, words)} />
            <span className="flex-1 max-sm:hidden" />
            <SyncPill status={frame.sync} />
            <AccountMenu
              name={actor.name}
              email={actor.email}
              role={t(`frame.roles.${actor.role}`)}
              theme={isTheme(theme) ? theme : "system"}
            />
          </>
        }
      >
        {children}
      </FrameShell>
      <LiveRefresh active={frame.sync.pending > 0} quiet />
      <LiveOn topics={may(actor, "alerts:read") ? ["connection", "alerts"] : ["connection"]} />
    </ClientMessages>
  );
}
