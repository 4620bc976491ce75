import { getLocale, getTranslations } from "next-intl/server";
import type { ReactNode } from "react";
import { Badge } from "@/components/ui/badge";
import { DescriptionList } from "@/components/ui/description-list";
import { LinkButton } from "@/components/ui/link-button";
import { PageLink } from "@/components/ui/page-link";
import type { EntryDetail } from "@/lib/entries/search";
import { entryKeyOf } from "@/lib/entries/words";
import { formatDateTime, formatZone } from "@/lib/time/format";
import { lengthText } from "../locks/length-text";
import { outcomeBadge, sourceText, triggerText } from "./entry-words";

/** What took longer than the pause between two readings was not told at once. */
const lateFromMs = 5 * 60_000;

/** Everything that is known of one entry. */
export async function EntryFacts({
  entry,
  connectedAt,
}: {
  entry: EntryDetail;
  /** Since when the account of its door is connected. */
  connectedAt: Date | null;
}) {
  const [t, tDevices, tEntry, locale] = await Promise.all([
    getTranslations("entries"),
    getTranslations("devices"),
    getTranslations("devices.entry"),
    getLocale(),
  ]);
  const { key, way, result, params } = entryKeyOf(entry);
  const { tone, icon, text } = outcomeBadge(entry.outcome, t);
  const moment = (at: Date) =>
    `${formatDateTime(at.getTime(), locale, entry.timeZone)} ${formatZone(at.getTime(), locale, entry.timeZone)}`;
  const isHistory = connectedAt !== null && entry.occurredAt < connectedAt;
  const lateMs = entry.receivedAt.getTime() - entry.occurredAt.getTime();
  const name = entry.person ?? entry.name;
  const items: [string, ReactNode][] = [
    [t("detail.at"), moment(entry.occurredAt)],
    [
      t("detail.received"),
      <>
        {moment(entry.receivedAt)}
        {(isHistory || lateMs >= lateFromMs) && (
          <span className="block text-sm text-muted">
            {isHistory ? t("detail.history") : t("detail.late", { text: lengthText(lateMs, tDevices) })}
          </span>
        )}
      </>,
    ],
    [t("detail.door"), <Go key="door" href={`/locks/${entry.deviceId}`} text={entry.deviceName} />],
    [t("detail.site"), entry.siteName ?? t("nobody")],
    [
      t("detail.who"),
      <>
        {entry.staffId ? <Go href={`/staff/${entry.staffId}`} text={name} /> : name || t("nobody")}
        {entry.staffName !== null && entry.staffName !== name && (
          <span className="block text-sm text-muted">{t("detail.now", { name: entry.staffName })}</span>
        )}
      </>,
    ],
    [
      t("detail.outcome"),
      <Badge key="outcome" tone={tone} icon={icon}>
        {text}
      </Badge>,
    ],
    [t("detail.what"), tEntry(key, params)],
    ...(result ? [[t("detail.result"), tEntry(result, params)] as [string, ReactNode]] : []),
    [t("detail.way"), way ? tEntry(way, params) : triggerText(entry.trigger, t)],
    [t("detail.source"), sourceText(entry.source, t)],
    [t("detail.authorization"), entry.authId ?? t("nobody")],
    [t("detail.authName"), entry.name || t("nobody")],
    [
      t("detail.numbers"),
      t("detail.numbersText", {
        action: String(entry.action),
        trigger: String(entry.trigger),
        state: String(entry.state),
        source: String(entry.source ?? "–"),
        deviceType: String(entry.deviceType),
      }),
    ],
    [t("detail.id"), entry.nukiId],
  ];
  return (
    <div className="space-y-4">
      <DescriptionList items={items.map(([term, value]) => ({ term, value }))} />
      <div className="flex flex-wrap gap-2">
        {entry.staffId && (
          <LinkButton href={`/audit?person=${entry.staffId}`}>{t("detail.thisPerson")}</LinkButton>
        )}
        <LinkButton href={`/audit?door=${entry.deviceId}`}>{t("detail.thisDoor")}</LinkButton>
      </div>
      <section aria-label={t("detail.raw")} className="space-y-1">
        <h3 className="text-sm font-medium">{t("detail.raw")}</h3>
        {entry.raw ? (
          <pre className="rounded-lg border border-line bg-subtle p-3 text-sm break-words whitespace-pre-wrap">
            {JSON.stringify(entry.raw, null, 2)}
          </pre>
        ) : (
          <p className="text-muted">{t("detail.noRaw")}</p>
        )}
      </section>
    </div>
  );
}

function Go({ href, text }: { href: string; text: string }) {
  return (
    <PageLink href={href} className="inline-flex min-h-6 items-center hover:underline">
      {text}
    </PageLink>
  );
}
