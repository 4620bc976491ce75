const formats = new Map<string, Intl.DateTimeFormat>();
const weekdays = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];

function format(timeZone: string): Intl.DateTimeFormat {
  const known = formats.get(timeZone);
  if (known) return known;
  const options = {
    timeZone,
    weekday: "short",
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  } as const;
  const made = new Intl.DateTimeFormat("en-GB", options);
  formats.set(timeZone, made);
  return made;
}

export type LocalClock = { minute: number; weekdayBit: number };

/** What the lock's own clock shows: minute of the day and the weekday's bit (64 = Monday). */
export function localClock(timeZone: string, atMs: number): LocalClock {
  const parts = new Map(
    format(timeZone)
      .formatToParts(atMs)
      .map((part) => [part.type, part.value]),
  );
  const minute = Number(parts.get("hour")) * 60 + Number(parts.get("minute"));
  return { minute, weekdayBit: 64 >> weekdays.indexOf(parts.get("weekday") ?? "") };
}

/** Nuki's `timezoneId` table, as far as devices here are set to it. */
const zoneById: Record<number, string> = {
  12: "America/New_York",
  23: "Asia/Kathmandu",
  29: "Asia/Tokyo",
  36: "Australia/Sydney",
  37: "Europe/Berlin",
  38: "Europe/Helsinki",
  40: "Europe/London",
};

export function deviceZone(timezoneId: unknown): string {
  return (typeof timezoneId === "number" ? zoneById[timezoneId] : undefined) ?? "Europe/Berlin";
}
