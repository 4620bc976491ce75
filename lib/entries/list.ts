import type { Instant } from "@/lib/access/types";
import { mainZone } from "@/lib/sites/main-zone";
import { instantOf } from "@/lib/time/zones";
import { rangeOf, type TimePreset, type TimeRange, timePresets } from "./range";
import { type StoredOutcome, storedOutcomes } from "./words";

/** What somebody or something did, in groups that a person would look for. */
export const actionGroups = ["opening", "locking", "mode", "ring", "door", "warning", "device"] as const;
export type ActionGroup = (typeof actionGroups)[number];

/** Nuki's numbers, as far as they are known (web-api.md 4.2); more may come. */
export const knownTriggers = [0, 1, 2, 3, 4, 5, 6, 7, 253, 254, 255] as const;
export const knownSources = [0, 1, 2, 3] as const;

/** How the address of the door log is read (parseListState). `page` holds a cursor, see `placeOf`. */
export const entryList = {
  sortable: [] as readonly string[],
  defaultSort: "-at",
  filters: [
    ...["site", "area", "door", "person", "team", "action", "outcome", "trigger", "source"],
    ...["weekday", "hour", "when", "from", "until"],
  ],
  hidden: ["source"],
  pageSize: 50,
};

/** What is looked for in the door log: within one member "one of these", between members "and". */
export interface EntryFilter {
  readonly range: TimeRange;
  readonly siteIds: readonly string[];
  readonly areaIds: readonly string[];
  readonly deviceIds: readonly string[];
  readonly staffIds: readonly string[];
  /** Who is in these teams now. */
  readonly teamIds: readonly string[];
  readonly actions: readonly ActionGroup[];
  readonly outcomes: readonly StoredOutcome[];
  readonly triggers: readonly number[];
  readonly sources: readonly number[];
  /** 0 Monday to 6 Sunday, as the clock of `timeZone` has it. */
  readonly weekdays: readonly number[];
  readonly hours: readonly number[];
  readonly timeZone: string;
  readonly q: string;
}

export const anyEntry: EntryFilter = {
  range: { from: null, until: null },
  ...{ siteIds: [], areaIds: [], deviceIds: [], staffIds: [], teamIds: [] },
  ...{ actions: [], outcomes: [], triggers: [], sources: [], q: "" },
  ...{ weekdays: [], hours: [], timeZone: "UTC" },
};

interface ListChoice {
  readonly q: string;
  readonly filters: Readonly<Record<string, readonly string[]>>;
}

export function presetOf({ filters }: ListChoice): TimePreset | null {
  return timePresets.find((preset) => preset === filters.when?.[0]) ?? null;
}

/** What the address asks for, with everything that makes no sense left out. */
export function filterOf(list: ListChoice, clock: { now: Instant; timeZone: string }): EntryFilter {
  const { filters } = list;
  const asked = (id: string) => filters[id] ?? [];
  const numbers = (id: string) =>
    asked(id)
      .filter((text) => /^\d{1,5}$/.test(text))
      .map(Number);
  const typed = { from: asked("from")[0] ?? "", until: asked("until")[0] ?? "" };
  return {
    range: rangeOf(presetOf(list), typed, clock),
    siteIds: asked("site"),
    areaIds: asked("area"),
    deviceIds: asked("door"),
    staffIds: asked("person"),
    teamIds: asked("team"),
    actions: actionGroups.filter((group) => asked("action").includes(group)),
    outcomes: storedOutcomes.filter((outcome) => asked("outcome").includes(outcome)),
    triggers: numbers("trigger"),
    sources: numbers("source"),
    weekdays: numbers("weekday").filter((day) => day < 7),
    hours: numbers("hour").filter((hour) => hour < 24),
    timeZone: clock.timeZone,
    q: list.q,
  };
}

/** The zone in which times are typed and days begin: that of the chosen site, else of the one with most doors. */
export function zoneOf(
  sites: readonly { readonly id: string; readonly timeZone: string; readonly devices: number }[],
  { filters }: ListChoice,
): string {
  return sites.find((site) => filters.site?.includes(site.id))?.timeZone ?? mainZone(sites);
}

/** Where a page begins: the rows older (newer) than this one. */
export interface EntryCursor {
  readonly direction: "older" | "newer";
  readonly at: Instant;
  readonly id: number;
}

/** `older.<ms>.<id>`, `newer.<ms>.<id>`, `at.<local time>`; what is something else is the newest page. */
export function placeOf(page: unknown, timeZone: string): EntryCursor | null {
  const text = typeof page === "string" ? page : "";
  const [, direction, at, id] = /^(older|newer)\.(-?\d{1,13})\.(\d{1,15})$/.exec(text) ?? [];
  if (direction === "older" || direction === "newer") return { direction, at: Number(at), id: Number(id) };
  const jump = text.startsWith("at.") ? instantOf(text.slice(3), timeZone, "later") : null;
  // The whole minute is in: its entries stand at the top of the page.
  return jump === null ? null : { direction: "older", at: jump + 60_000, id: 0 };
}

export function placeText({ direction, at, id }: EntryCursor): string {
  return `${direction}.${at}.${id}`;
}
