import { notFound } from "next/navigation";
import { getLocale, getTranslations } from "next-intl/server";
import type { SearchParams } from "@/components/data-table/list-state";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { requireActor } from "@/lib/auth/session";
import { pageTitle } from "@/lib/i18n/page-title";
import { findDoorHistory } from "@/lib/past/history";
import { addressOf, questionOf } from "@/lib/past/question";
import { formatDateTime } from "@/lib/time/format";
import { stepColumns } from "./step-columns";
import { wantedColumns } from "./wanted-columns";

export const generateMetadata = pageTitle((t) => t("past.history.title"));

export default async function PastHistoryPage({ searchParams }: { searchParams: Promise<SearchParams> }) {
  const actor = await requireActor("past:read");
  const params = await searchParams;
  const { door: doorId, person: staffId } = questionOf(params);
  const auth = typeof params.auth === "string" ? params.auth : "";
  const history = await findDoorHistory(actor, { door: doorId, person: staffId, auth });
  if (!history) notFound();
  const { door, person, name, rows, wanted } = history;
  const [t, locale] = await Promise.all([getTranslations("past.history"), getLocale()]);
  const [onDoor, byRule] = await Promise.all([stepColumns(door), wantedColumns(door)]);
  const back = person
    ? addressOf(questionOf({ person: person.id }))
    : addressOf(questionOf({ about: "door", door: door.id }));
  return (
    <>
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="max-w-3xl min-w-0">
          <h2 className="text-lg font-semibold">{t("heading", { name, door: door.name })}</h2>
          <p className="text-sm text-muted">{t("text")}</p>
        </div>
        <LinkButton href={back} icon="history">
          {t("back")}
        </LinkButton>
      </div>
      <Card title={t("onDoor")} padded={rows.length === 0}>
        {rows.length === 0 ? (
          <p className="text-muted">{t("noLives")}</p>
        ) : (
          <SimpleTable
            label={t("onDoor")}
            columns={onDoor}
            rows={rows}
            rowId={(row) => ("life" in row ? String(row.life.id) : `unread ${row.from}`)}
          />
        )}
        {history.isCut && (
          <p className="border-t border-line px-4 py-2 text-sm text-muted">
            {t("cut", { count: rows.length })}
          </p>
        )}
      </Card>
      {person && (
        <Card
          title={t("rules")}
          description={
            door.rulesKnownFrom === null
              ? t("rulesNever")
              : t("rulesFrom", { from: formatDateTime(door.rulesKnownFrom, locale, door.timeZone) })
          }
          padded={wanted.length === 0}
        >
          {wanted.length === 0 ? (
            <p className="text-muted">{t("noWanted")}</p>
          ) : (
            <SimpleTable label={t("rules")} columns={byRule} rows={wanted} rowId={(row) => String(row.id)} />
          )}
        </Card>
      )}
    </>
  );
}
