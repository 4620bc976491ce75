import type { useTranslations } from "next-intl";
import type { Filter } from "@/components/data-table/column";
import type { ListState } from "@/components/data-table/list-state";
import { actionGroups, knownSources, knownTriggers } from "@/lib/entries/list";
import type { EntryOptions } from "@/lib/entries/options";
import { storedOutcomes } from "@/lib/entries/words";
import { formatMinutes, type TimeLocale, weekdayName } from "@/lib/time/format";
import { findPeopleAction } from "./actions";

const numbers = (count: number) => Array.from({ length: count }, (_, index) => index);

/** The filters above the door log. */
export function entryFilters(
  list: ListState,
  { sites, doors, areas, teams, people, byPerson }: EntryOptions,
  t: ReturnType<typeof useTranslations<"entries">>,
  locale: TimeLocale,
): Filter[] {
  const named = (items: readonly { id: string; name: string }[]) =>
    items.map(({ id, name }) => ({ value: id, label: name }));
  /** Known numbers, and those that an address asks for. */
  const unknown = (id: string, known: readonly number[]) =>
    (list.filters[id] ?? [])
      .filter((text) => /^\d{1,5}$/.test(text) && !known.includes(Number(text)))
      .map((value) => ({ value, label: t("unknownNumber", { n: value }) }));
  const filters: Filter[] = [
    {
      id: "door",
      label: t("filter.door"),
      options: doors.map(({ id, name, siteName }) => ({ value: id, label: name, group: siteName })),
    },
    {
      id: "outcome",
      label: t("filter.outcome"),
      options: storedOutcomes.map((value) => ({ value, label: t(`outcome.${value}`) })),
    },
    {
      id: "action",
      label: t("filter.action"),
      options: actionGroups.map((value) => ({ value, label: t(`action.${value}`) })),
    },
    ...(byPerson
      ? [{ id: "person", label: t("filter.person"), options: named(people), find: findPeopleAction }]
      : []),
    { id: "team", label: t("filter.team"), options: named(teams) },
    { id: "area", label: t("filter.area"), options: named(areas), isRare: true },
    { id: "site", label: t("filter.site"), options: sites.length > 1 ? named(sites) : [], isRare: true },
    {
      id: "trigger",
      isRare: true,
      label: t("filter.trigger"),
      options: [
        ...knownTriggers.map((value) => ({ value: String(value), label: t(`trigger.${value}`) })),
        ...unknown("trigger", knownTriggers),
      ],
    },
    {
      id: "source",
      isRare: true,
      label: t("filter.source"),
      options: [
        ...knownSources.map((value) => ({ value: String(value), label: t(`source.${value}`) })),
        ...unknown("source", knownSources),
      ],
    },
    {
      id: "weekday",
      isRare: true,
      label: t("filter.weekday"),
      options: numbers(7).map((day) => ({ value: String(day), label: weekdayName(day, locale, "long") })),
    },
    {
      id: "hour",
      isRare: true,
      label: t("filter.hour"),
      options: numbers(24).map((hour) => ({
        value: String(hour),
        label: formatMinutes(hour * 60, hour * 60 + 60),
      })),
    },
  ];
  return filters
    .filter((filter) => filter.options.length > 0 || filter.find)
    .map((filter) => ({ ...filter, options: [...filter.options, ...goneOf(filter, list, t("notHere"))] }));
}

/** What an old link asks for and is not there any more has a name, too. */
function goneOf({ id, options }: Filter, list: ListState, label: string) {
  const gone = (list.filters[id] ?? []).filter((value) => !options.some((option) => option.value === value));
  return gone.map((value) => ({ value, label }));
}
