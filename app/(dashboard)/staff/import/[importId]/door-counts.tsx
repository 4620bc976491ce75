import { useLocale, useTranslations } from "next-intl";
import { Icon, type IconName } from "@/components/ui/icon";
import type { Verification } from "@/lib/imports/queries";
import { formatNumber } from "@/lib/time/format";

const groups: readonly {
  id: "confirmed" | "working" | "waiting" | "attention";
  icon: IconName;
  ink: string;
}[] = [
  { id: "confirmed", icon: "circle-check", ink: "text-ok" },
  { id: "working", icon: "send", ink: "text-accent" },
  { id: "waiting", icon: "hourglass", ink: "text-warn" },
  { id: "attention", icon: "circle-alert", ink: "text-danger" },
];

/** Confirmed, under way, waiting, failed: four numbers that add up. */
export function DoorCounts({ counts }: { counts: Verification }) {
  const t = useTranslations("import.verify");
  const locale = useLocale();
  return (
    <dl className="grid grid-cols-2 gap-3 sm:grid-cols-4">
      {groups.map(({ id, icon, ink }) => (
        <div key={id} className="rounded-md border border-line px-3 py-2">
          <dt className="flex items-center gap-1.5 text-sm text-muted">
            <Icon name={icon} size={14} className={counts[id] > 0 ? ink : "text-faint"} />
            {t(id)}
          </dt>
          <dd className="tnum text-xl font-semibold">{formatNumber(counts[id], locale)}</dd>
        </div>
      ))}
    </dl>
  );
}
