import type { getTranslations } from "next-intl/server";
import type { Locale } from "@/lib/i18n/locale";
import type { Problem } from "@/lib/import/problem";
import { formatLocalDate } from "@/lib/time/format";
import { formatMinute } from "@/lib/time/minutes";

type Translate = Awaited<ReturnType<typeof getTranslations<"import">>>;

const dates = new Set(["date", "from", "until"]);
const minutes = new Set(["minute", "fromMinute", "untilMinute"]);

/** A problem of a row as a sentence; days and times in the reader's form. */
export function problemText(t: Translate, locale: Locale, { code, params }: Problem): string {
  const worded = Object.entries(params).map(([key, value]) => {
    if (dates.has(key) && typeof value === "string") return [key, formatLocalDate(value, locale)];
    if (minutes.has(key) && typeof value === "number") return [key, formatMinute(value)];
    // What comes from the file may be as long as a cell.
    return [key, typeof value === "string" && value.length > 80 ? `${value.slice(0, 80)}…` : value];
  });
  return t(`problem.${code}`, Object.fromEntries(worded));
}
