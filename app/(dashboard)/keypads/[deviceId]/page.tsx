import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { LiveOn } from "@/components/live-on";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { getOutlook, listCodes } from "@/lib/keypads/codes";
import { findKeypad, listBursts } from "@/lib/keypads/queries";
import { codeList, standings } from "@/lib/keypads/schema";
import { CleanUpButton } from "../clean-up-button";
import { KeypadAttentions } from "../keypad-attentions";
import { codeColumns } from "./code-columns";
import { RoomCard } from "./room-card";
import { WrongCard } from "./wrong-card";

export const generateMetadata = pageTitle((t) => t("keypads.title"));

const burstDays = 7;

export default async function KeypadPage({
  params,
  searchParams,
}: {
  params: Promise<{ deviceId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("devices:read");
  const now = new Date();
  const keypad = await findKeypad(actor, (await params).deviceId, now);
  if (!keypad) notFound();
  const { deviceId, name, slots, siteName, siteZone } = keypad;
  const mayWrite = may(actor, "codes:write", keypad.siteId ?? undefined);
  const list = parseListState(await searchParams, codeList);
  const [codes, outlook, bursts, t, columns, tRotations] = await Promise.all([
    may(actor, "staff:read") ? listCodes(actor, deviceId, list, now) : null,
    getOutlook(actor, deviceId, now),
    listBursts(actor, deviceId, { now, days: burstDays }),
    getTranslations("keypads"),
    codeColumns({ deviceId, name, timeZone: siteZone ?? "UTC" }, mayWrite && keypad.siteId !== null),
    getTranslations("rotations.entry"),
  ]);
  return (
    <ClientMessages areas={["keypads", "access"]}>
      <LiveOn topics={["device", "entries", "changes"]} deviceId={deviceId} />
      <PageHeader
        title={name}
        description={[t("model", { model: keypad.model }), siteName ?? t("noSite"), siteZone]
          .filter(Boolean)
          .join(" · ")}
        breadcrumbs={[{ label: t("title"), href: "/keypads" }, { label: name }]}
        actions={
          <>
            {mayWrite && slots.expired > 0 && (
              <CleanUpButton deviceIds={[deviceId]} count={slots.expired} foreign={slots.expired_unmanaged} />
            )}
            {keypad.siteId !== null && may(actor, "codes:rotate", keypad.siteId) && (
              <LinkButton href={`/codes/rotations/new?door=${deviceId}`} icon="refresh-cw">
                {tRotations("newCodes")}
              </LinkButton>
            )}
            <LinkButton href={`/locks/${deviceId}`} icon="door-open">
              {t("detail.door")}
            </LinkButton>
          </>
        }
      />
      <div className="space-y-6">
        {keypad.attention.length > 0 && (
          <Card title={t("column.attention")}>
            <KeypadAttentions keypad={keypad} now={now.getTime()} explained />
          </Card>
        )}
        <RoomCard keypad={keypad} outlook={outlook} now={now.getTime()} />
        {codes && (
          <div>
            <h2 className="mb-3 text-lg font-semibold">{t("detail.codes")}</h2>
            <DataTable
              label={t("detail.codes")}
              columns={columns}
              rows={codes.rows}
              total={codes.total}
              list={list}
              rowId={(row) => row.authId}
              rowLabel={(row) => row.owner?.name ?? row.name}
              searchLabel={t("detail.searchCodes")}
              filters={[
                {
                  id: "standing",
                  label: t("detail.standing"),
                  options: standings.map((value) => ({ value, label: t(`standing.${value}`) })),
                },
              ]}
              empty={
                <EmptyState icon="keyboard" title={t("detail.noCodesTitle")}>
                  {t("detail.noCodes")}
                </EmptyState>
              }
            />
          </div>
        )}
        <WrongCard keypad={keypad} bursts={bursts} days={burstDays} now={now.getTime()} />
      </div>
    </ClientMessages>
  );
}
