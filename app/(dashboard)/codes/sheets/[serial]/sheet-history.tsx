import { useLocale, useTranslations } from "next-intl";
import { Time } from "@/components/ui/time";
import type { SheetEvent } from "@/lib/sheets/record";
import { formatDateTime } from "@/lib/time/format";

/** What was done with it, newest first. */
export function SheetHistory({ events, timeZone }: { events: readonly SheetEvent[]; timeZone: string }) {
  const t = useTranslations("sheets.record");
  const locale = useLocale();
  return (
    <ol className="divide-y divide-line">
      {events.map(({ id, at, type, by }) => {
        const text = formatDateTime(at.getTime(), locale, timeZone);
        return (
          <li key={id} className="flex flex-wrap justify-between gap-x-6 py-2">
            <span>{t(`event.${type}`, { who: by ?? "Postern" })}</span>
            <span className="text-muted">
              <Time instant={at.getTime()} text={text} exact={text} />
            </span>
          </li>
        );
      })}
    </ol>
  );
}
