import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { PastPerson } from "@/lib/past/queries";
import { addressOf, type Question } from "@/lib/past/question";

/** Several people have that name: which of them? */
export function PeopleFound({
  question,
  people,
  most,
}: {
  question: Question;
  people: readonly PastPerson[];
  most: number;
}) {
  const t = useTranslations("past.ask");
  const title =
    people.length > most ? t("chooseMore", { count: most }) : t("choose", { count: people.length });
  return (
    <Card title={title} padded={false}>
      <ul className="divide-y divide-line">
        {people.slice(0, most).map((person) => (
          <li key={person.id}>
            <PageLink
              href={addressOf(question, { person: person.id })}
              className="flex min-h-10 flex-wrap items-center gap-x-2 px-4 py-2 -outline-offset-2 hover:bg-hover"
            >
              <span className="font-medium">{person.name}</span>
              <span className="text-sm text-muted">{person.detail}</span>
              {person.isGone && <Badge>{t("left")}</Badge>}
            </PageLink>
          </li>
        ))}
      </ul>
    </Card>
  );
}
