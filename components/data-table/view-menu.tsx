"use client";

import { useTranslations } from "next-intl";
import { Menu } from "@/components/ui/menu";
import type { ColumnHead } from "./column";
import { columnsParam, type ListState } from "./list-state";
import type { ListAddress } from "./use-list-address";

/** Which columns, and how close the rows stand: part of the address, so that a link shows the same. */
export function ViewMenu({
  columns,
  list,
  address,
}: {
  columns: readonly ColumnHead[];
  list: ListState;
  address: ListAddress;
}) {
  const t = useTranslations("common.table");

  function toggle(id: string) {
    const hidden = list.hidden.includes(id)
      ? list.hidden.filter((other) => other !== id)
      : [...list.hidden, id];
    address.go({ cols: columnsParam(hidden, list.hiddenByDefault) }, "replace");
  }

  const shown = columns
    .filter((column) => !column.fixed)
    .map((column) => ({
      id: `column-${column.id}`,
      section: t("columns"),
      label: column.header,
      checked: !list.hidden.includes(column.id),
      keepOpen: true,
      onSelect: () => toggle(column.id),
    }));
  const densities = (["regular", "compact"] as const).map((density) => ({
    id: density,
    section: t("density"),
    label: t(density),
    checked: list.density === density,
    onSelect: () => address.go({ density: density === "regular" ? null : density }, "replace"),
  }));
  return (
    <Menu label={t("view")} text={t("view")} icon="sliders-horizontal" items={[...shown, ...densities]} />
  );
}
