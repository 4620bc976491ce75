import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { PageLink } from "@/components/ui/page-link";
import { findArea, listDoorOptions } from "@/lib/areas/queries";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { AreaForm } from "../area-form";
import { RemoveArea } from "../remove-area";

export const generateMetadata = pageTitle((t) => t("areas.title"));

export default async function AreaPage({ params }: { params: Promise<{ areaId: string }> }) {
  const actor = await requireActor("devices:read");
  const [area, doors, t, tReviews] = await Promise.all([
    findArea(actor, (await params).areaId),
    listDoorOptions(actor),
    getTranslations("areas"),
    getTranslations("reviews"),
  ]);
  if (!area) notFound();
  const { id, name, rules, people, version, deviceIds } = area;
  const mayWrite = may(actor, "areas:write") && !area.elsewhere;
  const usedBy = t("usedBy", { rules, people });
  return (
    <ClientMessages areas={["areas", "rules", "access"]}>
      <PageHeader
        title={name}
        description={
          rules === 0 ? (
            t("unused")
          ) : may(actor, "rules:read") ? (
            <PageLink href={`/rules?area=${id}`} className="underline underline-offset-2">
              {usedBy}
            </PageLink>
          ) : (
            usedBy
          )
        }
        breadcrumbs={[{ label: t("title"), href: "/areas" }, { label: name }]}
        actions={
          <>
            {deviceIds.length > 0 && may(actor, "reviews:write") && (
              <LinkButton href={`/audit/reviews/new?area=${id}`} icon="shield-check">
                {tReviews("entry")}
              </LinkButton>
            )}
            {mayWrite && <RemoveArea areaId={id} name={name} rules={rules} />}
          </>
        }
      />
      {area.elsewhere && may(actor, "areas:write") && (
        <Callout className="mb-4 max-w-3xl">{t("notYours")}</Callout>
      )}
      {mayWrite ? (
        <AreaForm key={version} doors={doors} existing={{ areaId: id, version, name, deviceIds }} />
      ) : (
        <Card title={t("form.doors")} className="max-w-3xl">
          <ul className="space-y-1">
            {doors
              .filter((door) => deviceIds.includes(door.id))
              .map((door) => (
                <li key={door.id}>
                  <PageLink href={`/locks/${door.id}`} className="font-medium hover:underline">
                    {door.name}
                  </PageLink>{" "}
                  <span className="text-muted">{door.siteName}</span>
                </li>
              ))}
          </ul>
        </Card>
      )}
    </ClientMessages>
  );
}
