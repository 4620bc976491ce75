import { useLocale, useTranslations } from "next-intl";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { People } from "@/lib/overview/need-counts";
import { formatLocalDate } from "@/lib/time/format";

/** Who starts and who leaves within a week, by name: each name leads to the person. */
export function SoonCard({ ending, starting }: { ending: People; starting: People }) {
  const t = useTranslations("overview.soon");
  return (
    <Card title={t("title")}>
      {ending.count + starting.count === 0 ? (
        <p className="text-muted">{t("none")}</p>
      ) : (
        <div className="space-y-4">
          <Group people={ending} which="ending" />
          <Group people={starting} which="starting" />
        </div>
      )}
    </Card>
  );
}

function Group({ people, which }: { people: People; which: "ending" | "starting" }) {
  const t = useTranslations("overview.soon");
  const locale = useLocale();
  if (people.count === 0) return null;
  const more = people.count - people.first.length;
  return (
    <div>
      <h3 className="font-medium">{t(which, { count: people.count })}</h3>
      <ul>
        {people.first.map(({ id, name, day }) => (
          <li key={id} className="flex items-center justify-between gap-3">
            <PageLink
              href={`/staff/${id}`}
              className="inline-flex min-h-6 min-w-0 items-center hover:underline"
            >
              <span className="truncate">{name}</span>
            </PageLink>
            <span className="tnum whitespace-nowrap text-muted">{formatLocalDate(day, locale)}</span>
          </li>
        ))}
        {more > 0 && <li className="text-muted">{t("more", { count: more })}</li>}
      </ul>
    </div>
  );
}
