"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import { Tabs } from "@/components/ui/tabs";

/** Which page of the settings is open is known to the browser only: layouts are kept between pages. */
export function SettingsTabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { segment: string; label: string }[];
}) {
  const current = useSelectedLayoutSegment();
  return (
    <Tabs
      label={label}
      items={tabs.map((tab) => ({
        href: `/settings/${tab.segment}`,
        label: tab.label,
        current: tab.segment === current,
      }))}
    />
  );
}
