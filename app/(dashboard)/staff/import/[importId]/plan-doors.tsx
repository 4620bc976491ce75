import { useLocale, useTranslations } from "next-intl";
import { SimpleTable } from "@/components/data-table/simple-table";
import { TwoLines } from "@/components/data-table/two-lines";
import { Badge } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import type { DoorPlan, DoorsPlan } from "@/lib/imports/door-plan";
import { formatNumber } from "@/lib/time/format";

/** Door by door: what comes and goes, and how full its keypad gets. */
export function PlanDoors({ doors }: { doors: DoorsPlan }) {
  const t = useTranslations("import.plan");
  const tAccess = useTranslations("access");
  const locale = useLocale();
  const count = (value: number, sign: string, ink: string) =>
    value === 0 ? (
      <span className="text-faint">–</span>
    ) : (
      <span className={ink}>{`${sign}${formatNumber(value, locale)}`}</span>
    );
  return (
    <Card
      title={t("doors")}
      description={doors.blocked > 0 ? t("doorsBlocked", { count: doors.blocked }) : undefined}
      padded={false}
      className="overflow-hidden"
    >
      <SimpleTable
        label={t("doors")}
        rows={doors.doors}
        rowId={(door) => door.id}
        columns={[
          {
            id: "door",
            header: t("table.door"),
            width: "11rem",
            cell: (door) => <TwoLines below={door.siteName}>{door.name}</TwoLines>,
          },
          {
            id: "added",
            header: t("table.added"),
            align: "end",
            cell: (door) => count(door.added, "+", "text-ok"),
          },
          {
            id: "updated",
            header: t("table.updated"),
            align: "end",
            cell: (door) => count(door.updated, "~", "text-accent"),
          },
          {
            id: "removed",
            header: t("table.removed"),
            align: "end",
            cell: (door) => count(door.removed, "−", "text-danger"),
          },
          { id: "codes", header: t("table.codes"), width: "15rem", cell: (door) => <Places door={door} /> },
          {
            id: "note",
            header: t("table.note"),
            cell: (door) => (
              <span className="flex flex-col gap-1 text-sm">
                {door.waits && (
                  <span className="flex items-center gap-1.5 text-warn">
                    <Icon name="hourglass" size={14} />
                    {`${tAccess("preview.waits", { count: door.waits.count })}: ${tAccess(`wait.${door.waits.reason}`)}`}
                  </span>
                )}
                {door.blocked.map(({ reason, count: blocked }) => (
                  <span key={reason} className="flex items-center gap-1.5 text-danger">
                    <Icon name="ban" size={14} />
                    {tAccess("preview.blockedItem", { reason: tAccess(`blocked.${reason}`), count: blocked })}
                  </span>
                ))}
              </span>
            ),
          },
        ]}
      />
    </Card>
  );
}

/** Places on a keypad before and after, as a bar and in words. */
function Places({ door: { codes } }: { door: DoorPlan }) {
  const t = useTranslations("import.plan.table");
  if (!codes) return <span className="text-faint">{t("noKeypad")}</span>;
  const { before, after, capacity } = codes;
  const share = (value: number) => `${Math.min(100, (value / capacity) * 100)}%`;
  return (
    <span className="block min-w-40">
      <span className="tnum flex items-center gap-2 text-sm whitespace-nowrap">
        {t("codesText", { before, after, capacity })}
        {after >= capacity && <Badge tone="warn">{t("full")}</Badge>}
      </span>
      <span aria-hidden="true" className="mt-1 flex h-1.5 overflow-hidden rounded-full bg-pressed">
        <span className="bg-strip" style={{ width: share(Math.min(before, after)) }} />
        <span
          className={after >= before ? "bg-ok" : "bg-danger"}
          style={{ width: share(Math.abs(after - before)) }}
        />
      </span>
    </span>
  );
}
