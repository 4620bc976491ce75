import { useTranslations } from "next-intl";
import { PageLink } from "@/components/ui/page-link";
import type { SheetDetail } from "@/lib/sheets/record";

/** The doors that stand on the sheet; those of other sites are counted. */
export function SheetDoors({ sheet: { doorNames, doorsElsewhere } }: { sheet: SheetDetail }) {
  const t = useTranslations("sheets.record");
  return (
    <ul className="flex flex-wrap gap-x-6 gap-y-1">
      {doorNames.map(({ id, name, siteName }) => (
        <li key={id}>
          <PageLink href={`/locks/${id}`} className="inline-flex min-h-6 items-center hover:underline">
            {name}
          </PageLink>{" "}
          <span className="text-muted">{siteName}</span>
        </li>
      ))}
      {doorsElsewhere > 0 && <li className="text-muted">{t("doorsElsewhere", { count: doorsElsewhere })}</li>}
    </ul>
  );
}
