import ical, { ICalEventTransparency } from "ical-generator";
import { createTranslator } from "next-intl";
import type { BatteryPart } from "@/lib/db/tables/doors";
import { messages } from "@/lib/i18n/dictionaries";
import { oneLine } from "@/lib/mail/one-line";
import { formatDateTime } from "@/lib/time/format";
import { addDays } from "@/lib/time/zones";
import type { RoundSite } from "./battery-round";

const openerType = 2;

/** The round as entries of a calendar: one for the day at each site, with what is to be changed. */
export function roundCalendar(
  sites: readonly RoundSite[],
  date: string,
  locale: "en" | "de",
  { publicUrl, now }: { publicUrl: string; now: Date },
): string {
  const t = createTranslator({ locale, messages: messages[locale], namespace: "alerts.round" });
  const calendar = ical({ name: t("title"), prodId: { company: "Postern", product: "Postern" } });
  const host = new URL(publicUrl).hostname;
  const dayOf = (day: string) => new Date(`${day}T00:00:00.000Z`);
  for (const site of sites) {
    calendar.createEvent({
      // The same day downloaded again replaces the entry instead of doubling it.
      id: `battery-round.${date}.${site.id}@${host}`,
      stamp: now,
      start: dayOf(date),
      end: dayOf(addDays(date, 1)),
      allDay: true,
      transparency: ICalEventTransparency.TRANSPARENT,
      summary: t("event", {
        site: oneLine(site.name),
        count: site.rows.length,
        unreached: site.unreached.length,
        also: String(site.rows.length > 0 && site.unreached.length > 0),
      }),
      location: oneLine(site.name),
      description: linesOf(site).join("\n"),
      url: `${publicUrl}/alerts/battery-round`,
    });
  }
  return calendar.toString();

  function linesOf({ rows, unreached, timeZone }: RoundSite): string[] {
    const nameOf = (part: BatteryPart, type: number) =>
      part === "lock" && type === openerType ? t("device") : t(`part.${part}`);
    const lines = rows.map((row) =>
      t("line", {
        door: oneLine(row.door),
        part: nameOf(row.part, row.type),
        battery: t(`battery.${row.sort}`),
      }),
    );
    if (unreached.length === 0) return lines;
    const away = unreached.map((row) =>
      t("unreachedLine", {
        door: oneLine(row.door),
        part: nameOf("lock", row.type),
        battery: t(`battery.${row.sort}`),
        since: formatDateTime(row.since.getTime(), locale, timeZone),
      }),
    );
    return [...lines, ...(lines.length > 0 ? [""] : []), `${t("unreached")}:`, ...away];
  }
}
