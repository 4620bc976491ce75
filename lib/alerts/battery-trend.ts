import type { Instant } from "@/lib/access/types";
import type { ChargeReading } from "./snapshot-types";

const day = 86_400_000;
/** A rise of so many points means new batteries: what was before says nothing about them. */
const renewedBy = 10;
const fewestDays = 3;
const fewestReadings = 3;

/**
 * In how many days the charge will have fallen to `floor`, by a straight line through the readings since the batteries
 * were changed; null where it does not fall, or where too little is known to say.
 */
export function daysUntil(readings: readonly ChargeReading[], floor: number, now: Instant): number | null {
  const renewed = readings.findLastIndex(
    (reading, index) => index > 0 && reading.charge - (readings[index - 1]?.charge ?? 100) >= renewedBy,
  );
  const run = readings.slice(Math.max(renewed, 0));
  const [first, last] = [run[0], run.at(-1)];
  if (!first || !last || run.length < fewestReadings || now - first.at < fewestDays * day) return null;
  // The last charge still holds now; without it a slow fall looks faster than it is.
  const points = [...run, { at: now, charge: last.charge }].map(({ at, charge }) => ({
    x: (at - first.at) / day,
    y: charge,
  }));
  const mean = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const [middleX, middleY] = [mean(points.map(({ x }) => x)), mean(points.map(({ y }) => y))];
  const spread = points.reduce((sum, { x }) => sum + (x - middleX) ** 2, 0);
  const perDay = points.reduce((sum, { x, y }) => sum + (x - middleX) * (y - middleY), 0) / spread;
  if (!(perDay < 0)) return null;
  return Math.max(0, (last.charge - floor) / -perDay);
}
