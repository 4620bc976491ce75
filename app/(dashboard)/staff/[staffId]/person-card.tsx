import { useLocale, useTranslations } from "next-intl";
import { Fragment, type ReactNode } from "react";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { StaffDetail } from "@/lib/staff/queries";
import { formatLocalDate } from "@/lib/time/format";

export function PersonCard({
  person,
  children,
}: {
  person: StaffDetail;
  /** What can be done with all of it. */
  children?: ReactNode;
}) {
  const t = useTranslations("staff");
  const locale = useLocale();
  const { values } = person;
  const none = <span className="text-muted">{t("detail.none")}</span>;
  const day = (date: string | null) =>
    date === null ? none : <span className="tnum">{formatLocalDate(date, locale)}</span>;
  const items = [
    { term: t("detail.email"), value: values.email ?? none },
    {
      term: t("detail.teams"),
      value:
        person.teams.length === 0 ? (
          none
        ) : (
          <span className="flex flex-wrap gap-x-3 gap-y-1">
            {person.teams.map((team) => (
              <PageLink
                key={team.id}
                href={`/teams/${team.id}`}
                className="inline-flex min-h-6 items-center text-accent hover:underline"
              >
                {team.name}
              </PageLink>
            ))}
          </span>
        ),
    },
    { term: t("detail.externalId"), value: values.externalId ?? none },
    { term: t("detail.department"), value: values.department || none },
    { term: t("detail.kind"), value: t(`kind.${values.kind}`) },
    { term: t("detail.language"), value: t(`language.${values.language}`) },
    { term: t("detail.firstDay"), value: day(values.firstDay) },
    { term: t("detail.lastDay"), value: day(values.lastDay) },
    ...(values.notes
      ? [{ term: t("detail.notes"), value: <span className="whitespace-pre-line">{values.notes}</span> }]
      : []),
  ];
  return (
    <Card title={t("detail.person")}>
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-4 gap-y-2.5">
        {items.map(({ term, value }) => (
          <Fragment key={term}>
            <dt className="text-muted">{term}</dt>
            <dd className="wrap-anywhere">{value}</dd>
          </Fragment>
        ))}
      </dl>
      {children && <div className="mt-4">{children}</div>}
    </Card>
  );
}
