import type { BatteryReading } from "@/lib/devices/history";

const size = { width: 320, height: 56 };

/** A battery over time as steps: it has what was read last until something else was read. 0 to 100 % from bottom to top. */
export function BatteryLine({
  readings,
  from,
  until,
  label,
}: {
  readings: readonly BatteryReading[];
  from: number;
  until: number;
  label: string;
}) {
  const xOf = (at: number) =>
    Math.round(((Math.max(at, from) - from) / Math.max(1, until - from)) * size.width);
  // Where no per cent are told, good and critical are two levels.
  const yOf = ({ charge, critical }: BatteryReading) =>
    Math.round(size.height * (1 - (charge ?? (critical ? 10 : 80)) / 100));
  const [first, ...rest] = readings;
  if (!first) return null;
  const steps = rest.map((reading) => `H${xOf(reading.at.getTime())}V${yOf(reading)}`).join("");
  const path = `M${xOf(first.at.getTime())} ${yOf(first)}${steps}H${size.width}`;
  return (
    <svg
      role="img"
      aria-label={label}
      viewBox={`-1 -2 ${size.width + 2} ${size.height + 4}`}
      className="block h-auto w-full max-w-80"
    >
      <title>{label}</title>
      <path
        d={`M0 0.5H${size.width}M0 ${size.height * 0.8}H${size.width}M0 ${size.height - 0.5}H${size.width}`}
        className="stroke-line"
        strokeWidth="1"
        fill="none"
      />
      <path d={path} className="stroke-strip" strokeWidth="2" strokeLinejoin="round" fill="none" />
    </svg>
  );
}
