"use client";

import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { AddressLink } from "./address-link";
import type { ColumnHead } from "./column";
import type { ListState } from "./list-state";
import { roles, widthOf } from "./table-parts";
import type { ListAddress } from "./use-list-address";

export function HeaderCell({
  head,
  list,
  address,
}: {
  head: ColumnHead | undefined;
  list: ListState;
  address: ListAddress;
}) {
  const t = useTranslations("common.table");
  if (!head) return null;
  const sorted = list.sort.id === head.id ? (list.sort.desc ? "descending" : "ascending") : undefined;
  const end = head.align === "end";
  return (
    <th
      {...roles.head}
      aria-sort={head.sortable ? (sorted ?? "none") : undefined}
      style={widthOf(head)}
      className={end ? "cell-end" : undefined}
    >
      {head.sortable ? (
        <AddressLink
          address={address}
          change={{ sort: sorted === "ascending" ? `-${head.id}` : head.id }}
          className={`group/sort inline-flex min-h-6 items-center gap-1 rounded pointer-coarse:min-h-10 hover:text-ink ${sorted ? "text-ink" : ""} ${end ? "flex-row-reverse" : ""}`}
        >
          {head.header}
          {sorted && (
            <span className="sr-only">{t(sorted === "ascending" ? "sortAscending" : "sortDescending")}</span>
          )}
          <Icon
            name={sorted === "descending" ? "arrow-down" : "arrow-up"}
            size={12}
            className={
              sorted
                ? ""
                : "max-sm:hidden opacity-0 group-hover/sort:opacity-100 group-focus-visible/sort:opacity-100"
            }
          />
        </AddressLink>
      ) : (
        head.header
      )}
    </th>
  );
}
