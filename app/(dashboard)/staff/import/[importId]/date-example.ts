import { formatLocalDate, type TimeLocale } from "@/lib/time/format";

/** "03/04/2026" read both ways, so that nobody has to think about which is which. */
export function datesOf(text: string, locale: TimeLocale): { day_first: string; month_first: string } {
  const [first = "", second = "", year = ""] = text.split(/\D+/);
  const fullYear = year.length === 2 ? `20${year}` : year;
  const worded = (day: string, month: string) => {
    const date = `${fullYear}-${month.padStart(2, "0")}-${day.padStart(2, "0")}`;
    return Number.isNaN(Date.parse(date)) ? text : formatLocalDate(date, locale);
  };
  return { day_first: worded(first, second), month_first: worded(second, first) };
}
