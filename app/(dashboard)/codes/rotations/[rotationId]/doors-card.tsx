import { getTranslations } from "next-intl/server";
import type { Column } from "@/components/data-table/column";
import { SimpleTable } from "@/components/data-table/simple-table";
import { Card } from "@/components/ui/card";
import { PageLink } from "@/components/ui/page-link";
import type { DoorRow } from "@/lib/rotations/standing";

/** How far each door is. */
export async function DoorsCard({ doors }: { doors: readonly DoorRow[] }) {
  const [t, tTable] = await Promise.all([
    getTranslations("rotations.detail"),
    getTranslations("rotations.column"),
  ]);
  const figure = (value: number, tone = "") => (
    <span className={`tnum ${value > 0 ? tone : "text-muted"}`}>{value}</span>
  );
  const columns: Column<DoorRow>[] = [
    {
      id: "door",
      header: t("door"),
      cell: (door) => (
        <span className="block min-w-0">
          <PageLink href={`/keypads/${door.deviceId}`} className="font-medium hover:underline">
            {door.name}
          </PageLink>
          <span className="block text-sm font-normal text-muted">{door.siteName}</span>
        </span>
      ),
    },
    { id: "people", header: tTable("people"), align: "end", cell: (door) => figure(door.people) },
    {
      id: "confirmed",
      header: t("confirmed"),
      align: "end",
      cell: (door) => figure(door.confirmed, "text-ok"),
    },
    { id: "waits", header: t("waits"), align: "end", cell: (door) => figure(door.waits, "text-warn") },
    ...(doors.some((door) => door.blocked > 0)
      ? [
          {
            id: "blocked",
            header: t("blocked"),
            align: "end" as const,
            cell: (door: DoorRow) => figure(door.blocked, "text-danger"),
          },
        ]
      : []),
    { id: "old", header: t("oldOn"), align: "end", cell: (door) => figure(door.oldOn, "text-warn") },
  ];
  return (
    <Card title={t("doors")} padded={false}>
      <SimpleTable label={t("doors")} columns={columns} rows={doors} rowId={(door) => door.deviceId} />
    </Card>
  );
}
