import type { SheetFormat } from "@/lib/db/tables/codes";

/** All lengths on paper are in points, 72 to the inch. */
export const papers = {
  a4: { width: 595.28, height: 841.89 },
  letter: { width: 612, height: 792 },
} as const;

export type PaperSize = keyof typeof papers;

export function paperSizeOf(format: SheetFormat): PaperSize {
  return format === "a4_1" || format === "a4_4" ? "a4" : "letter";
}

export function perPage(format: SheetFormat): 1 | 4 {
  return format === "a4_1" || format === "letter_1" ? 1 : 4;
}

/**
 * How much room a sheet needs: a quarter of a page, two quarters with a fold between them, a page of its own, or (long)
 * that page and more of them for doors with many different times.
 */
export type Room = "quarter" | "half" | "page" | "long";

/** From the paper's edge: what every printer can reach. */
export const pageMargin = 36;
export const slipMargin = 14;
export const receiptHeight = 112;

export interface Place<T> {
  readonly item: T;
  readonly room: Room;
  readonly row: 0 | 1;
  readonly column: 0 | 1;
}

/**
 * Which sheet stands where: in the order in which they come, so that a stack of pages is sorted as the register is. What
 * needs two quarters starts a row, what needs a page starts a page.
 */
export function placesOf<T>(items: readonly T[], roomOf: (item: T) => Room): Place<T>[][] {
  const pages: Place<T>[][] = [];
  let next = 4;
  for (const item of items) {
    const room = roomOf(item);
    if (room === "half") next += next % 2;
    if (room === "page" || room === "long" || next >= 4) {
      pages.push([]);
      next = 0;
    }
    pages.at(-1)?.push({ item, room, row: next < 2 ? 0 : 1, column: next % 2 === 0 ? 0 : 1 });
    next += { quarter: 1, half: 2, page: 4, long: 4 }[room];
  }
  return pages;
}
