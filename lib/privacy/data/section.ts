import type { StaffId } from "@/lib/access/types";
import type { Messages } from "@/lib/i18n/messages/en";
import type { DataWords } from "./words";

export type SectionId = keyof Messages["privacy"]["data"]["section"];
export type ColumnId = keyof Messages["privacy"]["data"]["column"];

/** One line of what is kept about a person: for machines as it is, for people those members that have a column. */
export type DataRow = Readonly<Record<string, unknown>>;

/** What is kept about a person in one place. */
export interface Section {
  readonly id: SectionId;
  /** The tables that it reads because they are about the person. */
  readonly tables: readonly string[];
  /** Members that people read, in this order; machines get all. */
  readonly columns: readonly ColumnId[];
  /** Some hundred lines at a time, however many there are. */
  read(staffId: StaffId, words: DataWords): AsyncGenerator<readonly DataRow[]>;
}

const pageSize = 500;

interface Pageable<Row> {
  limit(limit: number): { offset(offset: number): PromiseLike<readonly Row[]> };
}

/** Reads a query page after page: of what has an order of its own and only grows. */
export function paged<Row extends DataRow>(
  query: (staffId: StaffId) => Pageable<Row>,
  shape: (row: Row) => DataRow = (row) => row,
): Section["read"] {
  return async function* pages(staffId) {
    for (let offset = 0; ; offset += pageSize) {
      const rows = await query(staffId).limit(pageSize).offset(offset);
      if (rows.length > 0) yield rows.map(shape);
      if (rows.length < pageSize) return;
      await pause();
    }
  };
}

/** The same where there may be very many: each page begins behind the last row of the one before. */
export async function* behind<Place, Row extends Place>(
  read: (limit: number, last: Place | null) => Promise<readonly Row[]>,
): AsyncGenerator<readonly Row[]> {
  let last: Place | null = null;
  for (;;) {
    const rows: readonly Row[] = await read(pageSize, last);
    if (rows.length > 0) yield rows;
    if (rows.length < pageSize) return;
    last = rows.at(-1) ?? null;
    await pause();
  }
}

/** The embedded database never leaves the thread: others may want to be answered meanwhile. */
export function pause(): Promise<void> {
  return new Promise((next) => setImmediate(next));
}
