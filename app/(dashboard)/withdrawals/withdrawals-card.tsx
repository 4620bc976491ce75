import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { formatDate, formatDateTime } from "@/lib/time/format";
import type { WithdrawalRow } from "@/lib/withdrawals/queries";
import { GiveBackButton } from "./give-back-button";

/** What was withdrawn from a person, door by door, or at a door, person by person; each can be given back. */
export async function WithdrawalsCard({
  rows,
  by,
  mayWrite,
  mayReview,
}: {
  rows: readonly WithdrawalRow[];
  by: "person" | "door";
  mayWrite: boolean;
  mayReview: boolean;
}) {
  const [t, locale] = await Promise.all([getTranslations("withdrawals"), getLocale()]);
  const columns: Column<WithdrawalRow>[] = [
    by === "person"
      ? {
          id: "door",
          header: t("column.door"),
          width: "10rem",
          cell: (row) => (
            <span className="block py-1">
              <PageLink href={`/locks/${row.deviceId}`} className="font-medium hover:underline">
                {row.doorName}
              </PageLink>
              <span className="block text-sm text-muted">{row.siteName}</span>
            </span>
          ),
        }
      : {
          id: "person",
          header: t("column.person"),
          width: "12rem",
          cell: (row) => (
            <span className="block py-1">
              <PageLink href={`/staff/${row.staffId}`} className="font-medium hover:underline">
                {row.name}
              </PageLink>
              {row.status === "removed" && <span className="block text-sm text-muted">{t("left")}</span>}
            </span>
          ),
        },
    { id: "part", header: t("column.part"), width: "9rem", cell: (row) => t(`part.${row.part}`) },
    {
      id: "reason",
      header: t("column.reason"),
      cell: (row) => (
        <span className="block min-w-0 py-1 break-words">
          {/* Without a note of its own the reason is the review, which stands below. */}
          {(row.told?.reason !== row.review?.name || !mayReview) && row.told?.reason}
          {row.review && mayReview && (
            <PageLink
              href={`/audit/reviews/${row.review.id}`}
              className="block text-sm text-muted hover:underline"
            >
              {t("inReview", { name: row.review.name })}
            </PageLink>
          )}
        </span>
      ),
    },
    {
      id: "when",
      header: t("column.when"),
      width: "9rem",
      cell: (row) => (
        <span className="tnum block text-sm">
          <Time
            instant={row.at.getTime()}
            text={formatDate(row.at.getTime(), locale, row.timeZone)}
            exact={formatDateTime(row.at.getTime(), locale, row.timeZone)}
          />
          {row.told && <span className="block text-muted">{t("by", { name: row.told.by })}</span>}
        </span>
      ),
    },
    ...(mayWrite
      ? [
          {
            id: "action",
            header: t("column.action"),
            width: "9rem",
            cell: ({ id, name, doorName, part }: WithdrawalRow) => (
              <GiveBackButton id={id} name={name} doorName={doorName} part={part} />
            ),
          },
        ]
      : []),
  ];
  return (
    <Card title={<span id="withdrawn">{t("card.title")}</span>} description={t(`card.${by}`)} padded={false}>
      <ClientMessages areas={["withdrawals", "access"]}>
        <SimpleTable label={t("card.title")} columns={columns} rows={rows} rowId={(row) => row.id} />
      </ClientMessages>
    </Card>
  );
}
