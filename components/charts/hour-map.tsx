import { useLocale } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import { weekdayName } from "@/lib/time/format";
import { RovingLinks } from "./roving-links";

const hours = Array.from({ length: 24 }, (_, hour) => hour);
/** Light enough for the figure on it, in both themes. */
const shades = [
  "bg-[color-mix(in_oklab,var(--strip)_14%,var(--surface))]",
  "bg-[color-mix(in_oklab,var(--strip)_28%,var(--surface))]",
  "bg-[color-mix(in_oklab,var(--strip)_43%,var(--surface))]",
  "bg-[color-mix(in_oklab,var(--strip)_58%,var(--surface))]",
] as const;

/**
 * A week as a table of seven days and 24 hours, the darker the more. The figures stand in it, so that it is read without
 * colours, by a screen reader and on paper. Each hour that has any leads to them.
 */
export function HourMap({
  counts,
  label,
  hourHeader,
  hrefOf,
  nameOf,
}: {
  /** Seven days, Monday first, of 24 hours each. */
  counts: readonly (readonly number[])[];
  label: string;
  /** What stands above the names of the days. */
  hourHeader: string;
  hrefOf: (weekday: number, hour: number) => string;
  /** "Tuesday 18:00, 41 entries" */
  nameOf: (weekday: string, time: string, count: number) => string;
}) {
  const locale = useLocale();
  const most = Math.max(1, ...counts.flat());
  const shadeOf = (count: number) =>
    count === 0 ? "bg-strip-empty" : shades[Math.ceil((count / most) * 4) - 1];
  const places = counts.flatMap((ofDay, day) =>
    ofDay.flatMap((count, hour) => (count > 0 ? [`${day} ${hour}`] : [])),
  );
  return (
    <RovingLinks className="relative overflow-x-auto pb-1">
      <table className="tnum border-separate border-spacing-0.5 text-xs [print-color-adjust:exact]">
        <caption className="sr-only">{label}</caption>
        <thead>
          <tr>
            <th scope="col" className="sticky left-0 z-10 bg-surface text-left font-normal text-muted">
              <span className="sr-only">{hourHeader}</span>
            </th>
            {hours.map((hour) => (
              <th key={hour} scope="col" className="min-w-6 font-normal text-muted">
                {hour}
                <span className="sr-only">:00</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {counts.map((ofDay, day) => {
            const weekday = weekdayName(day, locale, "long");
            return (
              <tr key={weekday}>
                <th
                  scope="row"
                  className="sticky left-0 z-10 bg-surface pr-2 text-left font-normal text-muted"
                >
                  <span aria-hidden="true">{weekdayName(day, locale)}</span>
                  <span className="sr-only">{weekday}</span>
                </th>
                {ofDay.map((count, hour) => (
                  // biome-ignore lint/suspicious/noArrayIndexKey: the hour is what it is
                  <td key={hour} className={`h-6 min-w-6 rounded-sm p-0 text-center ${shadeOf(count)}`}>
                    {count === 0 ? (
                      <span className="sr-only">0</span>
                    ) : (
                      <PageLink
                        href={hrefOf(day, hour)}
                        data-at={`${day} ${hour}`}
                        tabIndex={places[0] === `${day} ${hour}` ? 0 : -1}
                        aria-label={nameOf(weekday, `${String(hour).padStart(2, "0")}:00`, count)}
                        title={nameOf(weekday, `${String(hour).padStart(2, "0")}:00`, count)}
                        className="flex h-6 min-w-6 items-center justify-center rounded-sm px-0.5 text-ink hover:outline-2 hover:outline-accent"
                      >
                        {count}
                      </PageLink>
                    )}
                  </td>
                ))}
              </tr>
            );
          })}
        </tbody>
      </table>
    </RovingLinks>
  );
}
