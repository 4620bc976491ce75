"use client";

import { useTranslations } from "next-intl";
import { type ReactNode, useState } from "react";
import { rememberPreference, sidebarCookie } from "@/components/preferences";
import { IconButton } from "@/components/ui/icon-button";
import { Brand } from "./brand";
import { NavLinks } from "./nav-links";
import type { NavGroup } from "./navigation";
import { PhoneNavigation } from "./phone-navigation";

/** Sidebar, top bar and room for the page; it only knows whether the sidebar is wide. */
export function FrameShell({
  brand,
  groups,
  startCollapsed,
  topBar,
  children,
}: {
  brand: string;
  groups: readonly NavGroup[];
  startCollapsed: boolean;
  topBar: ReactNode;
  children: ReactNode;
}) {
  const t = useTranslations("frame");
  const [collapsed, setCollapsed] = useState(startCollapsed);

  function toggle() {
    rememberPreference(sidebarCookie, collapsed ? "wide" : "icons");
    setCollapsed(!collapsed);
  }

  return (
    <div className="flex min-h-dvh">
      <a
        href="#main"
        className="absolute top-2 left-2 z-50 -translate-y-20 rounded-md bg-accent-solid px-3 py-2 font-medium text-white focus:translate-y-0"
      >
        {t("skip")}
      </a>
      <nav
        aria-label={t("navigation")}
        data-print="none"
        className={`sticky top-0 hidden h-dvh shrink-0 flex-col border-r border-line bg-subtle md:flex ${collapsed ? "w-14" : "w-58"}`}
      >
        <div className={`flex h-14 items-center ${collapsed ? "justify-center" : "px-4"}`}>
          <Brand name={brand} collapsed={collapsed} />
        </div>
        <div className={`min-h-0 flex-1 overflow-y-auto py-2 ${collapsed ? "px-2" : "px-2.5"}`}>
          <NavLinks groups={groups} collapsed={collapsed} />
        </div>
        <div className={`flex py-2 ${collapsed ? "justify-center" : "justify-end px-2.5"}`}>
          <IconButton
            icon={collapsed ? "chevrons-right" : "chevrons-left"}
            label={t(collapsed ? "expand" : "collapse")}
            onClick={toggle}
          />
        </div>
      </nav>
      <div className="flex min-w-0 flex-1 flex-col">
        <header
          data-print="none"
          className="sticky top-0 z-30 flex h-14 items-center gap-2 border-b border-line bg-canvas px-3 sm:px-6"
        >
          <PhoneNavigation brand={brand} groups={groups} />
          {topBar}
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto w-full max-w-7xl flex-1 px-4 py-6 outline-none sm:px-6"
        >
          {children}
        </main>
      </div>
    </div>
  );
}
