"use client";

import { useLocale, useTranslations } from "next-intl";
import { linkButtonClass } from "@/components/ui/button-class";
import { Icon, type IconName } from "@/components/ui/icon";
import { formatNumber } from "@/lib/time/format";
import { AddressLink } from "./address-link";
import type { ListState } from "./list-state";
import type { ListAddress } from "./use-list-address";

export function Pagination({
  address,
  list,
  total,
  count,
}: {
  address: ListAddress;
  list: ListState;
  total: number;
  count: number;
}) {
  const t = useTranslations("common.table");
  const locale = useLocale();
  const number = (value: number) => formatNumber(value, locale);
  const last = Math.max(1, Math.ceil(total / list.pageSize));
  const range = {
    from: number(count === 0 ? 0 : list.offset + 1),
    to: number(count === 0 ? 0 : list.offset + count),
    total: number(total),
  };
  return (
    <nav
      aria-label={t("pages")}
      className="flex items-center justify-between gap-4 border-t border-line px-3 py-2 text-sm text-muted"
    >
      <p role="status" className="tnum">
        {t("range", range)}
      </p>
      <div data-print="none" className="flex gap-1">
        <Step address={address} to={list.page - 1} last={last} icon="chevron-left" label={t("previous")} />
        <Step address={address} to={list.page + 1} last={last} icon="chevron-right" label={t("next")} />
      </div>
    </nav>
  );
}

function Step({
  address,
  to,
  last,
  icon,
  label,
}: {
  address: ListAddress;
  to: number;
  last: number;
  icon: IconName;
  label: string;
}) {
  const className = linkButtonClass("secondary", "sm", "min-w-8 px-0");
  if (to < 1 || to > last) {
    return (
      <span className={`${className} pointer-events-none opacity-40`}>
        <Icon name={icon} />
      </span>
    );
  }
  return (
    <AddressLink
      address={address}
      change={{ page: to === 1 ? null : String(to) }}
      aria-label={label}
      title={label}
      className={className}
    >
      <Icon name={icon} />
    </AddressLink>
  );
}
