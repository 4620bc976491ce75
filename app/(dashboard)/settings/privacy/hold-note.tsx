import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import type { SiteId, StaffId } from "@/lib/access/types";
import type { Actor } from "@/lib/auth/actor";
import { listHoldsOn } from "@/lib/retention/views";

/** Says that nothing of this site, of this person, or of whatever is held is deleted; nothing where that is not so. */
export async function HoldNote({
  actor,
  siteId,
  staffId,
}: {
  actor: Actor;
  siteId?: SiteId;
  staffId?: StaffId;
}) {
  const holds = await listHoldsOn(actor, { siteId, staffId });
  if (holds.length === 0) return null;
  const t = await getTranslations("retention.note");
  const lines = holds.map(({ siteId: site, staffId: person, name }) =>
    site ? t("site", { name: name ?? "" }) : person ? t("staff", { name: name ?? "" }) : t("all"),
  );
  return (
    <Callout
      tone="warn"
      title={t("title")}
      action={
        <LinkButton size="sm" href="/settings/privacy">
          {t("link")}
        </LinkButton>
      }
    >
      {[...new Set(lines)].join(" ")}
    </Callout>
  );
}
