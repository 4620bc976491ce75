import { getLocale, getTranslations } from "next-intl/server";
import { MaskedCode } from "@/components/access/masked-code";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { LinkButton } from "@/components/ui/link-button";
import { Time } from "@/components/ui/time";
import type { StaffId } from "@/lib/access/types";
import { type Actor, may } from "@/lib/auth/actor";
import { getCodeFacts } from "@/lib/codes/queries";
import { ClientMessages } from "@/lib/i18n/client-messages";
import { formatDateTime, formatList, formatRelative } from "@/lib/time/format";
import { CodeCardActions } from "./code-card-actions";
import { CodeCardSecret } from "./code-card-secret";

/** A person's keypad code: hidden, since when, and at how many doors it was seen. The digits are not in the page. */
export async function CodeCard({
  actor,
  staffId,
  name,
  now,
}: {
  actor: Actor;
  staffId: StaffId;
  name: string;
  now: number;
}) {
  const [facts, t, locale] = await Promise.all([
    getCodeFacts(actor, staffId),
    getTranslations("codes.card"),
    getLocale(),
  ]);
  const { since, doors, confirmed, notConfirmed, formerAt, isWithin } = facts;
  const label = t("of", { name });
  const mayReveal = isWithin && may(actor, "codes:reveal");
  const mayPrint = isWithin && since !== null && may(actor, "codes:print");
  return (
    <Card
      title={<span id="code">{t("title")}</span>}
      actions={
        mayPrint && (
          <LinkButton href={`/codes/sheets?person=${staffId}`} size="sm" icon="file-text">
            {t("sheets")}
          </LinkButton>
        )
      }
    >
      <ClientMessages areas={["codes.card", "codes.problem", "access"]}>
        <div className="space-y-3">
          {since === null ? (
            <p className="text-muted">{t("none")}</p>
          ) : (
            <>
              {mayReveal ? <CodeCardSecret staffId={staffId} label={label} /> : <MaskedCode label={label} />}
              <p className="text-sm text-muted">
                {t.rich("since", {
                  when: () => (
                    <Time
                      instant={since.getTime()}
                      text={formatRelative(since.getTime(), now, locale)}
                      exact={formatDateTime(since.getTime(), locale, "UTC")}
                    />
                  ),
                })}
                {" · "}
                {doors === 0 ? t("noDoors") : t("confirmed", { confirmed, doors })}
              </p>
              {notConfirmed.length > 0 && (
                <p className="text-sm text-muted wrap-anywhere">
                  {t("notConfirmed", { doors: formatList(notConfirmed, locale) })}
                </p>
              )}
            </>
          )}
          {formerAt.length > 0 && (
            <Callout tone="warn">{t("former", { doors: formatList(formerAt, locale) })}</Callout>
          )}
          {!isWithin && <p className="text-sm text-muted">{t("elsewhere")}</p>}
          {isWithin && (
            <CodeCardActions
              staffId={staffId}
              name={name}
              hasCode={since !== null}
              mayRotate={may(actor, "codes:rotate")}
              mayWrite={may(actor, "codes:write")}
            />
          )}
        </div>
      </ClientMessages>
    </Card>
  );
}
