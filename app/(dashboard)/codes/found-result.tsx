"use client";

import { useLocale, useTranslations } from "next-intl";
import { StateBadge } from "@/components/access/state-badge";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { PageLink } from "@/components/ui/page-link";
import type { FoundCode } from "@/lib/codes/find";
import { formatDate } from "@/lib/time/format";

/** Whose it is and where it opens, without the digits. */
export function FoundResult({ found }: { found: FoundCode | null }) {
  const t = useTranslations("codes.find");
  const locale = useLocale();
  if (found === null) return <Callout title={t("nobody")}>{t("nobodyText")}</Callout>;
  const { owners, doors, elsewhere } = found;
  return (
    <div className="space-y-3 rounded-lg border border-line p-4">
      {owners.map((owner) => (
        <p key={owner.staffId} className="wrap-anywhere">
          {t.rich(owner.until ? "was" : "is", {
            name: owner.name,
            day: owner.until ? formatDate(owner.until.getTime(), locale, "UTC") : "",
            link: (name) => (
              <PageLink href={`/staff/${owner.staffId}`} className="font-medium text-accent hover:underline">
                {name}
              </PageLink>
            ),
          })}
        </p>
      ))}
      {owners.length === 0 && !elsewhere && <p>{t("notOurs")}</p>}
      {elsewhere && <p>{t("elsewhere")}</p>}
      {doors.length > 0 && (
        <ul aria-label={t("doors")} className="divide-y divide-line border-t border-line">
          {doors.map((door) => (
            <li
              key={`${door.deviceId} ${door.owner ?? ""} ${door.nameThere ?? ""}`}
              className="flex flex-wrap items-center justify-between gap-x-4 gap-y-1 py-2"
            >
              <span className="min-w-0">
                <PageLink href={`/keypads/${door.deviceId}`} className="font-medium hover:underline">
                  {door.name}
                </PageLink>
                {door.siteName && <span className="text-muted"> · {door.siteName}</span>}
              </span>
              {door.state ? (
                <StateBadge state={door.state} />
              ) : (
                <Badge icon="ghost">{t("foreign", { name: door.nameThere ?? "" })}</Badge>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
