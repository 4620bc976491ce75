"use client";

import { useSelectedLayoutSegment } from "next/navigation";
import { Tabs } from "@/components/ui/tabs";

/** Which page is open is known to the browser only: layouts are kept between pages. A door's list is reached from Codes. */
export function CodesTabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { segment: string | null; label: string }[];
}) {
  const segment = useSelectedLayoutSegment();
  const current = segment === "door" ? null : segment;
  return (
    <Tabs
      label={label}
      items={tabs.map((tab) => ({
        href: tab.segment === null ? "/codes" : `/codes/${tab.segment}`,
        label: tab.label,
        current: tab.segment === current,
      }))}
    />
  );
}
