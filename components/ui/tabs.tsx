import type { ReactNode } from "react";
import { PageLink } from "./page-link";

export interface TabItem {
  href: string;
  label: ReactNode;
  count?: number | string;
  current: boolean;
}

/** Views of one page as links: each has an address. Where the row has to scroll, it begins at the present one. */
export function Tabs({ label, items }: { label: string; items: readonly TabItem[] }) {
  return (
    <nav aria-label={label} className="overflow-x-auto border-b border-line">
      <ul className="flex gap-1">
        {items.map((item) => (
          <li key={item.href} className={item.current ? "[scroll-initial-target:nearest]" : undefined}>
            <PageLink
              href={item.href}
              aria-current={item.current ? "page" : undefined}
              className="-mb-px flex min-h-10 items-center gap-2 border-b-2 border-transparent px-3 whitespace-nowrap text-muted -outline-offset-2 hover:text-ink aria-[current=page]:border-accent aria-[current=page]:font-medium aria-[current=page]:text-ink"
            >
              {item.label}
              {item.count !== undefined && (
                <span className="tnum rounded bg-hover px-1.5 text-xs text-muted">{item.count}</span>
              )}
            </PageLink>
          </li>
        ))}
      </ul>
    </nav>
  );
}
