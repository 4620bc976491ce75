import type { Instant } from "@/lib/access/types";
import { instantOf } from "@/lib/time/zones";
import { type TimePreset, timePresets } from "./range";
import { storedOutcomes } from "./words";

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
    ...["when", "from", "until"],
  ],
  hidden: ["source"],
  pageSize: 50,
};

type Filters = Readonly<Record<string, readonly string[]>>;

/** What the address asks for, with everything that makes no sense left out. */
export function choiceOf(filters: Filters) {
  const numbers = (asked: readonly string[] = []) =>
    asked.filter((text) => /^\d{1,5}$/.test(text)).map(Number);
  return {
    actions: actionGroups.filter((group) => filters.action?.includes(group)),
    outcomes: storedOutcomes.filter((outcome) => filters.outcome?.includes(outcome)),
    triggers: numbers(filters.trigger),
    sources: numbers(filters.source),
  };
}

export function presetOf(filters: Filters): TimePreset | null {
  return timePresets.find((preset) => preset === filters.when?.[0]) ?? null;
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
  const [, direction, at, id] = /^(older|newer)\.(-?\d{1,15})\.(\d{1,15})$/.exec(text) ?? [];
  if (direction === "older" || direction === "newer") return { direction, at: Number(at), id: Number(id) };
  const jump = text.startsWith("at.") ? instantOf(text.slice(3), timeZone, "later") : null;
  // The whole minute is in: its entries stand at the top of the page.
  return jump === null ? null : { direction: "older", at: jump + 60_000, id: 0 };
}

export function placeText({ direction, at, id }: EntryCursor): string {
  return `${direction}.${at}.${id}`;
}
