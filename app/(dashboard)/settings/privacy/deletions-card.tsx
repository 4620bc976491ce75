import { useLocale, useTranslations } from "next-intl";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { Deletion } from "@/lib/retention/deletions";
import { entryMembers } from "@/lib/retention/proof";
import { formatDate, formatDateTime, formatNumber, formatZone } from "@/lib/time/format";

/** What went lately, with the event that proves it. */
export function DeletionsCard({ deletions, timeZone }: { deletions: readonly Deletion[]; timeZone: string }) {
  const t = useTranslations("retention.deleted");
  const locale = useLocale();
  const whatOf = useWhat();
  const columns: Column<Deletion>[] = [
    { id: "what", header: t("what"), cell: whatOf },
    {
      id: "when",
      header: t("when"),
      cell: ({ at }) => (
        <Time
          instant={at.getTime()}
          text={`${formatDateTime(at.getTime(), locale, timeZone)} ${formatZone(at.getTime(), locale, timeZone)}`}
          exact={at.toISOString()}
        />
      ),
    },
    {
      id: "count",
      header: t("count"),
      align: "end",
      phone: "main",
      cell: ({ count, heldBack }) => (
        <span className="tnum">
          {formatNumber(count, locale)}
          {heldBack > 0 && (
            <span className="block text-sm text-muted">{t("heldBack", { count: heldBack })}</span>
          )}
        </span>
      ),
    },
    {
      id: "before",
      header: t("before"),
      cell: (row) => (
        <span className="tnum">{row.before && formatDate(Date.parse(row.before), locale, row.timeZone)}</span>
      ),
    },
    { id: "proof", header: t("proof"), cell: (row) => <Proof deletion={row} /> },
  ];
  return (
    <Card
      title={t("title")}
      description={t("description")}
      padded={false}
      actions={deletions.length > 0 && <LinkButton href="/audit/admins?q=deleted">{t("all")}</LinkButton>}
    >
      {deletions.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t("none")}</p>
      ) : (
        <SimpleTable
          label={t("title")}
          columns={columns}
          rows={deletions}
          rowId={({ events }) => String(events[0]?.id)}
        />
      )}
      <details className="border-t border-line text-muted">
        <summary className="min-h-10 cursor-pointer content-center px-4">{t("how")}</summary>
        <div className="max-w-prose space-y-2 px-4 pb-4 break-words">
          <p>{t("howText")}</p>
          <ol className="list-decimal space-y-1 pl-5">
            <li>{t("how1")}</li>
            <li>{t("how2")}</li>
            <li>{t("how3", { members: entryMembers.join(", ") })}</li>
            <li>{t("how4")}</li>
          </ol>
        </div>
      </details>
    </Card>
  );
}

function useWhat() {
  const t = useTranslations("retention.what");
  return ({ type, name }: Deletion) => {
    if (type === "audit.cut") return t("audit");
    if (type === "past.deleted") return t(name === "credentials" ? "credentials" : "authorizations");
    return name === "" ? t("nowhere") : t("site", { name });
  };
}

function Proof({ deletion: { events } }: { deletion: Deletion }) {
  const t = useTranslations("retention.deleted");
  const [latest] = events;
  if (!latest) return null;
  return (
    <span className="block min-w-0">
      <PageLink
        href={`/audit/admins?event=${latest.id}`}
        className="inline-flex min-h-6 items-center hover:underline"
      >
        {events.length === 1 ? t("event", { id: latest.id }) : t("pieces", { count: events.length })}
      </PageLink>
      <code className="block text-sm break-all text-muted">{`${latest.proof.slice(0, 16)}…`}</code>
    </span>
  );
}
