import { useLocale, useTranslations } from "next-intl";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Icon } from "@/components/ui/icon";
import type { AlertSettings, ChannelView } from "@/lib/alerts/settings";
import { formatList, formatRelative } from "@/lib/time/format";
import { formatMinute } from "@/lib/time/minutes";
import { AddChannel } from "./add-channel";
import { ChannelButtons } from "./channel-buttons";

/** Where alerts go besides the screen. */
export function ChannelsCard({
  settings: { channels, mailConfigured, timeZone },
  mayWrite,
  now,
}: {
  settings: AlertSettings;
  mayWrite: boolean;
  now: number;
}) {
  const t = useTranslations("alerts.channel");
  return (
    <Card
      title={t("title")}
      description={t("description")}
      padded={false}
      actions={mayWrite && <AddChannel mailConfigured={mailConfigured} timeZone={timeZone} />}
    >
      {!mailConfigured && (
        <div className="p-4">
          <Callout title={t("noMail")}>
            {t.rich("noMailText", { code: (chunks) => <code className="text-ink">{chunks}</code> })}
          </Callout>
        </div>
      )}
      {channels.length === 0 ? (
        <p className="px-4 py-3 text-muted">{t("none")}</p>
      ) : (
        <ul className="divide-y divide-line">
          {channels.map((channel) => (
            <Channel key={channel.id} channel={channel} timeZone={timeZone} mayWrite={mayWrite} now={now} />
          ))}
        </ul>
      )}
    </Card>
  );
}

function Channel({
  channel,
  timeZone,
  mayWrite,
  now,
}: {
  channel: ChannelView;
  timeZone: string;
  mayWrite: boolean;
  now: number;
}) {
  const t = useTranslations("alerts.channel");
  const tKind = useTranslations("alerts.kind");
  const locale = useLocale();
  const { id, kind, target, mode, digestMinute, language, kinds, enabled, trouble } = channel;
  const when =
    kind === "webhook"
      ? t("mode.webhook")
      : mode === "single"
        ? t("mode.single")
        : t("mode.daily", { time: formatMinute(digestMinute), zone: timeZone });
  const what =
    kinds === null
      ? t("allKinds")
      : formatList(
          kinds.map((each) => tKind(each)),
          locale,
        );
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-6 gap-y-2 px-4 py-3">
      <div className="flex min-w-0 flex-1 basis-64 gap-3">
        <Icon name={kind === "mail" ? "mail" : "webhook"} className="mt-1 text-muted" />
        <div className="min-w-0 space-y-0.5">
          <p className="flex flex-wrap items-center gap-x-2 gap-y-1 font-medium">
            <span className="min-w-0 break-all">{target}</span>
            {!enabled && <Badge icon="pause">{t("paused")}</Badge>}
            {channel.failed > 0 && (
              <Badge tone="danger" icon="circle-x">
                {t("failed", { count: channel.failed })}
              </Badge>
            )}
            {channel.waiting > 0 && (
              <Badge tone={trouble ? "warn" : "neutral"} icon="hourglass">
                {t("waiting", { count: channel.waiting })}
              </Badge>
            )}
          </p>
          <p className="text-sm text-muted">
            {[when, t(`language.${language}`), what].join(" · ")}
            {channel.lastDeliveredAt &&
              ` · ${t("last", { when: formatRelative(channel.lastDeliveredAt.getTime(), now, locale) })}`}
          </p>
          {trouble && (
            <p className="text-sm text-danger">
              {t(`trouble.${trouble.code}`)} {trouble.said}
            </p>
          )}
        </div>
      </div>
      {mayWrite && <ChannelButtons channelId={id} target={target} enabled={enabled} />}
    </li>
  );
}
