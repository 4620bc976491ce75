import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { Time } from "@/components/ui/time";
import type { DeviceSettings, SettingRow } from "@/lib/device-settings/queries";
import { type SettingFacts, settingGroups } from "@/lib/device-settings/settings";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { EditSettings } from "./edit-settings";
import { fieldsOf } from "./setting-fields";
import { SettingState } from "./setting-state";
import { valueText } from "./setting-words";

/**
 * The settings of one device: what it has, how old that is, and what is on its way. Groups are edited in a sheet of their
 * own. It brings the words for its client parts; `LiveOn` with the topic `device` is the page's.
 */
export function SettingsCard({
  settings,
  siteZone,
  mayWrite,
  away,
  knownAt,
  now,
}: {
  settings: DeviceSettings;
  siteZone: string | null;
  mayWrite: boolean;
  /** The device cannot be reached now: changes wait. */
  away: boolean;
  /** When the device had these settings, as far as is known. */
  knownAt: number;
  now: number;
}) {
  const t = useTranslations("doorSettings");
  const locale = useLocale();
  const { deviceId, name, rows, facts } = settings;
  const open = rows.filter(
    ({ change }) => change && change.closedAt === null && change.state !== "needs_review",
  );
  const year = new Date(now).getUTCFullYear();
  const groups = settingGroups
    .map((group) => ({ group, rows: rows.filter(({ setting }) => setting.group === group) }))
    .filter((one) => one.rows.length > 0);
  return (
    <ClientMessages areas={["doorSettings.sheet", "doorSettings.review"]}>
      <Card
        title={<span id="settings">{t("title")}</span>}
        description={t.rich("text", {
          when: () => (
            <Time
              instant={knownAt}
              text={formatRelative(knownAt, now, locale)}
              exact={formatDateTime(knownAt, locale, siteZone ?? "UTC")}
            />
          ),
        })}
      >
        <p role="status" className="sr-only">
          {t("underWay", { count: open.length })}
        </p>
        {groups.length === 0 && <p className="text-muted">{t("none")}</p>}
        <div className="grid gap-x-10 gap-y-6 lg:grid-cols-2">
          {groups.map(({ group, rows }) => (
            <section key={group} className="min-w-0">
              <div className="mb-1 flex min-h-8 items-center justify-between gap-2">
                <h3 className="font-medium">{t(`group.${group}`)}</h3>
                {mayWrite && (
                  <EditSettings
                    deviceId={deviceId}
                    title={t("sheet.title", { group: t(`group.${group}`), name })}
                    label={t("edit", { group: t(`group.${group}`) })}
                    fields={fieldsOf(rows, siteZone, t, locale, year)}
                    away={away}
                  />
                )}
              </div>
              <dl className="divide-y divide-line border-t border-line">
                {rows.map((row) => (
                  <Line key={row.setting.member} term={t(`setting.${row.setting.member}`)} row={row}>
                    <span className="tnum">{valueText(row.setting, row.value, t, locale)}</span>
                    <SettingState row={row} now={now} mayWrite={mayWrite} />
                  </Line>
                ))}
              </dl>
            </section>
          ))}
          <ReadOnly facts={facts} />
        </div>
      </Card>
    </ClientMessages>
  );
}

function Line({ term, children }: { term: ReactNode; row?: SettingRow; children: ReactNode }) {
  return (
    <div className="grid grid-cols-2 gap-x-4 gap-y-1 py-2">
      <dt className="text-muted">{term}</dt>
      <dd className="min-w-0 space-y-1">{children}</dd>
    </div>
  );
}

/** What Nuki tells and does not let anybody write. */
function ReadOnly({ facts: { nightMode, wifi, homeKit, matter } }: { facts: SettingFacts }) {
  const t = useTranslations("doorSettings.facts");
  const known: [string, string | null][] = [
    [t("nightMode"), nightMode === null ? null : t(nightMode ? "active" : "inactive")],
    [t("wifi"), wifi === null ? null : t(wifi ? "yes" : "no")],
    [t("homeKit"), homeKit && t(homeKit)],
    [t("matter"), matter && t(matter)],
  ];
  const told = known.filter(([, value]) => value !== null);
  if (told.length === 0) return null;
  return (
    <section className="min-w-0">
      <h3 className="mb-1 flex min-h-8 items-center font-medium">{t("title")}</h3>
      <dl className="divide-y divide-line border-t border-line">
        {told.map(([term, value]) => (
          <Line key={term} term={term}>
            {value}
          </Line>
        ))}
      </dl>
    </section>
  );
}
