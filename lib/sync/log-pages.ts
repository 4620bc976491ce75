import type { Instant } from "@/lib/access/types";
import type { LogHole, LogWalk } from "@/lib/entries/log-state";

/** A walk that does not end by then never will: a million rows. */
const mostPages = 20_000;
/** So many ids are remembered: three pages. */
const mostRecent = 150;
/** When Nuki does not know the last row any more it may know one before: so many rows back, each time. */
const stepsBack = [1, 9, 40];

export type Step =
  | { readonly is: "on"; readonly walk: LogWalk }
  | { readonly is: "done" }
  | { readonly is: "hole"; readonly why: LogHole["why"] };

interface PageRow {
  readonly id: string;
  readonly at: Instant;
}

/**
 * After a page: only an empty one is the end. One whose last row this walk has had before does not lead on, whether the
 * cursor is ignored or the pages go round in a circle: a narrow one shows in the last pages, a wide one when it comes
 * past the mark, which is set at ever larger distances.
 */
export function afterPage(walked: LogWalk, rows: readonly PageRow[], found: number): Step {
  const last = rows.at(-1);
  if (last === undefined) return { is: "done" };
  const isPast = (row: PageRow) => row.id === walked.mark && row.id !== walked.beforeId;
  if (walked.recent.includes(last.id) || rows.some(isPast)) return { is: "hole", why: "repeated_cursor" };
  const pages = walked.pages + 1;
  if (pages >= mostPages) return { is: "hole", why: "too_long" };
  const walk: LogWalk = {
    ...walked,
    beforeId: last.id,
    recent: [...walked.recent, ...rows.map((row) => row.id)].slice(-mostRecent),
    mark: Number.isInteger(Math.log2(pages)) ? last.id : walked.mark,
    reached: last.at,
    pages,
    found: walked.found + found,
    refused: 0,
  };
  return { is: "on", walk };
}

/**
 * After Nuki has refused to go on below a row, since it has deleted it: some rows back, then once more from the top. Rows
 * that are here are no harm.
 */
export function afterRefusal(walk: LogWalk): Step {
  const back = stepsBack[walk.refused];
  const recent = back === undefined ? [] : walk.recent.slice(0, -back);
  const beforeId = recent.at(-1) ?? null;
  // What was read below that row comes again.
  const again = { ...walk, recent, mark: null, beforeId };
  if (beforeId !== null) return { is: "on", walk: { ...again, refused: walk.refused + 1 } };
  if (walk.restarted) return { is: "hole", why: "refused" };
  return { is: "on", walk: { ...again, refused: 0, restarted: true } };
}
