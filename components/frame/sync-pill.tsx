import { useTranslations } from "next-intl";
import { Icon, type IconName } from "@/components/ui/icon";
import { PageLink } from "@/components/ui/page-link";

export interface SyncStatus {
  connected: "ok" | "problem" | "unknown";
  pending: number;
  waiting: number;
  needsYou: number;
  failed: number;
}

const looks = {
  ok: { icon: "circle-check", ink: "text-ok" },
  problem: { icon: "triangle-alert", ink: "text-danger" },
  unknown: { icon: "circle-dashed", ink: "text-muted" },
} as const satisfies Record<SyncStatus["connected"], { icon: IconName; ink: string }>;

/** The whole truth about what is on its way to Nuki, on every page. */
export function SyncPill({ status }: { status: SyncStatus }) {
  const t = useTranslations("frame.sync");
  const counts = [
    { id: "pending", count: status.pending, ink: "text-muted" },
    { id: "waiting", count: status.waiting, ink: "text-warn" },
    { id: "failed", count: status.failed, ink: "text-danger" },
    { id: "needsYou", count: status.needsYou, ink: "text-danger" },
  ] as const;
  const look = looks[status.connected];
  return (
    <PageLink
      href="/changes"
      className="target flex min-w-8 shrink-0 items-center gap-2 rounded-full border border-line bg-surface px-2.5 text-sm whitespace-nowrap hover:bg-hover"
    >
      <span className="sr-only">{t("label")}: </span>
      <Icon name={look.icon} className={look.ink} />
      <span className="max-lg:sr-only">{t(status.connected)}</span>
      {counts
        .filter(({ count }) => count > 0)
        .map(({ id, count, ink }) => (
          <span key={id} className={`tnum font-medium ${ink}`}>
            <span aria-hidden="true" className="mr-2 font-normal text-faint max-lg:hidden">
              ·
            </span>
            <span className="max-xl:sr-only">{t(id, { count })}</span>
            <span aria-hidden="true" className="xl:hidden">
              {count}
            </span>
          </span>
        ))}
    </PageLink>
  );
}
