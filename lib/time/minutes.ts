export const MINUTES_PER_DAY = 1440;

/** `420` is "07:00"; `1440`, the end of a day, is "24:00". */
export function formatMinute(minute: number): string {
  if (!Number.isInteger(minute) || minute < 0 || minute > MINUTES_PER_DAY) {
    throw new RangeError(`not a minute of a day: ${minute}`);
  }
  const hours = String(Math.floor(minute / 60)).padStart(2, "0");
  return `${hours}:${String(minute % 60).padStart(2, "0")}`;
}

/** The minute of a strict `HH:MM` up to "24:00", or null. */
export function parseMinute(text: string): number | null {
  const match = /^(\d{2}):([0-5]\d)$/.exec(text);
  if (!match) return null;
  const minute = Number(match[1]) * 60 + Number(match[2]);
  return minute <= MINUTES_PER_DAY ? minute : null;
}
