import { getLocale, getTranslations } from "next-intl/server";
import { WithheldNote } from "@/components/access/change-preview";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageLink } from "@/components/ui/page-link";
import { Tabs } from "@/components/ui/tabs";
import { getPlan, type PlanGroup, planGroups } from "@/lib/imports/plan-views";
import type { ImportPlan } from "@/lib/imports/preview";
import { formatNumber } from "@/lib/time/format";
import { PageLinks } from "./page-links";
import { PersonChange } from "./person-change";
import { PlanDoors } from "./plan-doors";
import { PlanHeadline } from "./plan-headline";
import { PlanRoom } from "./plan-room";
import { RestNote } from "./rest-note";
import { StepFooter } from "./step-footer";
import { pageOf, pageSize, type StepProps, stepHref } from "./step-params";

/** Step 4: what will happen to people and doors, before anything does. */
export async function PlanStep({ actor, held, query }: StepProps) {
  const page = pageOf(query);
  const asked = planGroups.find((group) => group === query.show) ?? null;
  const range = { offset: (page - 1) * pageSize, limit: pageSize };
  const [found, t, locale] = await Promise.all([
    getPlan(actor, held.id, { group: asked, ...range }),
    getTranslations("import"),
    getLocale(),
  ]);
  const { plan, group, people, total } = found;
  const hrefOf = (shown: PlanGroup, number = 1) =>
    stepHref(held.id, "plan", { show: shown, ...(number > 1 ? { page: String(number) } : {}) });
  const nothing = changesNobody(plan);
  const isRest = held.state === "paused";
  return (
    <>
      <div className="space-y-6">
        <RestNote held={held} query={query} />
        <PlanHeadline plan={plan} />
        <PlanRoom doors={plan.doors.doors} />
        {plan.withheld.length > 0 && <WithheldNote groups={plan.withheld} />}
        {plan.doors.doors.length > 0 && <PlanDoors doors={plan.doors} />}
        <Card title={t("plan.people")} padded={false} className="overflow-hidden">
          <Tabs
            label={t("plan.groups.label")}
            items={planGroups
              .filter((item) => countOf(plan, item) > 0 || item === group)
              .map((item) => ({
                href: hrefOf(item),
                label: t(`plan.groups.${item}`),
                count: formatNumber(countOf(plan, item), locale),
                current: item === group,
              }))}
          />
          <SimpleTable
            label={t(`plan.groups.${group}`)}
            rows={people}
            rowId={(person) => String(person.line ?? person.staffId)}
            columns={[
              {
                id: "person",
                header: t("plan.person"),
                width: "10rem",
                cell: (person) => (
                  <span className="flex flex-wrap items-center gap-2">
                    {person.staffId ? (
                      <PageLink
                        href={`/staff/${person.staffId}`}
                        className="inline-flex min-h-6 items-center rounded font-medium hover:text-accent hover:underline"
                      >
                        {person.name}
                      </PageLink>
                    ) : (
                      <span className="font-medium">{person.name}</span>
                    )}
                    {person.line === null && <Badge tone="danger">{t("plan.notInFile")}</Badge>}
                  </span>
                ),
              },
              {
                id: "what",
                header: t(group === "blocked" ? "plan.why" : "plan.what"),
                width: "18rem",
                cell: (person) => <PersonChange person={person} />,
              },
              {
                id: "line",
                header: t("plan.line"),
                align: "end",
                width: "4rem",
                cell: (person) => person.line,
              },
            ]}
          />
          <PageLinks
            page={page}
            total={total}
            count={people.length}
            hrefOf={(number) => hrefOf(group, number)}
          />
        </Card>
      </div>
      <StepFooter
        back={
          <LinkButton href={stepHref(held.id, isRest ? "apply" : "check")}>
            {t(isRest ? "plan.backToPause" : "plan.back")}
          </LinkButton>
        }
      >
        {isRest ? (
          <LinkButton href={stepHref(held.id, "confirm")} variant="primary">
            {t("plan.next")}
          </LinkButton>
        ) : nothing && plan.counts.unchanged === 0 ? (
          <LinkButton href={stepHref(held.id, "check", { show: "errors" })} variant="primary">
            {t("confirm.fix", { count: plan.counts.blocked })}
          </LinkButton>
        ) : nothing ? (
          <LinkButton href="/staff" variant="primary">
            {t("result.staff")}
          </LinkButton>
        ) : (
          <LinkButton href={stepHref(held.id, "confirm")} variant="primary">
            {t("plan.next")}
          </LinkButton>
        )}
      </StepFooter>
    </>
  );
}

export function changesNobody({ counts }: ImportPlan): boolean {
  return counts.add + counts.update + counts.suspend + counts.remove + counts.leavers === 0;
}

function countOf({ counts }: ImportPlan, group: PlanGroup): number {
  return group === "remove" ? counts.remove + counts.leavers : counts[group];
}
