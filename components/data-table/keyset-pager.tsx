"use client";

import { useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon, type IconName } from "@/components/ui/icon";
import { AddressLink } from "./address-link";
import { type ListAddress, useListAddress } from "./use-list-address";

/** Older and newer, for lists whose address says where a page begins (`page`) instead of its number. */
export function KeysetPager({
  count,
  newest,
  newer,
  older,
  atNewest,
}: {
  /** "10,000+ entries" */
  count: ReactNode;
  /** For who does not see the newest row arrive; the count alone may stay "10,000+". */
  newest?: string;
  newer: string | null;
  older: string | null;
  atNewest: boolean;
}) {
  const t = useTranslations("common.table");
  const address = useListAddress();
  return (
    <nav
      aria-label={t("pages")}
      className="flex items-center justify-between gap-4 border-t border-line px-3 py-2 text-sm text-muted"
    >
      <p role="status" className="tnum">
        {count}
        {newest && <span className="sr-only"> {newest}</span>}
      </p>
      <div data-print="none" className="flex gap-1">
        <Step address={address} page={atNewest ? undefined : null} icon="chevrons-left" label={t("newest")} />
        <Step address={address} page={newer ?? undefined} icon="chevron-left" label={t("newer")} />
        <Step address={address} page={older ?? undefined} icon="chevron-right" label={t("older")} />
      </div>
    </nav>
  );
}

function Step({
  address,
  page,
  icon,
  label,
}: {
  address: ListAddress;
  /** Undefined: there is no such page. */
  page: string | null | undefined;
  icon: IconName;
  label: string;
}) {
  const className = linkButtonClass("secondary", "sm", "min-w-8 px-0");
  if (page === undefined) {
    return (
      <span className={`${className} pointer-events-none opacity-40`}>
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <AddressLink address={address} change={{ page }} aria-label={label} title={label} className={className}>
      <Icon name={icon} />
    </AddressLink>
  );
}
