import { useLocale } from "next-intl";
import { useId } from "react";
import type { TimeWindow } from "@/lib/access/types";
import { weekdayName } from "@/lib/time/format";
import { originOf, pathOf, type StripShape, sizeOf, weekPath, xOf } from "./strip-path";

export interface WeekMoment {
  /** 0 is Monday. */
  weekday: number;
  minute: number;
}

const shapes = {
  sm: { dayWidth: 18, dayHeight: 14, gap: 2, flow: "line" },
  md: { dayWidth: 40, dayHeight: 22, gap: 3, flow: "line" },
  lg: { dayWidth: 480, dayHeight: 20, gap: 4, flow: "rows" },
} as const satisfies Record<string, StripShape>;

const weekdays = [0, 1, 2, 3, 4, 5, 6] as const;
const axisHours = [0, 6, 12, 18, 24] as const;

/**
 * When somebody may come in: seven days of 24 hours. What a change adds or takes away is drawn in the colours of a diff
 * and hatched in opposite directions, so that nobody depends on the colours. `label` says the same in words.
 */
export function WeekStrip({
  windows,
  gained = [],
  lost = [],
  now,
  size = "sm",
  label,
}: {
  windows: readonly TimeWindow[];
  gained?: readonly TimeWindow[];
  lost?: readonly TimeWindow[];
  now?: WeekMoment;
  size?: keyof typeof shapes;
  label: string;
}) {
  const shape = shapes[size];
  const { width, height } = sizeOf(shape);
  const margin = margins[size];
  const isDiff = gained.length > 0 || lost.length > 0;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`${-margin.left} ${-margin.top} ${width + margin.left + 1} ${height + margin.top + 1}`}
      width={size === "lg" ? undefined : width + margin.left + 1}
      height={size === "lg" ? undefined : height + margin.top + 1}
      className={size === "lg" ? "h-auto w-full max-w-2xl" : "block max-w-full shrink-0"}
    >
      <title>{label}</title>
      <path d={weekPath(shape)} className="fill-strip-empty" />
      {size !== "sm" && <DayNames shape={shape} size={size} />}
      {size === "lg" && <Hours shape={shape} />}
      <path d={pathOf(shape, windows)} className={isDiff ? "fill-strip opacity-45" : "fill-strip"} />
      {gained.length > 0 && <Difference shape={shape} windows={gained} kind="gained" />}
      {lost.length > 0 && <Difference shape={shape} windows={lost} kind="lost" />}
      {now && <Now shape={shape} now={now} />}
    </svg>
  );
}

const margins = {
  sm: { left: 0, top: 1 },
  md: { left: 0, top: 14 },
  lg: { left: 36, top: 16 },
};

function DayNames({ shape, size }: { shape: StripShape; size: "md" | "lg" }) {
  const locale = useLocale();
  return weekdays.map((day) => {
    const { x, y } = originOf(shape, day);
    return (
      <text
        key={day}
        x={size === "md" ? x : -36}
        y={size === "md" ? -4 : y + 14}
        className="fill-muted text-[10px]"
      >
        {weekdayName(day, locale)}
      </text>
    );
  });
}

function Hours({ shape }: { shape: StripShape }) {
  const bottom = sizeOf(shape).height;
  return axisHours.map((hour) => {
    const x = xOf(shape, 0, hour * 60);
    return (
      <g key={hour}>
        <text
          x={x}
          y={-6}
          textAnchor={hour === 0 ? "start" : hour === 24 ? "end" : "middle"}
          className="tnum fill-muted text-[10px]"
        >
          {hour}
        </text>
        <path d={`M${x} 0V${bottom}`} className="stroke-surface" strokeWidth={hour % 24 === 0 ? 0 : 1} />
      </g>
    );
  });
}

function Difference({
  shape,
  windows,
  kind,
}: {
  shape: StripShape;
  windows: readonly TimeWindow[];
  kind: "gained" | "lost";
}) {
  const id = useId();
  const path = pathOf(shape, windows);
  const ink = kind === "gained" ? "stroke-ok" : "stroke-danger";
  return (
    <>
      <pattern id={id} width="4" height="4" patternUnits="userSpaceOnUse">
        <path d={kind === "gained" ? "M-1 5L5 -1" : "M-1 -1L5 5"} className={ink} strokeWidth="1.2" />
      </pattern>
      <path d={path} className={kind === "gained" ? "fill-ok-soft" : "fill-danger-soft"} />
      <path
        d={path}
        fill={`url(#${id})`}
        className={ink}
        strokeDasharray={kind === "lost" ? "2 2" : undefined}
      />
    </>
  );
}

function Now({ shape, now }: { shape: StripShape; now: WeekMoment }) {
  const { y } = originOf(shape, now.weekday);
  const x = xOf(shape, now.weekday, now.minute);
  return <path d={`M${x} ${y - 1}v${shape.dayHeight + 2}`} className="stroke-ink" strokeWidth="1" />;
}
