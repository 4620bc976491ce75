import type { LocalDate } from "@/lib/access/types";
import type { ImportField } from "../fields";
import type { Problem } from "../problem";
import { error, notice } from "../problem";
import { type CellValue, read, unread } from "./cell-value";

export type DateOrder = "day_first" | "month_first";

/** Which of two numbers is the day: told by the files' values, contradicted by them, or not settled by any. */
export type FoundOrder = DateOrder | "unsettled" | "not_needed";

// A time of midnight after the date is what exports of date-and-time columns write.
const TIME_OF_DAY = "(?:[T ]0{1,2}:00(?::00(?:\\.0+)?)?Z?)?";
const ISO = new RegExp(`^(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})${TIME_OF_DAY}$`);
const DOTTED = new RegExp(`^(\\d{1,2})\\.\\s?(\\d{1,2})\\.\\s?(\\d{4}|\\d{2})${TIME_OF_DAY}$`);
const EITHER = new RegExp(`^(\\d{1,2})([/-])(\\d{1,2})\\2(\\d{4}|\\d{2})${TIME_OF_DAY}$`);
const SERIAL = /^\d{5}(?:[.,]0+)?$/;

// Excel counts days from here; the serials of 1982 to 2119 are taken for dates.
const SERIAL_EPOCH_MS = Date.UTC(1899, 11, 30);
const FIRST_SERIAL = 30_000;
const LAST_SERIAL = 80_000;
const DAY_MS = 86_400_000;
// HR systems write 31.12.9999 for "no end".
const OPEN_END_YEAR = 9000;

/** Settles day before month, or month before day, over all dates of the file: one clear value is enough. */
export function findDateOrder(cells: Iterable<string>): FoundOrder {
  let dayFirst = false;
  let monthFirst = false;
  let open = false;
  for (const cell of cells) {
    const match = EITHER.exec(cell.trim());
    if (!match) continue;
    const [first, second] = [Number(match[1]), Number(match[3])];
    if (first > 12) dayFirst = true;
    else if (second > 12) monthFirst = true;
    else if (first !== second) open = true;
  }
  if (dayFirst !== monthFirst) return dayFirst ? "day_first" : "month_first";
  return open ? "unsettled" : "not_needed";
}

/** A date cell; `null` is an open end. */
export function readDate(
  text: string,
  field: ImportField,
  order: DateOrder | null,
): CellValue<LocalDate | null> {
  const iso = ISO.exec(text);
  if (iso) return toDate(text, field, Number(iso[1]), Number(iso[2]), Number(iso[3]), []);
  const dotted = DOTTED.exec(text);
  if (dotted) return fromParts(text, field, dotted[1], dotted[2], dotted[3]);
  const either = EITHER.exec(text);
  if (either) return fromEither(text, field, either, order);
  if (SERIAL.test(text)) return fromSerial(text, field);
  return unread(error(field, "date_unknown", { value: text }));
}

function fromEither(
  text: string,
  field: ImportField,
  match: RegExpExecArray,
  order: DateOrder | null,
): CellValue<LocalDate | null> {
  const [first, second] = [Number(match[1]), Number(match[3])];
  // A value that can only be read one way is read that way: 31/12 is a day first even in a file of months first.
  const settled = first > 12 || first === second ? "day_first" : second > 12 ? "month_first" : order;
  if (!settled) return unread(error(field, "date_order_unknown", { value: text }));
  return settled === "day_first"
    ? fromParts(text, field, match[1], match[3], match[4])
    : fromParts(text, field, match[3], match[1], match[4]);
}

function fromParts(
  text: string,
  field: ImportField,
  day: string | undefined,
  month: string | undefined,
  year: string | undefined,
): CellValue<LocalDate | null> {
  const short = year?.length === 2;
  const fullYear = short ? 2000 + Number(year) : Number(year);
  const notices = short
    ? [notice(field, "date_two_digit_year", { value: text, year: String(fullYear) })]
    : [];
  return toDate(text, field, fullYear, Number(month), Number(day), notices);
}

function fromSerial(text: string, field: ImportField): CellValue<LocalDate | null> {
  const serial = Number.parseInt(text, 10);
  if (serial < FIRST_SERIAL || serial > LAST_SERIAL) {
    return unread(error(field, "date_unknown", { value: text }));
  }
  const date = new Date(SERIAL_EPOCH_MS + serial * DAY_MS).toISOString().slice(0, 10);
  return read(date, notice(field, "date_from_serial", { value: text, date }));
}

function toDate(
  text: string,
  field: ImportField,
  year: number,
  month: number,
  day: number,
  problems: Problem[],
): CellValue<LocalDate | null> {
  const date = new Date(Date.UTC(year, month - 1, day));
  const real =
    date.getUTCFullYear() === year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day;
  if (!real) return unread(error(field, "date_impossible", { value: text }));
  if (year >= OPEN_END_YEAR && field === "valid_until") {
    return read(null, notice(field, "date_open_end", { value: text }));
  }
  if (year < 1900 || year > 2199) return unread(error(field, "date_unknown", { value: text }));
  return read(date.toISOString().slice(0, 10), ...problems);
}
