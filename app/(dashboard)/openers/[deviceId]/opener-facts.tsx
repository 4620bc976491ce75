import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import { Time } from "@/components/ui/time";
import type { Opener } from "@/lib/bridges/queries";
import { knownAt } from "@/lib/devices/facts";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { IntercomName } from "../intercom-name";
import { OpenerBattery } from "../opener-battery";
import { OpenerState } from "../opener-state";
import { SignalText } from "../signal-text";

const capabilities = [0, 1, 2] as const;

/** What is known of an opener, and how old that is. */
export function OpenerFacts({ opener, now }: { opener: Opener; now: number }) {
  const t = useTranslations("openers");
  const tReach = useTranslations("devices.reach");
  const locale = useLocale();
  const moment = (at: Date) => (
    <Time
      instant={at.getTime()}
      text={formatRelative(at.getTime(), now, locale)}
      exact={formatDateTime(at.getTime(), locale, opener.siteZone ?? "UTC")}
    />
  );
  const capability = capabilities.find((known) => known === opener.capabilities);
  const stateAt = opener.heard?.stateAt;
  return (
    <Card title={t("detail.facts")}>
      <div className="grid gap-x-10 lg:grid-cols-2">
        <DescriptionList
          items={[
            { term: t("label.state"), value: <OpenerState opener={opener} now={now} /> },
            { term: t("detail.reach"), value: tReach(opener.reach) },
            { term: t("label.seen"), value: moment(knownAt(opener)) },
            { term: t("label.battery"), value: <OpenerBattery opener={opener} /> },
            { term: t("label.signal"), value: <SignalText opener={opener} now={now} /> },
            { term: t("detail.heard"), value: stateAt ? moment(new Date(stateAt)) : t("unknown") },
          ]}
        />
        <DescriptionList
          items={[
            { term: t("detail.intercom"), value: <Intercom opener={opener} /> },
            {
              term: t("detail.mode"),
              value:
                opener.operatingMode === null
                  ? t("unknown")
                  : t("detail.modeName", { mode: String(opener.operatingMode) }),
            },
            {
              term: t("detail.can"),
              value: capability === undefined ? t("unknown") : t(`detail.capability.${capability}`),
            },
            {
              term: t("detail.keypad"),
              value:
                opener.keypadModel === null
                  ? t("detail.none")
                  : t("detail.keypadModel", { model: opener.keypadModel }),
            },
            { term: t("detail.firmware"), value: opener.firmware || t("unknown") },
            {
              term: t("detail.nukiId"),
              value: <span className="tnum">{opener.nukiId.toString(16).toUpperCase()}</span>,
            },
          ]}
        />
      </div>
    </Card>
  );
}

function Intercom({ opener }: { opener: Opener }) {
  const t = useTranslations("openers.detail");
  if (opener.intercom) return <IntercomName opener={opener} />;
  return opener.intercomId ? t("intercomNumber", { id: opener.intercomId }) : t("noIntercom");
}
