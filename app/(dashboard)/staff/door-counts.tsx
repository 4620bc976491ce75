import { useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { PageLink } from "@/components/ui/page-link";
import type { StaffListRow } from "@/lib/staff/list";

/** Doors by what they ask of the office; the number leads to these doors. */
export function DoorCounts({ row }: { row: StaffListRow }) {
  const t = useTranslations("staff.doors");
  const { active, pending, attention } = row.doors;
  if (active + pending + attention === 0) return <span className="text-sm text-muted">{t("none")}</span>;
  return (
    <PageLink href={`/staff/${row.id}#doors`} className="tnum flex flex-wrap gap-1 hover:underline">
      {attention > 0 && (
        <Badge tone="danger" icon="circle-alert">
          {t("attention", { count: attention })}
        </Badge>
      )}
      {pending > 0 && (
        <Badge tone="accent" icon="hourglass">
          {t("pending", { count: pending })}
        </Badge>
      )}
      {active > 0 && (
        <Badge tone="ok" icon="circle-check">
          {t("active", { count: active })}
        </Badge>
      )}
    </PageLink>
  );
}
