import { useLocale } from "next-intl";
import type { HeadCount } from "@/lib/devices/week";
import { weekdayName } from "@/lib/time/format";

const cell = { width: 22, height: 16, gap: 2 };
const margin = { left: 34, top: 16 };
const steps = [0.25, 0.45, 0.7, 1] as const;
const axisHours = [0, 6, 12, 18, 24] as const;

const xOf = (hour: number) => hour * (cell.width + cell.gap);
const yOf = (day: number) => day * (cell.height + cell.gap);

/** Seven days of 24 hours, the fuller the more people; one path for each of four steps. `label` says what it shows. */
export function WeekHeat({
  counts,
  now,
  label,
}: {
  counts: HeadCount;
  now: { weekday: number; minute: number };
  label: string;
}) {
  const locale = useLocale();
  const most = Math.max(1, ...counts.flat());
  const stepOf = (people: number) => (people === 0 ? -1 : Math.ceil((people / most) * steps.length) - 1);
  const pathOf = (step: number) =>
    counts
      .flatMap((hours, day) =>
        hours.map((people, hour) =>
          stepOf(people) === step
            ? `M${xOf(hour)} ${yOf(day)}h${cell.width}v${cell.height}h${-cell.width}z`
            : "",
        ),
      )
      .join("");
  const width = xOf(24) - cell.gap;
  const height = yOf(7) - cell.gap;
  const x = (now.minute / 60) * (cell.width + cell.gap);
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-margin.left} ${-margin.top} ${width + margin.left + 2} ${height + margin.top + 2}`}
      className="h-auto w-full max-w-2xl"
    >
      <title>{label}</title>
      {counts.map((_, day) => (
        <text
          key={weekdayName(day, "en")}
          x={-margin.left}
          y={yOf(day) + 12}
          className="fill-muted text-[11px]"
        >
          {weekdayName(day, locale)}
        </text>
      ))}
      {axisHours.map((hour) => (
        <text
          key={hour}
          x={Math.min(xOf(hour), width)}
          y={-5}
          textAnchor={hour === 0 ? "start" : hour === 24 ? "end" : "middle"}
          className="tnum fill-muted text-[11px]"
        >
          {hour}
        </text>
      ))}
      <path d={pathOf(-1)} className="fill-strip-empty" />
      {steps.map((opacity, step) => (
        <path key={opacity} d={pathOf(step)} className="fill-strip" opacity={opacity} />
      ))}
      <path d={`M${x} ${yOf(now.weekday) - 1}v${cell.height + 2}`} className="stroke-ink" strokeWidth="1.5" />
    </svg>
  );
}
