import { getLocale, getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { DeviceId } from "@/lib/access/types";
import { knownAt } from "@/lib/devices/facts";
import type { DeviceRow } from "@/lib/devices/queries";
import type { DoorOffer } from "@/lib/operations/offer";
import { formatDateTime, formatNumber, formatRelative } from "@/lib/time/format";
import { OperateMenu } from "../operate/operate-menu";
import { Attentions } from "./attentions";
import { Batteries } from "./batteries";
import { FirmwareVersion } from "./firmware-version";
import { ModelName } from "./model-name";
import { SeenDoor, SeenState } from "./seen-state";

/** The columns of the locks; cells are drawn on the server. */
export async function lockColumns(
  now: number,
  offers: ReadonlyMap<DeviceId, DoorOffer>,
): Promise<Column<DeviceRow>[]> {
  const [t, locale] = await Promise.all([getTranslations("devices"), getLocale()]);
  const number = (value: number) => formatNumber(value, locale);
  const operate: Column<DeviceRow> = {
    id: "operate",
    header: t("column.operate"),
    align: "end",
    phone: "second",
    cell: (row) => <OperateMenu offer={offers.get(row.id)} />,
  };
  return [
    {
      id: "name",
      header: t("column.name"),
      sortable: true,
      fixed: true,
      width: "10.5rem",
      cell: (row) => (
        <span className="block max-w-52 min-w-0 py-1">
          <PageLink href={`/locks/${row.id}`} className="block truncate font-medium hover:underline">
            {row.name}
          </PageLink>
          <span className="block truncate text-sm text-muted">
            <ModelName device={row} />
          </span>
        </span>
      ),
    },
    {
      id: "attention",
      header: t("column.attention"),
      sortable: true,
      phone: "main",
      // Beside a door's name on a phone, "nothing" would not say what there is none of.
      cell: (row) => (
        <span className={row.attention.length === 0 ? "max-sm:hidden" : undefined}>
          <Attentions device={row} now={now} />
        </span>
      ),
    },
    {
      id: "site",
      header: t("column.site"),
      sortable: true,
      width: "7.5rem",
      phone: "second",
      cell: (row) => row.siteName ?? <span className="text-muted">{t("noSite")}</span>,
    },
    {
      id: "state",
      header: t("column.state"),
      phone: "second",
      cell: (row) => <SeenState device={row} now={now} />,
    },
    // Beside the state, where it is seen on every screen.
    ...(offers.size > 0 ? [operate] : []),
    {
      id: "door",
      header: t("column.door"),
      phone: "second",
      cell: (row) => <SeenDoor device={row} now={now} />,
    },
    {
      id: "battery",
      header: t("column.battery"),
      sortable: true,
      cell: (row) => <Batteries device={row} />,
    },
    {
      id: "seen",
      header: t("column.seen"),
      sortable: true,
      cell: (row) => (
        <Time
          instant={knownAt(row).getTime()}
          text={formatRelative(knownAt(row).getTime(), now, locale)}
          exact={formatDateTime(knownAt(row).getTime(), locale, row.siteZone ?? "UTC")}
        />
      ),
    },
    {
      id: "firmware",
      header: t("column.firmware"),
      sortable: true,
      cell: (row) => <FirmwareVersion device={row} />,
    },
    {
      id: "keypad",
      header: t("column.keypad"),
      width: "9rem",
      cell: ({ keypadModel, counts: { codes } }) =>
        keypadModel === null ? (
          <span className="text-muted">{t("noKeypad")}</span>
        ) : (
          <span className="block">
            <span className="block whitespace-nowrap">
              {t("keypadModel", { model: keypadModel })}
              {codes.unmanaged > 0 && (
                <span className="tnum text-sm text-muted"> · {t("notOurs", { count: codes.unmanaged })}</span>
              )}
            </span>
            <span className="tnum block text-sm whitespace-nowrap text-muted">
              {t("codes", {
                used: number(codes.ours + codes.unmanaged),
                capacity: number(codes.capacity),
              })}
            </span>
          </span>
        ),
    },
    {
      id: "people",
      header: t("column.people"),
      align: "end",
      cell: (row) => (
        <PageLink
          href={`/locks/${row.id}#people`}
          className="inline-flex min-h-6 items-center hover:underline"
        >
          {number(row.counts.people)}
        </PageLink>
      ),
    },
  ];
}
