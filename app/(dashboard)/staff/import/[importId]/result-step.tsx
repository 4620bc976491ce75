import { getLocale, getTranslations } from "next-intl/server";
import { SimpleTable } from "@/components/data-table/simple-table";
import { LiveOn } from "@/components/live-on";
import { LiveRefresh } from "@/components/live-refresh";
import { Badge, type Tone } from "@/components/ui/badge";
import { linkButtonClass } from "@/components/ui/button-class";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import { LinkButton } from "@/components/ui/link-button";
import { PageLink } from "@/components/ui/page-link";
import { Tabs } from "@/components/ui/tabs";
import { may } from "@/lib/auth/actor";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { countRowResults, getVerification, listRowResults } from "@/lib/imports/queries";
import { formatDateTime, formatList, formatNumber } from "@/lib/time/format";
import { problemText } from "../problem-text";
import { DoorCounts } from "./door-counts";
import { PageLinks } from "./page-links";
import { PersonDoors } from "./person-doors";
import { StepFooter } from "./step-footer";
import { pageOf, pageSize, type StepProps, stepHref } from "./step-params";

const outcomes = ["add", "update", "unchanged", "suspend", "remove", "blocked", "failed"] as const;
type Outcome = (typeof outcomes)[number];

const tones: Record<Outcome, Tone> = {
  add: "ok",
  update: "accent",
  unchanged: "neutral",
  suspend: "warn",
  remove: "danger",
  blocked: "warn",
  failed: "danger",
};

/** Step 8: what became of every row, what the doors say, and the rows to correct as a file. */
export async function ResultStep({ actor, held, query }: StepProps) {
  const page = pageOf(query);
  const asked = outcomes.find((outcome) => outcome === query.show);
  const range = { offset: (page - 1) * pageSize, limit: pageSize };
  const [counts, doors, results, t, tSheets, locale] = await Promise.all([
    countRowResults(actor, held.id),
    getVerification(actor, held),
    listRowResults(actor, held.id, { outcomes: asked ? [asked] : outcomes, ...range }),
    getTranslations("import"),
    getTranslations("sheets.entry"),
    getLocale(),
  ]);
  const failed = (counts.blocked ?? 0) + (counts.failed ?? 0);
  const hrefOf = (outcome: Outcome | null, number = 1) =>
    stepHref(held.id, "result", {
      ...(outcome ? { show: outcome } : {}),
      ...(number > 1 ? { page: String(number) } : {}),
    });
  const totals = outcomes
    .filter((outcome) => (counts[outcome] ?? 0) > 0)
    .map((outcome) => t(`plan.part.${outcome}`, { count: counts[outcome] ?? 0 }));
  const all = Object.values(counts).reduce((sum, count) => sum + count, 0);
  return (
    <>
      <div className="space-y-6">
        <Card>
          <p className="flex items-center gap-2 font-medium text-ok">
            <Icon name="circle-check" />
            {t("result.title")}
          </p>
          <p className="tnum mt-1 text-xl font-semibold tracking-tight">{formatList(totals, locale)}</p>
          {held.finishedAt && (
            <p className="tnum mt-1 text-sm text-muted">
              {t("result.finished", {
                when: formatDateTime(held.finishedAt.getTime(), locale, held.timeZone),
              })}
            </p>
          )}
        </Card>
        {failed > 0 && (
          <Callout
            tone="warn"
            title={t("result.failed", { count: failed })}
            action={
              <a
                href={`/api/import/${held.id}/failed`}
                download
                className={linkButtonClass("secondary", "md")}
              >
                <Icon name="download" className="text-muted" />
                {t("result.download")}
              </a>
            }
          >
            {t("result.failedText")}
          </Callout>
        )}
        {doors.total > 0 && (
          <Card
            title={t("result.doors")}
            actions={
              <LinkButton size="sm" href={stepHref(held.id, "verify")}>
                {t("result.verify")}
              </LinkButton>
            }
          >
            <DoorCounts counts={doors} />
          </Card>
        )}
        <Card title={t("result.people")} padded={false} className="overflow-hidden">
          <Tabs
            label={t("result.outcome")}
            items={[
              {
                href: hrefOf(null),
                label: t("result.all"),
                count: formatNumber(all, locale),
                current: !asked,
              },
              ...outcomes
                .filter((outcome) => (counts[outcome] ?? 0) > 0)
                .map((outcome) => ({
                  href: hrefOf(outcome),
                  label: t(`result.outcomes.${outcome}`),
                  count: formatNumber(counts[outcome] ?? 0, locale),
                  current: outcome === asked,
                })),
            ]}
          />
          <SimpleTable
            label={t("result.people")}
            rows={results.rows}
            rowId={(row) => String(row.line)}
            columns={[
              {
                id: "person",
                header: t("result.person"),
                width: "14rem",
                cell: (row) =>
                  row.staffId && row.name ? (
                    <PageLink
                      href={`/staff/${row.staffId}`}
                      className="inline-flex min-h-6 items-center rounded font-medium hover:text-accent hover:underline"
                    >
                      {row.name}
                    </PageLink>
                  ) : (
                    <span className="font-medium">{nameIn(row.cells, held.settings.mapping)}</span>
                  ),
              },
              {
                id: "outcome",
                header: t("result.outcome"),
                cell: (row) => {
                  const outcome = outcomes.find((known) => known === row.outcome) ?? "failed";
                  return <Badge tone={tones[outcome]}>{t(`result.outcomes.${outcome}`)}</Badge>;
                },
              },
              { id: "doors", header: t("plan.doors"), cell: (row) => <PersonDoors counts={row.doors} /> },
              {
                id: "note",
                header: t("result.note"),
                cell: (row) => (
                  <ul className="space-y-0.5 py-1 text-sm text-muted">
                    {row.problems.map((problem) => (
                      <li key={`${problem.code} ${problem.field}`}>{problemText(t, locale, problem)}</li>
                    ))}
                  </ul>
                ),
              },
              {
                id: "line",
                header: t("plan.line"),
                align: "end",
                width: "4rem",
                cell: (row) => (row.line > 0 ? row.line : t("plan.notInFile")),
              },
            ]}
          />
          <PageLinks
            page={page}
            total={results.total}
            count={results.rows.length}
            hrefOf={(number) => hrefOf(asked ?? null, number)}
          />
        </Card>
      </div>
      <StepFooter back={<LinkButton href="/staff/import">{t("result.another")}</LinkButton>}>
        {may(actor, "codes:print") && (
          <LinkButton href={`/codes/sheets/new?import=${held.id}`} icon="printer">
            {tSheets("print")}
          </LinkButton>
        )}
        <LinkButton href="/staff" variant="primary">
          {t("result.staff")}
        </LinkButton>
      </StepFooter>
      <ClientMessages>
        <LiveRefresh active={doors.working + doors.waiting > 0} quiet />
        <LiveOn topics={["changes"]} />
      </ClientMessages>
    </>
  );
}

/** Of a row that was not imported only its cells are left. */
function nameIn(cells: readonly string[] | null, mapping: readonly (string | null)[]): string {
  const cell = (field: string) => cells?.[mapping.indexOf(field)] ?? "";
  return cell("display_name") || `${cell("first_name")} ${cell("last_name")}`.trim() || "–";
}
