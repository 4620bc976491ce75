"use client";

import { useTranslations } from "next-intl";
import { linkButtonClass } from "@/components/ui/button-class";
import { EmptyState } from "@/components/ui/empty-state";
import { AddressLink } from "./address-link";
import type { ListState } from "./list-state";
import type { ListAddress } from "./use-list-address";

/** The address that shows everything again. */
export function cleared(list: ListState): Record<string, null> {
  return Object.fromEntries(["q", "page", ...Object.keys(list.filters)].map((key) => [key, null]));
}

export function NoMatch({ address, list }: { address: ListAddress; list: ListState }) {
  const t = useTranslations("common.table");
  return (
    <EmptyState
      icon="search"
      title={t("noMatchTitle")}
      action={
        <AddressLink address={address} change={cleared(list)} className={linkButtonClass("secondary", "md")}>
          {t("clearFilters")}
        </AddressLink>
      }
    >
      {t("noMatch")}
    </EmptyState>
  );
}
