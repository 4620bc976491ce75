import { getLocale, getTranslations } from "next-intl/server";
import type { ListState, SearchParams } from "@/components/data-table/list-state";
import { eventSubjects, itself, placeText, type TrailCursor, type TrailFilter } from "@/lib/audit/list";
import { listTrailAdmins, searchTrail } from "@/lib/audit/queries";
import type { Actor } from "@/lib/auth/actor";
import { formatDateTime } from "@/lib/time/format";
import { LogTable } from "../log-table";
import { eventColumns } from "./event-columns";

/** One page of what was done here, with its filters. */
export async function EventTable({
  actor,
  list,
  filter,
  cursor,
  params,
  timeZone,
}: {
  actor: Actor;
  list: ListState;
  filter: TrailFilter;
  cursor: TrailCursor | null;
  params: SearchParams;
  timeZone: string;
}) {
  const address = new URLSearchParams(
    Object.entries(params).flatMap(([name, value]) => (typeof value === "string" ? [[name, value]] : [])),
  );
  const hrefOf = ({ id }: { id: number }) => {
    const next = new URLSearchParams(address);
    next.set("event", String(id));
    return `/audit/admins?${next.toString().replaceAll("%2C", ",")}`;
  };
  const [page, people, columns, t, tCommon, locale] = await Promise.all([
    searchTrail(actor, filter, cursor, list.pageSize),
    listTrailAdmins(actor),
    eventColumns(hrefOf, timeZone),
    getTranslations("audit"),
    getTranslations("common"),
    getLocale(),
  ]);
  return (
    <LogTable
      log="audit"
      {...{ actor, page, cursor, placeText, columns, list }}
      rowHref={hrefOf}
      rowLabel={(row) =>
        `${formatDateTime(row.at.getTime(), locale, timeZone)}, ${row.by ?? tCommon("appName")}`
      }
      searchLabel={t("search")}
      filters={[
        {
          id: "who",
          label: t("filter.who"),
          options: [
            ...people.map(({ id, name }) => ({ value: id, label: name })),
            { value: itself, label: tCommon("appName") },
          ],
        },
        {
          id: "subject",
          label: t("filter.subject"),
          options: eventSubjects.map((value) => ({ value, label: t(`subject.${value}`) })),
        },
      ]}
    />
  );
}
