import { useLocale, useTranslations } from "next-intl";
import { LiveOn } from "@/components/live-on";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { ClientMessages } from "@/lib/i18n/client-messages";
import type { DoorOffer } from "@/lib/operations/offer";
import type { OperationRow } from "@/lib/operations/queries";
import { formatTime } from "@/lib/time/format";
import { ContinuousNote } from "./continuous-note";
import { LastPresses } from "./last-presses";
import { OperateButtons } from "./operate-buttons";

/**
 * Everything about operating one door, for its page: the buttons, why some are missing, and the last presses. Who may not
 * operate it sees only what was done; nothing at all where there is neither.
 */
export function OperateCard({
  offer,
  operations,
  start,
  now,
}: {
  offer: DoorOffer | null;
  operations: readonly OperationRow[];
  /** The page's `?operate=`. */
  start?: string | readonly string[] | undefined;
  now: number;
}) {
  const t = useTranslations("operations");
  if (!offer && operations.length === 0) return null;
  return (
    <ClientMessages areas={["operations"]}>
      <LiveOn topics={["operations"]} deviceId={offer?.deviceId} />
      <Card title={offer ? t("title") : t("titleLast")} description={offer ? t("description") : undefined}>
        <div className="space-y-4">
          {offer && (
            <>
              <ContinuousNote offer={offer} />
              <RingToOpen offer={offer} now={now} />
              <OperateButtons offer={offer} start={start} />
              <Missing offer={offer} />
            </>
          )}
          <div>
            {offer && <h3 className="mb-2 text-sm font-medium text-muted">{t("last.title")}</h3>}
            <LastPresses operations={operations} now={now} timeZone={offer?.timeZone ?? "UTC"} />
          </div>
        </div>
      </Card>
    </ClientMessages>
  );
}

function RingToOpen({ offer: { ringToOpen, timeZone }, now }: { offer: DoorOffer; now: number }) {
  const t = useTranslations("operations.ringToOpen");
  const locale = useLocale();
  if (!ringToOpen) return null;
  const { until } = ringToOpen;
  return (
    <p className="flex items-start gap-2">
      <Icon name="bell" className="mt-0.5 shrink-0 text-muted" />
      {until === null
        ? t("on")
        : t("until", {
            at: formatTime(until, locale, timeZone),
            minutes: Math.max(1, Math.ceil((until - now) / 60_000)),
          })}
    </p>
  );
}

function Missing({ offer: { refusal, siteName } }: { offer: DoorOffer }) {
  const t = useTranslations("operations.why");
  if (!refusal) return null;
  return (
    <p className="flex items-start gap-2 text-muted">
      <Icon name="info" className="mt-0.5 shrink-0" />
      {t(refusal, { site: siteName ?? "" })}
    </p>
  );
}
