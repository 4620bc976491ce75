import { useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { PageLink } from "@/components/ui/page-link";
import type { DeviceId } from "@/lib/access/types";
import type { OpenerGroup } from "@/lib/bridges/groups";
import type { DoorOffer } from "@/lib/operations/offer";
import { BridgeChips } from "./bridge-chips";
import { OpenerList } from "./opener-list";

/** A bridge, how it is, and the openers that have no other way to the internet. */
export function OpenerGroupCard({
  group: { bridge, openers },
  offers,
  now,
  mayWrite,
}: {
  group: OpenerGroup;
  offers: ReadonlyMap<DeviceId, DoorOffer>;
  now: number;
  mayWrite: boolean;
}) {
  const t = useTranslations("openers");
  return (
    <Card
      padded={false}
      title={
        <span className="inline-flex items-center gap-2">
          <Icon name={bridge ? "router" : "circle-help"} className="text-muted" />
          {bridge ? (
            <PageLink href={`/openers/bridges/${bridge.id}`} className="hover:underline">
              {bridge.name}
            </PageLink>
          ) : (
            t("noBridge")
          )}
        </span>
      }
      description={bridge ? (bridge.siteName ?? t("noSite")) : t("noBridgeText")}
      actions={
        bridge &&
        mayWrite &&
        (bridge.host === null || !bridge.hasToken) && (
          <LinkButton href={`/openers/bridges/${bridge.id}`} size="sm" icon="plug">
            {t("chip.setUp")}
          </LinkButton>
        )
      }
    >
      {bridge && <BridgeChips bridge={bridge} now={now} className="border-b border-line px-4 py-2.5" />}
      <OpenerList openers={openers} bridge={bridge} offers={offers} now={now} mayWrite={mayWrite} />
      {bridge && bridge.locks.length > 0 && (
        <p className="border-t border-line px-4 py-2.5 text-sm text-muted">
          {t("alsoThrough")}{" "}
          {bridge.locks.map(({ id, name }, index) => (
            <span key={id}>
              {index > 0 && ", "}
              <PageLink href={`/locks/${id}`} className="underline underline-offset-2">
                {name}
              </PageLink>
            </span>
          ))}
        </p>
      )}
    </Card>
  );
}
