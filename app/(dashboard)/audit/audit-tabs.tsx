"use client";

import { usePathname } from "next/navigation";
import { Tabs } from "@/components/ui/tabs";

export function AuditTabs({
  label,
  tabs,
}: {
  label: string;
  tabs: readonly { href: string; label: string }[];
}) {
  const pathname = usePathname();
  const current = tabs.findLast(({ href }) => pathname.startsWith(href));
  return <Tabs label={label} items={tabs.map((tab) => ({ ...tab, current: tab === current }))} />;
}
