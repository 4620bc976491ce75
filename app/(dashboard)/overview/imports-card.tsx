import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { PageLink } from "@/components/ui/page-link";
import { Time } from "@/components/ui/time";
import type { RecentImport } from "@/lib/overview/today";
import { formatDateTime, formatRelative } from "@/lib/time/format";

const tones: Record<RecentImport["state"], Tone> = {
  draft: "neutral",
  queued: "accent",
  running: "accent",
  paused: "warn",
  applied: "ok",
  discarded: "neutral",
};

export function ImportsCard({ imports, now }: { imports: readonly RecentImport[]; now: number }) {
  const t = useTranslations("overview");
  return (
    <Card
      title={t("imports.title")}
      actions={
        <LinkButton href="/staff/import" size="sm" icon="upload">
          {t("importStaff")}
        </LinkButton>
      }
    >
      {imports.length === 0 ? (
        <p className="text-muted">{t("imports.none")}</p>
      ) : (
        <ul className="space-y-3">
          {imports.map((item) => (
            <ImportLine key={item.id} item={item} now={now} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function ImportLine({ item, now }: { item: RecentImport; now: number }) {
  const t = useTranslations("overview.imports");
  const locale = useLocale();
  const at = item.at.getTime();
  const isRunning = item.state === "running" || item.state === "paused";
  return (
    <li className="flex items-start justify-between gap-3">
      <span className="min-w-0">
        <PageLink href={`/staff/import/${item.id}`} className="block truncate font-medium hover:underline">
          {item.fileName}
        </PageLink>
        <span className="tnum block text-sm text-muted">
          {isRunning
            ? t("progress", { done: item.rowsDone, total: item.rowsTotal })
            : t("rows", { count: item.rowsTotal })}
          {" · "}
          {item.by}
          {" · "}
          <Time
            instant={at}
            text={formatRelative(at, now, locale)}
            exact={formatDateTime(at, locale, "UTC")}
          />
        </span>
      </span>
      <Badge tone={tones[item.state]}>{t(`state.${item.state}`)}</Badge>
    </li>
  );
}
