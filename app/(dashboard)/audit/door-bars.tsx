import { useLocale, useTranslations } from "next-intl";
import { SimpleTable } from "@/components/data-table/simple-table";
import { PageLink } from "@/components/ui/page-link";
import type { DoorCounts } from "@/lib/entries/pictures";
import { formatNumber } from "@/lib/time/format";

/** More than these wait behind a click, unless they go to paper. */
const mostAtOnce = 12;
const linkClass = "inline-flex min-h-6 items-center font-medium text-accent hover:underline";

type HrefWith = (change: Record<string, string | null>) => string;

/** Doors as bars with their figures beside them: picture and table in one. */
export function DoorBars({ doors, hrefWith }: { doors: readonly DoorCounts[]; hrefWith: HrefWith }) {
  const t = useTranslations("entries.pictures");
  const most = Math.max(1, ...doors.map(({ count }) => count));
  const rest = doors.slice(mostAtOnce);
  return (
    <>
      <Bars doors={doors.slice(0, mostAtOnce)} most={most} hrefWith={hrefWith} label={t("doors")} />
      {rest.length > 0 && (
        <details className="border-t border-line print:[&::details-content]:[content-visibility:visible]">
          <summary className="min-h-6 cursor-pointer px-4 py-2 text-sm font-medium text-accent print:hidden">
            {t("moreDoors", { n: rest.length })}
          </summary>
          <Bars doors={rest} most={most} hrefWith={hrefWith} label={t("moreDoors", { n: rest.length })} />
        </details>
      )}
    </>
  );
}

function Bars({
  doors,
  most,
  hrefWith,
  label,
}: {
  doors: readonly DoorCounts[];
  most: number;
  hrefWith: HrefWith;
  label: string;
}) {
  const t = useTranslations("entries.pictures");
  const locale = useLocale();
  return (
    <SimpleTable
      label={label}
      rows={doors}
      rowId={({ id }) => id}
      columns={[
        {
          id: "door",
          header: t("door"),
          width: "12rem",
          cell: ({ id, name, siteName }) => (
            <span className="block min-w-0">
              <PageLink href={hrefWith({ door: id, page: null })} className={linkClass}>
                {name}
              </PageLink>
              {siteName && <span className="block text-sm text-muted">{siteName}</span>}
            </span>
          ),
        },
        {
          id: "share",
          header: t("share"),
          width: "40%",
          phone: "second",
          cell: ({ count, refused }) => (
            <span
              aria-hidden="true"
              className="block h-3 w-full min-w-40 overflow-hidden rounded-sm bg-strip-empty [print-color-adjust:exact]"
            >
              <span className="flex h-full bg-strip" style={{ width: `${(count / most) * 100}%` }}>
                <span className="h-full bg-danger" style={{ width: `${(refused / count) * 100}%` }} />
              </span>
            </span>
          ),
        },
        { id: "count", header: t("number"), align: "end", cell: ({ count }) => formatNumber(count, locale) },
        {
          id: "refused",
          header: t("refused"),
          align: "end",
          cell: ({ id, name, refused }) =>
            refused === 0 ? (
              "0"
            ) : (
              <PageLink
                href={hrefWith({ door: id, outcome: "refused", page: null })}
                aria-label={t("ofDoor", { door: name, n: refused })}
                className={linkClass}
              >
                {formatNumber(refused, locale)}
              </PageLink>
            ),
        },
      ]}
    />
  );
}
