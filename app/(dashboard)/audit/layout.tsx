import { getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { PageHeader } from "@/components/ui/page-header";
import { maySeeTrail } from "@/lib/audit/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { maySeeInside } from "@/lib/presence/queries";
import { HoldNote } from "../settings/privacy/hold-note";
import { AuditTabs } from "./audit-tabs";

export default async function AuditLayout({ children }: { children: ReactNode }) {
  const actor = await requireActor("entries:read");
  const [t, tReviews, tPast, tPrivacy, hasInside] = await Promise.all([
    getTranslations("entries"),
    getTranslations("reviews"),
    getTranslations("past"),
    getTranslations("privacy.inside"),
    maySeeInside(actor),
  ]);
  const tabs = [
    { href: "/audit", label: t("doors") },
    ...(maySeeTrail(actor) ? [{ href: "/audit/admins", label: t("admins") }] : []),
    ...(may(actor, "past:read") ? [{ href: "/audit/past", label: tPast("tab") }] : []),
    ...(may(actor, "reviews:read") ? [{ href: "/audit/reviews", label: tReviews("tab") }] : []),
    ...(hasInside ? [{ href: "/audit/inside", label: tPrivacy("tab") }] : []),
  ];
  return (
    <>
      <PageHeader title={t("title")} description={t("description")} />
      <div className="space-y-4">
        <div data-print="none">
          <AuditTabs label={t("tabs")} tabs={tabs} />
        </div>
        <HoldNote actor={actor} />
        {children}
      </div>
    </>
  );
}
