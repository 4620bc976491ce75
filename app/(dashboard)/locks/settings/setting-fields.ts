import type { useTranslations } from "next-intl";
import type { SettingRow } from "@/lib/device-settings/queries";
import type { SettingPart, SettingValue } from "@/lib/device-settings/settings";
import { zoneName } from "@/lib/device-settings/zones";
import type { TimeLocale } from "@/lib/time/format";
import { sameClock } from "@/lib/time/zones";
import { valueText } from "./setting-words";

type Words = ReturnType<typeof useTranslations<"doorSettings">>;

/** One field of the sheet, with its words: what the browser needs and no more. */
export interface SettingField {
  readonly part: Exclude<SettingPart, "label">;
  readonly member: string;
  readonly value: SettingValue;
  readonly label: string;
  readonly hint: string | null;
  readonly caution: string | null;
  /** Something is on its way to it already. */
  readonly pending: boolean;
  readonly control:
    | { readonly type: "flag" }
    | { readonly type: "choice"; readonly options: readonly { value: string; label: string }[] }
    | { readonly type: "number"; readonly min: number; readonly max: number };
}

const hinted: readonly Hinted[] = [
  ...(["autoLock", "autoLockTimeout", "lngTimeout", "unlatchDuration", "singleLock", "rtoTimeout"] as const),
  ...(["doorbellSuppressionDuration", "soundLevel", "ledBrightness", "buttonEnabled"] as const),
  "advertisingMode",
];
type Hinted = keyof IntlHints;
type IntlHints = typeof import("@/lib/i18n/messages/en/door-settings.json")["hint"];

export function fieldsOf(
  rows: readonly SettingRow[],
  siteZone: string | null,
  t: Words,
  locale: TimeLocale,
  year: number,
): SettingField[] {
  return rows.flatMap(({ setting, value, change }) => {
    const { part, member, kind, caution } = setting;
    if (part === "label" || kind.type === "text") return [];
    const hint = hinted.find((name) => name === member);
    const range: Record<string, number> = kind.type === "number" ? { min: kind.min, max: kind.max } : {};
    return {
      ...{ part, member, value, label: fieldLabel() },
      hint: hint ? t(`hint.${hint}`, range) : null,
      caution: caution ? t(`caution.${caution}`) : null,
      pending: change !== null && change.closedAt === null,
      control:
        kind.type === "choice"
          ? { type: "choice" as const, options: optionsOf() }
          : kind.type === "number"
            ? { type: "number" as const, min: kind.min, max: kind.max }
            : { type: "flag" as const },
    };

    /** The page says "10 minutes" where the device wants 600: the field says which of the two it takes. */
    function fieldLabel(): string {
      const name = t(`setting.${member}`);
      if (kind.type !== "number" || kind.unit === "none") return name;
      return t("inUnit", { name, unit: t(`unit.${kind.unit}`) });
    }

    function optionsOf() {
      if (kind.type !== "choice") return [];
      // What the device has now is among them, even if it could not be chosen.
      const values = typeof value === "number" && !kind.values.includes(value) ? [value] : [];
      const options = [...values, ...kind.values].map((number) => ({
        value: String(number),
        label: labelOf(number),
      }));
      return member === "timezoneId" ? options.toSorted((a, b) => a.label.localeCompare(b.label)) : options;
    }

    function labelOf(number: number): string {
      const text = valueText(setting, number, t, locale);
      const zone = member === "timezoneId" ? zoneName(number) : null;
      // Nuki's list lacks most cities, so the zone that keeps the site's time is pointed out.
      return zone && siteZone && sameClock(zone, siteZone, year) ? t("sameTime", { zone: text }) : text;
    }
  });
}
