import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { Icon } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { Keypad } from "@/lib/keypads/queries";
import { formatDateTime, formatNumber, formatRelative } from "@/lib/time/format";
import { formatMoment } from "../locks/format-moment";
import { KeypadAttentions } from "./keypad-attentions";
import { SlotsCell } from "./slots-bar";
import { WrongCell } from "./wrong-cell";

/** The columns of the keypads; cells are drawn on the server. */
export async function keypadColumns(now: number): Promise<Column<Keypad>[]> {
  const [t, locale] = await Promise.all([getTranslations("keypads"), getLocale()]);
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "9.5rem",
      cell: ({ deviceId, name, model, reach, offlineSince, siteZone }) => (
        <span className="block max-w-52 min-w-0 py-1">
          <PageLink href={`/keypads/${deviceId}`} className="block truncate font-medium hover:underline">
            {name}
          </PageLink>
          <span className="block truncate text-sm text-muted">{t("model", { model })}</span>
          {reach !== "online" && offlineSince && (
            <span className="tnum block text-sm text-warn">
              {t("away", { since: formatMoment(offlineSince.getTime(), now, locale, siteZone ?? "UTC") })}
            </span>
          )}
        </span>
      ),
    },
    {
      id: "site",
      header: t("column.site"),
      sortable: true,
      width: "6.5rem",
      phone: "second",
      cell: (row) => row.siteName ?? <span className="text-muted">{t("noSite")}</span>,
    },
    {
      id: "attention",
      header: t("column.attention"),
      sortable: true,
      phone: "main",
      cell: (row) =>
        row.attention.length === 0 ? (
          <span aria-hidden="true" className="text-faint max-sm:hidden">
            –
          </span>
        ) : (
          <KeypadAttentions keypad={row} now={now} />
        ),
    },
    {
      id: "slots",
      header: t("column.slots"),
      sortable: true,
      width: "10.5rem",
      cell: (row) => <SlotsCell slots={row.slots} />,
    },
    {
      id: "wrong",
      header: t("column.wrong"),
      sortable: true,
      width: "7.5rem",
      cell: (row) => <WrongCell keypad={row} now={now} />,
    },
    {
      id: "battery",
      header: t("column.battery"),
      cell: ({ batteryCritical }) =>
        batteryCritical === null ? (
          <span className="text-muted">{t("battery.unknown")}</span>
        ) : batteryCritical ? (
          <span className="inline-flex items-center gap-1.5 text-danger">
            <Icon name="battery-warning" size={14} />
            {t("battery.low")}
          </span>
        ) : (
          t("battery.good")
        ),
    },
    {
      id: "fingers",
      header: t("column.fingers"),
      align: "end",
      cell: ({ fingers }) =>
        fingers === null ? (
          <>
            <span aria-hidden="true" className="text-faint">
              –
            </span>
            <span className="sr-only">{t("fingers.none")}</span>
          </>
        ) : (
          <>
            <span aria-hidden="true">{formatNumber(fingers, locale)}</span>
            <span className="sr-only">{t("fingers.count", { count: fingers })}</span>
          </>
        ),
    },
    {
      id: "used",
      header: t("column.used"),
      sortable: true,
      cell: ({ lastUse, siteZone }) =>
        lastUse === null ? (
          <span className="text-muted">{t("never")}</span>
        ) : (
          <Time
            instant={lastUse.getTime()}
            text={formatRelative(lastUse.getTime(), now, locale)}
            exact={formatDateTime(lastUse.getTime(), locale, siteZone ?? "UTC")}
          />
        ),
    },
  ];
}
