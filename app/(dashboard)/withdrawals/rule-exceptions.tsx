import { getLocale, getTranslations } from "next-intl/server";
import { Callout } from "@/components/ui/callout";
import { PageLink } from "@/components/ui/page-link";
import { formatList } from "@/lib/time/format";
import type { WithdrawalRow } from "@/lib/withdrawals/queries";

const mostPeople = 5;

/** Whom a rule does not reach at some of its doors, since it was withdrawn from them there. */
export async function RuleExceptions({ rows }: { rows: readonly WithdrawalRow[] }) {
  if (rows.length === 0) return null;
  const [t, locale] = await Promise.all([getTranslations("withdrawals"), getLocale()]);
  const people = [...Map.groupBy(rows, (row) => row.staffId)];
  const left = people.length - mostPeople;
  const doorsOf = (own: readonly WithdrawalRow[]) =>
    formatList([...new Set(own.map((row) => `${row.doorName} (${t(`part.${row.part}`)})`))], locale);
  return (
    <Callout className="mb-4 max-w-3xl" title={t("rule.title")}>
      <p>{t("rule.text")}</p>
      <ul className="mt-1 space-y-1">
        {people.slice(0, mostPeople).map(([staffId, own]) => (
          <li key={staffId}>
            <PageLink href={`/staff/${staffId}#withdrawn`} className="font-medium text-ink hover:underline">
              {own[0]?.name}
            </PageLink>
            {": "}
            {doorsOf(own)}
          </li>
        ))}
        {left > 0 && <li>{t("rule.more", { count: left })}</li>}
      </ul>
    </Callout>
  );
}
