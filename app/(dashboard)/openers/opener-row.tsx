import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { Bridge, Opener } from "@/lib/bridges/queries";
import { knownAt } from "@/lib/devices/facts";
import type { DoorOffer } from "@/lib/operations/offer";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { OperateMenu } from "../operate/operate-menu";
import { DiagnosisNote } from "./diagnosis-note";
import { IntercomName } from "./intercom-name";
import { OpenerAttention } from "./opener-attention";
import { OpenerBattery } from "./opener-battery";
import { OpenerState } from "./opener-state";
import { SignalText } from "./signal-text";

/** One opener in a line; what keeps it away stands below it. */
export function OpenerRow({
  opener,
  bridge,
  offer,
  now,
  mayWrite,
  explained,
}: {
  opener: Opener;
  bridge: Bridge | null;
  offer: DoorOffer | undefined;
  now: number;
  mayWrite: boolean;
  /** False where the list says already what keeps it away. */
  explained: boolean;
}) {
  const t = useTranslations("openers");
  const locale = useLocale();
  const seenAt = knownAt(opener).getTime();
  return (
    <li className="space-y-3 px-4 py-3">
      <div className="grid items-start gap-x-4 gap-y-2 sm:grid-cols-2 lg:grid-cols-[minmax(0,5fr)_minmax(0,5fr)_minmax(0,3fr)_minmax(0,4fr)_minmax(0,3fr)_2rem]">
        <div className="min-w-0">
          <PageLink href={`/openers/${opener.id}`} className="block truncate font-medium hover:underline">
            {opener.name}
          </PageLink>
          <span className="block truncate text-sm text-muted">
            <IntercomName opener={opener} />
            {bridge === null && ` · ${opener.siteName ?? t("noSite")}`}
          </span>
        </div>
        <Fact label={t("label.state")}>
          <OpenerState opener={opener} now={now} />
        </Fact>
        <Fact label={t("label.battery")}>
          <OpenerBattery opener={opener} />
        </Fact>
        <Fact label={t("label.signal")}>
          <SignalText opener={opener} now={now} />
        </Fact>
        <Fact label={t("label.seen")}>
          <Time
            instant={seenAt}
            text={formatRelative(seenAt, now, locale)}
            exact={formatDateTime(seenAt, locale, opener.siteZone ?? "UTC")}
          />
        </Fact>
        <div className="lg:justify-self-end">
          <OperateMenu offer={offer} />
        </div>
      </div>
      <OpenerAttention opener={opener} />
      {explained && opener.verdict.part !== "fine" && (
        <DiagnosisNote opener={opener} bridge={bridge} now={now} mayWrite={mayWrite} />
      )}
    </li>
  );
}

/** Where there is room the place tells what it is; elsewhere, and to screen readers, its name does. */
function Fact({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div className="min-w-0 max-lg:grid max-lg:grid-cols-[6rem_1fr]">
      <span className="text-sm text-muted lg:sr-only">{label} </span>
      <div className="min-w-0">{children}</div>
    </div>
  );
}
