import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { type Actor, may } from "@/lib/auth/actor";
import type { HoldView } from "@/lib/retention/views";
import { formatDateTime, formatZone } from "@/lib/time/format";
import { PlaceHold } from "./place-hold";
import { ReleaseHold } from "./release-hold";

/** What must not be deleted, and what was released. */
export function HoldsCard({
  actor,
  holds,
  sites,
  timeZone,
}: {
  actor: Actor;
  holds: readonly HoldView[];
  sites: readonly { id: string; name: string }[];
  timeZone: string;
}) {
  const t = useTranslations("retention.hold");
  const inForce = holds.filter((hold) => hold.releasedAt === null);
  const released = holds.filter((hold) => hold.releasedAt !== null);
  const options = sites.map(({ id, name }) => ({ id, name }));
  return (
    <Card
      title={t("title")}
      description={t("description")}
      padded={false}
      actions={may(actor, "privacy:write") && <PlaceHold sites={options} seesAll={actor.sites === "all"} />}
    >
      {inForce.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t("none")}</p>
      ) : (
        <HoldList holds={inForce} timeZone={timeZone} />
      )}
      {released.length > 0 && (
        <details className="border-t border-line">
          <summary className="min-h-10 cursor-pointer content-center px-4 text-muted">
            {t("earlier", { count: released.length })}
          </summary>
          <HoldList holds={released} timeZone={timeZone} />
        </details>
      )}
    </Card>
  );
}

function HoldList({ holds, timeZone }: { holds: readonly HoldView[]; timeZone: string }) {
  const t = useTranslations("retention.hold");
  const locale = useLocale();
  const when = (at: Date) =>
    `${formatDateTime(at.getTime(), locale, timeZone)} ${formatZone(at.getTime(), locale, timeZone)}`;
  return (
    <ul className="divide-y divide-line">
      {holds.map((hold) => {
        const name = hold.name ?? "";
        const what = hold.siteId ? t("site", { name }) : hold.staffId ? t("staff", { name }) : t("all");
        return (
          <li key={hold.id} className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3">
            <div className="flex min-w-0 flex-1 basis-64 gap-3">
              <Icon name={hold.releasedAt ? "lock-open" : "lock"} className="mt-0.5 text-muted" />
              <div className="min-w-0 break-words">
                <p className="font-medium">
                  {hold.staffId ? (
                    <PageLink href={`/staff/${hold.staffId}`} className="py-0.5 hover:underline">
                      {what}
                    </PageLink>
                  ) : (
                    what
                  )}
                </p>
                <p>{hold.reason}</p>
                <p className="text-sm text-muted">
                  {t("placed", { who: hold.placedBy, when: when(hold.placedAt) })}
                </p>
                {hold.releasedAt && (
                  <p className="text-sm text-muted">
                    {t("released", {
                      who: hold.releasedBy ?? "",
                      when: when(hold.releasedAt),
                      reason: hold.releaseReason ?? "",
                    })}
                  </p>
                )}
              </div>
            </div>
            {hold.mayRelease && <ReleaseHold holdId={hold.id} what={what} />}
          </li>
        );
      })}
    </ul>
  );
}
