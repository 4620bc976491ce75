import { getLocale, getTranslations } from "next-intl/server";
import type { Teller } from "@/lib/audit/differences";
import {
  type EventMember,
  type EventWord,
  eventMembers,
  eventWords,
  typedMembers,
} from "@/lib/audit/members";
import { settings } from "@/lib/device-settings/settings";
import {
  formatDateTime,
  formatLocalDate,
  formatMinutes,
  formatWeekdays,
  formatZone,
} from "@/lib/time/format";
import { formatMinute } from "@/lib/time/minutes";
import { weekdays } from "@/lib/time/weekdays";

/** How an event's values are told in the reader's language, times in this zone. */
export async function eventTeller(
  timeZone: string,
  names: ReadonlyMap<string, string> = new Map(),
): Promise<Teller> {
  const [t, tSettings, locale] = await Promise.all([
    getTranslations("audit"),
    getTranslations("doorSettings.setting"),
    getLocale(),
  ]);
  return {
    member: (name) => {
      const known = eventMembers.find((member): member is EventMember => member === name);
      return known ? t(`member.${known}`) : name;
    },
    word: (member, text) => {
      // Which setting of a device it was, by the name that stands beside its switch.
      if (member === "member") {
        const setting = settings.find((one) => one.member === text);
        return setting ? tSettings(setting.member) : null;
      }
      if (typedMembers.includes(member)) return null;
      const known = eventWords.find((word): word is EventWord => word === text);
      return known ? t(`value.${known}`) : null;
    },
    yesNo: (value) => t(value ? "yes" : "no"),
    window: ({ days, fromMinute, untilMinute }) =>
      `${formatWeekdays(weekdays(days), locale)} ${formatMinutes(fromMinute, untilMinute)}`,
    weekdays: (mask) => formatWeekdays(weekdays(mask), locale),
    minute: formatMinute,
    date: (localDate) => formatLocalDate(localDate, locale),
    moment: (at) =>
      `${formatDateTime(at.getTime(), locale, timeZone)} ${formatZone(at.getTime(), locale, timeZone)}`,
    nameOf: (id) => names.get(id),
  };
}
