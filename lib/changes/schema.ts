import { z } from "zod";
import type { BlockReason, ChangeState } from "@/lib/access/types";

/** The views of the changes, by what they ask of a person. */
export const changeTabs = ["open", "waiting", "failed", "needs_review", "blocked", "history"] as const;
export type ChangeTab = (typeof changeTabs)[number];

export const openStates = [
  "planned",
  "sending",
  "accepted",
  "waiting",
  "failed",
  "needs_review",
] as const satisfies ChangeState[];
export const closedStates = ["confirmed", "superseded"] as const satisfies ChangeState[];
/** What a person may ask to be tried again. */
export const retryableStates = ["failed", "needs_review", "waiting"] as const satisfies ChangeState[];

export const changeOps = ["create", "update", "remove"] as const;

/** Why a credential is not made: what stands in the way is the rules or the door, so no retry helps. */
export const blockReasons = [
  "windows_differ",
  "dates_differ",
  "no_email",
  "no_code",
  "no_keypad",
  "capacity",
  "unmanaged_exists",
  "code_clash",
  "empty_range",
] as const satisfies BlockReason[];

/** How the address of the list is read (parseListState). */
export const changeList = {
  sortable: ["person", "door", "since", "next", "attempts"],
  defaultSort: "-since",
  filters: ["site", "door", "state", "op", "person", "who", "when"],
  // Two or more are told with the state; the column is for sorting by them.
  hidden: ["attempts"],
  pageSize: 50,
} as const;

export const blockedList = {
  sortable: ["person", "door", "since"],
  defaultSort: "person",
  filters: ["site", "door", "person", "reason"],
  pageSize: 50,
} as const;

/** The view that an address names; anything else is the first one. */
export function changeTabOf(value: unknown): ChangeTab {
  return changeTabs.find((tab) => tab === value) ?? "open";
}

export const retrySchema = z.object({ changeIds: z.array(z.uuid()).min(1).max(1000) });
