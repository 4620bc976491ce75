"use client";

import { usePathname, useSearchParams } from "next/navigation";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import type { NavGroup } from "./navigation";

/** The chosen site goes along from page to page; it filters, it does not own. */
export function NavLinks({
  groups,
  collapsed = false,
  onFollow,
}: {
  groups: readonly NavGroup[];
  collapsed?: boolean;
  onFollow?: () => void;
}) {
  const pathname = usePathname();
  const site = useSearchParams().get("site");
  return (
    <ul className="space-y-4">
      {groups.map((group) => (
        <li key={group.id}>
          {group.label !== null && (
            <p className={collapsed ? "sr-only" : "px-2.5 pb-1 text-xs font-medium text-faint"}>
              {group.label}
            </p>
          )}
          <ul className="space-y-0.5">
            {group.items.map((item) => (
              <li key={item.id}>
                <PageLink
                  href={site ? `${item.href}?site=${encodeURIComponent(site)}` : item.href}
                  onClick={onFollow}
                  title={collapsed ? item.label : undefined}
                  aria-current={isCurrent(item.href, pathname) ? "page" : undefined}
                  className={`target relative flex items-center gap-2.5 rounded-md text-muted hover:bg-hover hover:text-ink aria-[current=page]:bg-pressed aria-[current=page]:font-medium aria-[current=page]:text-ink ${collapsed ? "justify-center px-0" : "px-2.5"}`}
                >
                  <Icon name={item.icon} />
                  <span className={collapsed ? "sr-only" : "truncate"}>{item.label}</span>
                  {item.badge && <NavBadge {...item.badge} collapsed={collapsed} />}
                </PageLink>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function NavBadge({ count, text, collapsed }: { count: number; text: string; collapsed: boolean }) {
  return (
    <span
      className={`tnum rounded-full bg-danger-solid font-medium text-white ${collapsed ? "absolute top-1 right-1 size-2" : "ml-auto px-1.5 text-xs leading-5"}`}
    >
      {!collapsed && <span aria-hidden>{count > 99 ? "99+" : count}</span>}
      <span className="sr-only">{text}</span>
    </span>
  );
}

function isCurrent(href: string, pathname: string): boolean {
  return href === "/" ? pathname === "/" : pathname === href || pathname.startsWith(`${href}/`);
}
