/** Nuki's `timezoneId` as IANA names; the index is the id (official table of `nuki-io/nuki-cli`). */
const ZONES = [
  "Africa/Cairo",
  "Africa/Lagos",
  "Africa/Maputo",
  "Africa/Nairobi",
  "America/Anchorage",
  "America/Argentina/Buenos_Aires",
  "America/Chicago",
  "America/Denver",
  "America/Halifax",
  "America/Los_Angeles",
  "America/Manaus",
  "America/Mexico_City",
  "America/New_York",
  "America/Phoenix",
  "America/Regina",
  "America/Santiago",
  "America/Sao_Paulo",
  "America/St_Johns",
  "Asia/Bangkok",
  "Asia/Dubai",
  "Asia/Hong_Kong",
  "Asia/Jerusalem",
  "Asia/Karachi",
  "Asia/Kathmandu",
  "Asia/Kolkata",
  "Asia/Riyadh",
  "Asia/Seoul",
  "Asia/Shanghai",
  "Asia/Tehran",
  "Asia/Tokyo",
  "Asia/Yangon",
  "Australia/Adelaide",
  "Australia/Brisbane",
  "Australia/Darwin",
  "Australia/Hobart",
  "Australia/Perth",
  "Australia/Sydney",
  "Europe/Berlin",
  "Europe/Helsinki",
  "Europe/Istanbul",
  "Europe/London",
  "Europe/Moscow",
  "Pacific/Auckland",
  "Pacific/Guam",
  "Pacific/Honolulu",
  "Pacific/Pago_Pago",
] as const;

/** The IANA zone of a `timezoneId`; null for 65535 ("none") and ids that are newer than this table. */
export function timeZoneOf(timezoneId: number): string | null {
  return ZONES[timezoneId] ?? null;
}

/** The `timezoneId` of an IANA zone that is in Nuki's table; null for all others (Europe/Vienna has none). */
export function timezoneIdOf(timeZone: string): number | null {
  const index = (ZONES as readonly string[]).indexOf(timeZone);
  return index < 0 ? null : index;
}
