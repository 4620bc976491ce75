interface Span {
  readonly from: number;
  readonly until: number;
}

const early = { from: 6, until: 9 };
const office = { from: 9, until: 17 };
const evening = { from: 17, until: 20 };

/** A made-up office: cleaners early, everybody by day, a few in the evening, one shift on Saturday. */
const week: readonly (readonly Span[])[] = [
  [early, office],
  [office, evening],
  [early, office],
  [office, evening],
  [early, { from: 9, until: 15 }],
  [{ from: 9, until: 13 }],
  [],
];

const hour = 100 / 24;

/** The week strip of the product, large and for the eye only: it says nothing about this office. */
export function WeekPicture() {
  return (
    <div
      aria-hidden="true"
      className="hidden items-center border-l border-line bg-subtle px-12 lg:flex"
      data-print="none"
    >
      {/* biome-ignore lint/a11y/noSvgWithoutTitle: the box around it is hidden from screen readers */}
      <svg viewBox="0 0 100 76" className="mx-auto w-full max-w-xl">
        {[0, 6, 12, 18, 24].map((at) => (
          <line
            key={at}
            x1={at * hour}
            x2={at * hour}
            y1={0}
            y2={76}
            className="stroke-line"
            strokeWidth={0.2}
          />
        ))}
        {week.map((spans, day) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: the index is the weekday
          <g key={day} transform={`translate(0 ${day * 11 + 1})`}>
            <rect width={100} height={8} rx={1.2} className="fill-strip-empty" />
            {spans.map(({ from, until }) => (
              <rect
                key={from}
                x={from * hour}
                width={(until - from) * hour - 0.4}
                height={8}
                rx={1.2}
                className="fill-strip"
                opacity={from === office.from ? 1 : 0.45}
              />
            ))}
          </g>
        ))}
      </svg>
    </div>
  );
}
