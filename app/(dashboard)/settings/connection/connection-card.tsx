import { useLocale, useTranslations } from "next-intl";
import type { ReactNode } from "react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { DescriptionList } from "@/components/ui/description-list";
import type { IconName } from "@/components/ui/icon";
import { Time } from "@/components/ui/time";
import type { Connection } from "@/lib/accounts/queries";
import { formatDateTime, formatRelative } from "@/lib/time/format";
import { ReplaceToken } from "./replace-token";
import { TestButton } from "./test-button";

type Standing = Connection["status"] | "incomplete";

const looks: Record<Standing, { tone: Tone; icon: IconName }> = {
  unknown: { tone: "neutral", icon: "circle-dashed" },
  connected: { tone: "ok", icon: "circle-check" },
  unauthorized: { tone: "danger", icon: "circle-x" },
  incomplete: { tone: "danger", icon: "triangle-alert" },
  unreachable: { tone: "warn", icon: "wifi-off" },
};

/** A token that opens something, but not all that is needed, is another trouble than one that is dead. */
function standingOf({ status, scopes }: Connection): Standing {
  const opens = scopes !== null && Object.values(scopes).includes("granted");
  return status === "unauthorized" && opens ? "incomplete" : status;
}

/** One connection: who, where, how it stands, and what an owner can do about it. The token itself is never shown. */
export function ConnectionCard({
  connection,
  requestsPerMinute,
  environmentToken,
  mayWrite,
  now,
}: {
  connection: Connection;
  requestsPerMinute: number;
  environmentToken: boolean;
  mayWrite: boolean;
  now: number;
}) {
  const t = useTranslations("settings.connection");
  const locale = useLocale();
  const { id, name, lastOkAt, problem } = connection;
  const standing = standingOf(connection);
  return (
    <Card
      title={name}
      actions={
        mayWrite && (
          <>
            <ReplaceToken accountId={id} />
            <TestButton accountId={id} />
          </>
        )
      }
    >
      <Trouble standing={standing} />
      <DescriptionList
        items={[
          {
            term: t("status"),
            value: (
              <span className="flex flex-wrap items-center gap-x-2 gap-y-1">
                <Badge {...looks[standing]}>{t(`state.${standing}`)}</Badge>
                {problem && <span className="text-sm text-muted">{t("nukiSays", { text: problem })}</span>}
              </span>
            ),
          },
          {
            term: t("lastOk"),
            value: lastOkAt ? (
              <Time
                instant={lastOkAt.getTime()}
                text={formatRelative(lastOkAt.getTime(), now, locale)}
                exact={formatDateTime(lastOkAt.getTime(), locale, "UTC")}
              />
            ) : (
              t("lastOkNever")
            ),
          },
          { term: t("nukiAccount"), value: connection.nukiAccountName ?? t("nukiAccountUnknown") },
          { term: t("address"), value: <span className="break-all">{connection.apiUrl}</span> },
          {
            term: t("token"),
            value: (
              <>
                <span aria-hidden="true" className="block tracking-widest">
                  ••••••••••••
                </span>
                <Hint>
                  {t(`tokenFrom.${connection.tokenFrom}`)} {t("tokenHidden")}
                </Hint>
                {environmentToken && connection.tokenFrom === "settings" && (
                  <Hint>{t("environmentNote")}</Hint>
                )}
              </>
            ),
          },
          {
            term: t("rate"),
            value: (
              <>
                {t("rateValue", { count: requestsPerMinute })}
                <Hint>{t("rateHint")}</Hint>
              </>
            ),
          },
        ]}
      />
    </Card>
  );
}

function Trouble({ standing }: { standing: Standing }) {
  const t = useTranslations("settings.connection");
  if (standing === "connected" || standing === "unknown") return null;
  return (
    <Callout
      tone={standing === "unreachable" ? "warn" : "danger"}
      title={t(`${standing}Title`)}
      className="mb-2"
    >
      {t(`${standing}Text`)}
    </Callout>
  );
}

function Hint({ children }: { children: ReactNode }) {
  return <span className="block text-sm text-muted">{children}</span>;
}
