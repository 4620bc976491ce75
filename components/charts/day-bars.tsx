import { useLocale } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import { formatDayMonth } from "@/lib/time/format";
import { RovingLinks } from "./roving-links";

export interface DayBar {
  readonly day: string;
  readonly count: number;
  /** The part of it that is drawn in the colour of refusals. */
  readonly refused: number;
  readonly href: string;
  /** "23 Nov 2026: 41 entries, 2 refused" */
  readonly name: string;
}

const height = 96;
const axis = 18;
/** So wide that a finger meets a day, until there are too many of them. */
const widths = { few: 24, many: 11 };
const manyFrom = 40;

/** Days beside each other, the newest on the right. Each that has any leads to its entries. */
export function DayBars({ days, label }: { days: readonly DayBar[]; label: string }) {
  const locale = useLocale();
  const step = days.length < manyFrom ? widths.few : widths.many;
  const most = Math.max(1, ...days.map(({ count }) => count));
  const scale = (count: number) => (count === 0 ? 0 : Math.max(2, (count / most) * height));
  const first = days.findIndex(({ count }) => count > 0);
  const width = days.length * step;
  const isAtEnd = (index: number) => index > 3 && width - index * step < 44;
  return (
    // Reversed, so that a narrow screen begins at the newest day.
    <RovingLinks className="relative flex flex-row-reverse overflow-x-auto pt-1 pb-1">
      {/* biome-ignore lint/a11y/useSemanticElements: a picture has no fieldset */}
      <svg
        role="group"
        aria-label={label}
        width={width}
        height={height + axis}
        viewBox={`0 0 ${width} ${height + axis}`}
        className="mr-auto shrink-0 [print-color-adjust:exact] print:h-auto print:max-w-full"
      >
        <path d={`M0 ${height + 0.5}h${width}`} className="stroke-line" />
        {days.map(({ day, count, refused, href, name }, index) => (
          <g key={day} transform={`translate(${index * step} 0)`}>
            {isNamed(day, days.length) && (
              <text
                y={height + 13}
                x={isAtEnd(index) ? step : 0}
                textAnchor={isAtEnd(index) ? "end" : "start"}
                className="tnum fill-muted text-[11px]"
              >
                {formatDayMonth(day, locale)}
              </text>
            )}
            {count > 0 && (
              <PageLink
                href={href}
                data-at={`0 ${index}`}
                tabIndex={index === first ? 0 : -1}
                aria-label={name}
                className="group"
              >
                <title>{name}</title>
                <path d={box(step, height)} className="fill-transparent group-hover:fill-hover" />
                <path d={bar(step, scale(count))} className="fill-strip" />
                <path d={bar(step, Math.min(scale(count), scale(refused)))} className="fill-danger" />
              </PageLink>
            )}
          </g>
        ))}
      </svg>
    </RovingLinks>
  );
}

/** Mondays where there is room for them, else the first days of months. */
function isNamed(day: string, count: number): boolean {
  if (count >= manyFrom) return day.endsWith("-01") || day.endsWith("-15");
  return count <= 3 || new Date(`${day}T00:00:00Z`).getUTCDay() === 1;
}

function box(step: number, tall: number): string {
  return `M0 ${height}h${step}v${-tall}h${-step}z`;
}

function bar(step: number, tall: number): string {
  return `M1 ${height}h${step - 2}v${-tall}h${2 - step}z`;
}
