import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { Card } from "@/components/ui/card";
import { PageHeader } from "@/components/ui/page-header";
import { requireActor } from "@/lib/auth/session";
import { findListedDoor } from "@/lib/codes/queries";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { DoorCodes } from "./door-codes";

export const generateMetadata = pageTitle((t) => t("codes.list.title"));

export default async function DoorCodesPage({ params }: { params: Promise<{ deviceId: string }> }) {
  const actor = await requireActor("codes:list");
  const door = await findListedDoor(actor, (await params).deviceId);
  if (!door) notFound();
  const t = await getTranslations("codes");
  return (
    <>
      <PageHeader
        title={t("list.titleOf", { door: door.name })}
        description={t("list.description")}
        breadcrumbs={[
          { label: t("title"), href: "/codes" },
          { label: door.name, href: `/keypads/${door.deviceId}` },
          { label: t("list.title") },
        ]}
      />
      <Card title={t("list.cardTitle")}>
        <ClientMessages areas={["codes.list"]}>
          <DoorCodes deviceId={door.deviceId} doorName={door.name} />
        </ClientMessages>
      </Card>
    </>
  );
}
