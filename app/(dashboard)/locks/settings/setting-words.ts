import type { useTranslations } from "next-intl";
import type { Setting, SettingValue } from "@/lib/device-settings/settings";
import { zoneName } from "@/lib/device-settings/zones";
import { formatList, formatNumber, type TimeLocale } from "@/lib/time/format";

type Words = ReturnType<typeof useTranslations<"doorSettings">>;

/** What a value of a setting means, in words; one that this release does not know is told as it is. */
export function valueText(setting: Setting, value: SettingValue, t: Words, locale: TimeLocale): string {
  if (typeof value === "boolean") return t(value ? "on" : "off");
  if (typeof value === "string") return value;
  const number = formatNumber(value, locale);
  switch (setting.member) {
    case "advertisingMode":
      return isOneOf([0, 1, 2, 3], value) ? t(`advertising.${value}`) : t("unknownValue", { value });
    case "buzzerVolume":
      return isOneOf([0, 1, 2], value) ? t(`buzzer.${value}`) : t("unknownValue", { value });
    case "soundRing":
    case "soundOpen":
    case "soundRto":
    case "soundCm":
      return t("sound", { number: value });
    case "soundConfirmation":
      return t(value === 0 ? "off" : "on");
    case "doorbellSuppression":
      return suppressionText(value, t, locale);
    case "timezoneId":
      return zoneName(value) ?? (value === 65_535 ? t("noZone") : t("unknownValue", { value }));
    case "autoLockTimeout":
      return value >= 60 && value % 60 === 0
        ? t("minutes", { count: value / 60 })
        : t("seconds", { count: value });
    case "lngTimeout":
    case "unlatchDuration":
      return t("seconds", { count: value });
    case "rtoTimeout":
      return t("minutes", { count: value });
    case "doorbellSuppressionDuration":
      return t("milliseconds", { count: number });
    default:
      return number;
  }
}

/** The bits by the official file; which is which has been reported otherwise (web-api.md 3.5). */
function suppressionText(bits: number, t: Words, locale: TimeLocale): string {
  const cases = (["ring", "rto", "cm"] as const).filter((_, bit) => bits & (1 << bit));
  if (cases.length === 0) return t("suppression.never");
  return formatList(
    cases.map((name) => t(`suppression.${name}`)),
    locale,
  );
}

function isOneOf<Value extends number>(known: readonly Value[], value: number): value is Value {
  return (known as readonly number[]).includes(value);
}
