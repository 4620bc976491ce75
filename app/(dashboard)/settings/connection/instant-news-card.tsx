import { useLocale, useTranslations } from "next-intl";
import { Badge, type Tone } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { type Description, DescriptionList } from "@/components/ui/description-list";
import type { IconName } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import type { InstantNews, WebhookView } from "@/lib/webhooks/queries";
import type { WebhookProblem } from "@/lib/webhooks/registration";
import { WebhookOff, WebhookOn } from "./webhook-buttons";
import { WebhookSecret } from "./webhook-secret";

type Standing = "on" | "off" | WebhookProblem;

const looks: Record<Standing, { tone: Tone; icon: IconName }> = {
  on: { tone: "ok", icon: "circle-check" },
  off: { tone: "neutral", icon: "circle-dashed" },
  not_allowed: { tone: "warn", icon: "triangle-alert" },
  unreachable: { tone: "warn", icon: "wifi-off" },
  stopped: { tone: "danger", icon: "triangle-alert" },
  refused: { tone: "danger", icon: "circle-x" },
  silent: { tone: "warn", icon: "unplug" },
};

/** Why it is off where it cannot be switched on; a plain API token is no fault, so it is told in plain words. */
function obstacleOf({ canBeCalled, mayRegister }: InstantNews): "unaddressed" | "plainToken" | null {
  if (!canBeCalled) return "unaddressed";
  return mayRegister === false ? "plainToken" : null;
}

/** Whether Nuki tells its news by itself, and what an owner can do about it. */
export function InstantNewsCard({
  news,
  mayWrite,
  now,
}: {
  news: InstantNews;
  mayWrite: boolean;
  now: number;
}) {
  const t = useTranslations("live.news");
  const { accountId, decentral } = news;
  const standing: Standing = decentral ? (decentral.problem ?? "on") : "off";
  const obstacle = decentral ? null : obstacleOf(news);
  return (
    <Card
      title={t("title")}
      description={t("description")}
      actions={
        mayWrite &&
        (decentral ? (
          <WebhookOff accountId={accountId} kind="decentral" />
        ) : (
          obstacle === null && <WebhookOn accountId={accountId} />
        ))
      }
    >
      {standing !== "on" && standing !== "off" && (
        <Callout tone={standing === "stopped" || standing === "refused" ? "danger" : "warn"} className="mb-2">
          {t(`text.${standing}`)}
        </Callout>
      )}
      <Traffic
        webhook={decentral}
        now={now}
        before={[
          {
            term: t("status"),
            value: (
              <>
                <Badge {...looks[standing]}>{t(`state.${standing}`)}</Badge>
                {obstacle && <Hint>{t(`text.${obstacle}`)}</Hint>}
                {!decentral && news.canBeCalled && news.mayRegister === null && (
                  <Hint>{t("text.unknown")}</Hint>
                )}
              </>
            ),
          },
          ...(decentral
            ? [{ term: t("checked"), value: <Checked at={decentral.checkedAt} now={now} /> }]
            : []),
        ]}
      />
      {(news.central || (news.canBeCalled && !decentral)) && (
        <ByHand news={news} mayWrite={mayWrite} now={now} />
      )}
    </Card>
  );
}

/** What came in, and what was turned away, below what there is to say of the webhook itself. */
function Traffic({
  webhook,
  now,
  before,
}: {
  webhook: WebhookView | null;
  now: number;
  before: Description[];
}) {
  const t = useTranslations("live.news");
  const locale = useLocale();
  if (!webhook) return <DescriptionList items={before} />;
  const { lastReceivedAt, received, lastRejectedAt, rejected } = webhook;
  return (
    <DescriptionList
      items={[
        ...before,
        {
          term: t("lastReceived"),
          value: (
            <>
              {lastReceivedAt ? <Moment at={lastReceivedAt} now={now} /> : t("never")}
              <Hint>{t("received", { count: received })}</Hint>
            </>
          ),
        },
        {
          term: t("rejected"),
          value:
            lastRejectedAt && rejected > 0 ? (
              <>
                {t("rejectedCount", {
                  count: rejected,
                  when: formatRelative(lastRejectedAt.getTime(), now, locale),
                })}
                <Hint>{t("rejectedHint")}</Hint>
              </>
            ) : (
              t("rejectedNone")
            ),
        },
      ]}
    />
  );
}

/** The webhook of an application: Nuki Web is told our address, and we are told Nuki's key. */
function ByHand({ news, mayWrite, now }: { news: InstantNews; mayWrite: boolean; now: number }) {
  const t = useTranslations("live.central");
  const tNews = useTranslations("live.news");
  const { accountId, central, url } = news;
  return (
    <section className="mt-4 border-t border-line pt-4">
      <div className="flex flex-wrap items-start justify-between gap-x-4 gap-y-2">
        <div className="min-w-0">
          <h3 className="font-semibold">{t("title")}</h3>
          <p className="text-sm text-muted">{t("description")}</p>
        </div>
        {mayWrite && (
          <div className="flex flex-wrap gap-2">
            {central && <WebhookOff accountId={accountId} kind="central" />}
            <WebhookSecret accountId={accountId} isEntered={central !== null} />
          </div>
        )}
      </div>
      <Traffic
        webhook={central}
        now={now}
        before={[
          {
            term: tNews("status"),
            value: central?.problem ? (
              <>
                <Badge {...looks[central.problem]}>{tNews(`state.${central.problem}`)}</Badge>
                <Hint>{tNews(`text.${central.problem}`)}</Hint>
              </>
            ) : (
              <Badge {...looks[central ? "on" : "off"]}>{central ? t("some") : t("none")}</Badge>
            ),
          },
          {
            term: tNews("address"),
            value: (
              <>
                <span className="break-all">{url}</span>
                <Hint>{t("how")}</Hint>
              </>
            ),
          },
        ]}
      />
    </section>
  );
}

function Checked({ at, now }: { at: Date | null; now: number }) {
  const t = useTranslations("live.news");
  const locale = useLocale();
  if (!at) return t("checkedNever");
  return t("checkedAt", { when: formatRelative(at.getTime(), now, locale) });
}

function Moment({ at, now }: { at: Date; now: number }) {
  const locale = useLocale();
  const instant = at.getTime();
  return (
    <Time
      instant={instant}
      text={formatRelative(instant, now, locale)}
      exact={formatDateTime(instant, locale, "UTC")}
    />
  );
}

function Hint({ children }: { children: string }) {
  return <span className="block text-sm text-muted">{children}</span>;
}
