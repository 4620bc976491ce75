import { notFound } from "next/navigation";
import { getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { DataTable } from "@/components/data-table/data-table";
import { parseListState, type SearchParams } from "@/components/data-table/list-state";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { PageHeader } from "@/components/ui/page-header";
import { PageLink } from "@/components/ui/page-link";
import { may } from "@/lib/auth/actor";
import { requireActor } from "@/lib/auth/session";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { pageTitle } from "@/lib/i18n/page-title";
import { findTeam, listMembers, type MemberRow } from "@/lib/teams/queries";
import { memberList } from "@/lib/teams/schema";
import { StatusBadge } from "../../staff/status-badge";
import { AddMembers } from "./add-members";
import { MembersBulkBar } from "./members-bulk-bar";
import { TeamActions } from "./team-actions";
import { TeamRules } from "./team-rules";

export const generateMetadata = pageTitle((t) => t("teams.title"));

export default async function TeamPage({
  params,
  searchParams,
}: {
  params: Promise<{ teamId: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const actor = await requireActor("staff:read");
  const [{ teamId }, query] = await Promise.all([params, searchParams]);
  const team = await findTeam(actor, teamId);
  if (!team) notFound();
  const list = parseListState(query, memberList);
  const [{ rows, total }, t, tTeams, tSheets, tRotations, tReviews] = await Promise.all([
    listMembers(actor, team.id, list),
    getTranslations("teams.detail"),
    getTranslations("teams"),
    getTranslations("sheets.entry"),
    getTranslations("rotations.entry"),
    getTranslations("reviews"),
  ]);
  const mayWrite = may(actor, "teams:write");
  const add = mayWrite && <AddMembers teamId={team.id} teamName={team.name} />;
  const columns: Column<MemberRow>[] = [
    {
      id: "name",
      header: t("member"),
      sortable: true,
      fixed: true,
      width: "15rem",
      cell: (row) => (
        <span className="block max-w-64 min-w-0">
          <PageLink href={`/staff/${row.id}`} className="block truncate font-medium hover:underline">
            {row.name}
          </PageLink>
          <span className="block truncate text-sm text-muted">{row.email}</span>
        </span>
      ),
    },
    { id: "department", header: t("department"), sortable: true, cell: (row) => row.department },
    {
      id: "status",
      header: t("status"),
      sortable: true,
      phone: "main",
      cell: (row) => <StatusBadge status={row.status} />,
    },
  ];
  return (
    <ClientMessages areas={["teams", "access"]}>
      <PageHeader
        title={team.name}
        description={t("description", { members: team.memberCount, rules: team.rules.length })}
        breadcrumbs={[{ label: tTeams("title"), href: "/teams" }, { label: team.name }]}
        actions={
          <>
            {team.memberCount > 0 && may(actor, "codes:print") && (
              <LinkButton href={`/codes/sheets/new?team=${team.id}`} icon="printer">
                {tSheets("print")}
              </LinkButton>
            )}
            {team.memberCount > 0 && may(actor, "codes:rotate") && (
              <LinkButton href={`/codes/rotations/new?team=${team.id}`} icon="refresh-cw">
                {tRotations("newCodes")}
              </LinkButton>
            )}
            {team.memberCount > 0 && may(actor, "reviews:write") && (
              <LinkButton href={`/audit/reviews/new?team=${team.id}`} icon="shield-check">
                {tReviews("entry")}
              </LinkButton>
            )}
            {mayWrite && <TeamActions teamId={team.id} name={team.name} />}
          </>
        }
      />
      <div className="space-y-6">
        <Card
          title={t("rules")}
          description={t("rulesDescription")}
          padded={team.rules.length === 0}
          actions={
            may(actor, "rules:read") && (
              <LinkButton size="sm" href={`/rules?team=${team.id}`}>
                {t("openRules")}
              </LinkButton>
            )
          }
        >
          <TeamRules rules={team.rules} />
        </Card>
        <section className="space-y-3">
          <div className="flex flex-wrap items-center justify-between gap-3">
            <h2 className="text-lg font-semibold">{t("members")}</h2>
            {total > 0 && add}
          </div>
          <DataTable
            label={t("members")}
            columns={columns}
            rows={rows}
            total={total}
            list={list}
            rowId={(row) => row.id}
            rowHref={(row) => `/staff/${row.id}`}
            rowLabel={(row) => row.name}
            searchLabel={t("searchMembers")}
            selectable={mayWrite}
            bulkBar={<MembersBulkBar teamId={team.id} teamName={team.name} />}
            empty={
              <EmptyState icon="users" title={t("membersNone")} action={add}>
                {tTeams("empty")}
              </EmptyState>
            }
          />
        </section>
      </div>
    </ClientMessages>
  );
}
