"use client";

import dynamic from "next/dynamic";
import { useTranslations } from "next-intl";
import { Icon } from "@/components/ui/icon";
import { Select } from "@/components/ui/select";
import { AddressLink } from "./address-link";
import type { Filter, FilterOption } from "./column";
import { isNarrowed } from "./list-state";
import { cleared } from "./no-match";
import { SearchBox } from "./search-box";
import type { TableClientProps } from "./table-client";
import type { ListAddress } from "./use-list-address";
import { ViewMenu } from "./view-menu";

// Few lists have such a filter; the others do not carry it.
const FilterSearch = dynamic(() => import("./filter-search").then((module) => module.FilterSearch), {
  ssr: false,
  loading: () => <span className="control w-36 max-sm:min-w-32 max-sm:flex-1" />,
});

export type ToolbarProps = Pick<TableClientProps, "columns" | "list" | "filters" | "searchLabel" | "actions">;

export function Toolbar({
  address,
  columns,
  list,
  filters,
  searchLabel,
  actions,
}: ToolbarProps & { address: ListAddress }) {
  const t = useTranslations("common.table");
  const chosenOf = ({ id }: Filter) => list.filters[id] ?? [];
  const draw = (filter: Filter) => {
    const props = { filter, chosen: chosenOf(filter), address };
    return filter.find ? (
      <FilterSearch key={filter.id} {...props} find={filter.find} />
    ) : (
      <FilterSelect key={filter.id} {...props} />
    );
  };
  const [rare, usual] = [filters.filter(isSetAside), filters.filter((filter) => !isSetAside(filter))];
  function isSetAside(filter: Filter): boolean {
    return filter.isRare === true && chosenOf(filter).length === 0;
  }
  return (
    <div data-print="none" className="space-y-2">
      <div className="flex flex-wrap items-center gap-2">
        {searchLabel && <SearchBox label={searchLabel} value={list.q} address={address} />}
        {usual.map(draw)}
        {rare.length > 0 && (
          <details className="open:w-full">
            <summary className="inline-flex min-h-8 cursor-pointer items-center gap-1 rounded-md px-2 text-base font-medium text-accent hover:underline">
              {t("moreFilters")}
              <Icon name="chevron-down" size={14} />
            </summary>
            <div className="flex flex-wrap items-center gap-2 pt-1">{rare.map(draw)}</div>
          </details>
        )}
        <div className="ml-auto flex flex-wrap items-center gap-2">
          {actions}
          {columns.length > 0 && <ViewMenu columns={columns} list={list} address={address} />}
        </div>
      </div>
      {isNarrowed(list) && (
        <ul className="flex flex-wrap items-center gap-2 text-sm">
          {filters.flatMap((filter) =>
            (list.filters[filter.id] ?? []).map((value) => (
              <li key={`${filter.id}:${value}`}>
                <Chip
                  filter={filter}
                  value={value}
                  chosen={list.filters[filter.id] ?? []}
                  address={address}
                />
              </li>
            )),
          )}
          <li>
            <AddressLink
              address={address}
              change={cleared(list)}
              className="inline-flex min-h-6 items-center rounded px-1 font-medium text-accent hover:underline"
            >
              {t("clearFilters")}
            </AddressLink>
          </li>
        </ul>
      )}
    </div>
  );
}

/** Choosing adds a value; several values of one filter mean "one of these". */
function FilterSelect({
  filter,
  chosen,
  address,
}: {
  filter: Filter;
  chosen: readonly string[];
  address: ListAddress;
}) {
  const left = filter.options.filter((option) => !chosen.includes(option.value));
  return (
    <Select
      aria-label={filter.label}
      quiet
      className="w-36 max-sm:min-w-32 max-sm:flex-1"
      value=""
      placeholder={filter.label}
      onChange={(event) => {
        if (event.target.value) address.go({ [filter.id]: [...chosen, event.target.value].join(",") });
      }}
    >
      {[...new Set(left.map(({ group }) => group))].map((group) => {
        const own = left.filter((option) => option.group === group).map(drawOption);
        return group === undefined ? (
          own
        ) : (
          <optgroup key={group} label={group}>
            {own}
          </optgroup>
        );
      })}
    </Select>
  );
}

function drawOption({ value, label }: FilterOption) {
  return (
    <option key={value} value={value}>
      {label}
    </option>
  );
}

function Chip({
  filter,
  value,
  chosen,
  address,
}: {
  filter: Filter;
  value: string;
  chosen: readonly string[];
  address: ListAddress;
}) {
  const t = useTranslations("common.table");
  const label = t("filterChip", {
    label: filter.label,
    value: filter.options.find((option) => option.value === value)?.label ?? value,
  });
  return (
    <AddressLink
      address={address}
      change={{ [filter.id]: chosen.filter((other) => other !== value).join(",") || null }}
      aria-label={t("clearOne", { label })}
      className="inline-flex min-h-6 items-center gap-1 rounded-full border border-line bg-subtle pr-1.5 pl-2.5 hover:bg-hover"
    >
      {label}
      <Icon name="x" size={12} className="text-muted" />
    </AddressLink>
  );
}
