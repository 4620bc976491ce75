import ical, { ICalEventTransparency } from "ical-generator";
import { createTranslator } from "next-intl";
import { messages } from "@/lib/i18n/dictionaries";
import { oneLine } from "@/lib/mail/one-line";
import { addDays } from "@/lib/time/zones";
import type { RoundSite } from "./battery-round";

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
      summary: t("event", { count: site.rows.length, site: oneLine(site.name) }),
      location: oneLine(site.name),
      description: site.rows
        .map((row) =>
          t("line", {
            door: oneLine(row.door),
            part: t(`part.${row.part}`),
            battery: t(`battery.${row.sort}`),
          }),
        )
        .join("\n"),
      url: `${publicUrl}/alerts/battery-round`,
    });
  }
  return calendar.toString();
}
